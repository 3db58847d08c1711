import { randomUUID } from "node:crypto";
import { join } from "node:path";
import { bringInTrial } from "@nadir/api/bring-in";
import { type DemoPerson, seedDemoPeople } from "@nadir/api/identity";
import { filesOfMap, folderCustodians, type TrialFiles } from "@nadir/api/intake";
import type { JobView } from "@nadir/api/jobs";
import { appRouter, type Context, createCallerFactory } from "@nadir/api/trpc";
import { addDays, Refusal } from "@nadir/domain";
import { inLesion, nifti } from "../../../../packages/api/src/intake/testing/small-trial.ts";
import type {} from "../../../../packages/db/src/testing/global-setup.ts";
import { type SyntheticSubject, syntheticCohort } from "../../../../validation/harness/src/testing/synthetic-facts.ts";
import {
  SYNTHETIC_TRIAL,
  syntheticPlan,
  syntheticTexts,
} from "../../../../validation/harness/src/testing/synthetic-trial.ts";
import { trialDatabase } from "../../../../validation/harness/src/testing/trial-database.ts";
import { handlersOf } from "../../../worker/src/handlers.ts";

/**
 * Worlds of one trial that differ only in what is sealed. `quiet`: nothing is known of a sealed subject after its index
 * day. `loud`: later scans, growth, toxicity, treatments, deaths. `swapped`: as quiet, with other sealed outcomes.
 * Whoever must not know what is sealed must get the same answers in all of them.
 */
export const WORLDS = ["quiet", "loud", "swapped"] as const;
export type WorldName = (typeof WORLDS)[number];
export const SEALED_SITE = "S3";
export const TRIAL = SYNTHETIC_TRIAL;
export { syntheticPlan };

const cohort = syntheticCohort(150, 11, ["S1", "S2", SEALED_SITE]);
const isSealed = (s: SyntheticSubject) => s.facts.site === SEALED_SITE;
/** One with a scan on treatment, so that it has an index day, and one without. */
const followed = cohort.find((s) => isSealed(s) && s.facts.visits.length === 2)!;
const open = cohort.find((s) => !isSealed(s) && s.facts.visits.length === 2)!;
export const SUBJECTS = { sealed: followed.facts.key, open: open.facts.key };

export async function openWorld(name: WorldName) {
  const database = await trialDatabase(worldFiles(name), syntheticPlan());
  const { db, store, home } = database;
  // Computes what follows from the record, as an import at the portal does; the files are those that were imported.
  const custody = folderCustodians(join(home, "custodians"));
  const brought = await bringInTrial({ db, store, by: "system", files: worldFiles(name), custodians: custody });
  if (brought.computed === null) throw new Error(brought.notComputed ?? JSON.stringify(brought.problems));
  const people = await seedDemoPeople({ db, home });
  const contextOf = async (person: DemoPerson | undefined): Promise<Context> => {
    const [row] = await db.sql<{ id: string; name: string; email: string }[]>`
      select id, name, email from identity."user" where email = ${person?.email ?? ""}`;
    return {
      person: row ?? null,
      db,
      store,
      secret: "a secret for tests that is long enough",
      custodians: undefined,
      jobs: inPlace({ db, store, custodians: join(home, "custodians"), home, backups: join(home, "backups") }),
    };
  };
  const person = (word: string) => people.find((p) => p.id === word)!;
  const callerOf = async (word: string) => createCallerFactory(appRouter)(await contextOf(person(word)));
  return { ...database, person, contextOf, callerOf };
}
export type World = Awaited<ReturnType<typeof openWorld>>;
export type Caller = Awaited<ReturnType<World["callerOf"]>>;

/** A queue that has the worker's handlers do the work at once, and tells of it as the real one does. */
function inPlace(places: Parameters<typeof handlersOf>[0]): Context["jobs"] {
  const handlers = handlersOf(places, () => {});
  const ended = new Map<string, JobView>();
  return {
    async enqueue(personId, request) {
      const id = randomUUID();
      const view = { id, kind: request.kind, step: "", done: 1, total: 1 };
      const work = handlers[request.kind] as (r: unknown, c: unknown) => Promise<unknown>;
      try {
        const result = await work(request, { personId, onProgress: () => {} });
        ended.set(id, { ...view, state: "done", message: null, result });
      } catch (error) {
        if (!(error instanceof Refusal)) throw error;
        ended.set(id, { ...view, state: "failed", message: error.message, result: { problems: error.problems } });
      }
      return id;
    },
    async *watch(_personId, jobId) {
      yield ended.get(jobId)!;
    },
  };
}

function worldFiles(name: WorldName): TrialFiles {
  const texts = syntheticTexts(
    name === "swapped" ? cohort.map((s) => (isSealed(s) ? { ...s, outcomes: otherOutcomes(s) } : s)) : cohort,
  );
  const manifest = JSON.parse(texts["trial.json"]!) as {
    tables: object;
    valueRules?: object[];
    trial: { criteria: object[] };
  };
  manifest.trial.criteria.push({ id: "irecist" });
  manifest.valueRules = [
    {
      id: "gone",
      table: "measurements",
      column: "longestMm",
      is: "GONE",
      becomes: { status: "absent" },
      reason: "The source says GONE.",
    },
  ];
  manifest.tables = {
    ...manifest.tables,
    treatments: "treatments.csv",
    adverseEvents: "adverse-events.csv",
    observations: "observations.csv",
    images: "images.csv",
    masks: "masks.csv",
  };
  const loud = name === "loud";
  // Only who was scanned on treatment: without that scan a later one would itself be the index day.
  const late = loud ? cohort.filter((s) => isSealed(s) && s.facts.visits.length === 2) : [];
  const day = (s: SyntheticSubject, n: number) => addDays(s.facts.treatmentStart!, n);
  const all: Record<string, string> = {
    ...texts,
    "trial.json": JSON.stringify(manifest),
    "subjects.csv": `key,site,arm,treatmentStart,sex,ageYears,deathOn,lastContactOn,treatmentFailureOn,note\n${cohort
      .map((s) => {
        const { key, site, arm, treatmentStart, sex, ageYears } = s.facts;
        const end = late.includes(s) ? [day(s, 211), day(s, 211), day(s, 130), "died at home"] : ["", "", "", ""];
        return [key, site, arm, treatmentStart, sex, ageYears, ...end].join(",");
      })
      .join("\n")}\n`,
    "treatments.csv": rows("subject,id,kind,name,start,end,lesionsInField", [
      ...cohort.map((s) => [
        s.facts.key,
        "drug",
        "drug",
        "pembrolizumab",
        s.facts.treatmentStart!,
        late.includes(s) ? day(s, 131) : "",
        "",
      ]),
      ...late.map((s) => [s.facts.key, "rescue", "drug", "docetaxel", day(s, 140), "", ""]),
    ]),
    "adverse-events.csv": rows("subject,id,term,grade,start,end,immuneRelated", [
      ...late.map((s) => [s.facts.key, "ae9", "Pneumonitis", "4", day(s, 133), day(s, 170), "yes"]),
      [open.facts.key, "ae1", "Colitis", "2", day(open, 30), "", "yes"],
    ]),
    "observations.csv": rows("subject,date,code,value,unit", [
      ...cohort.map((s) => [s.facts.key, day(s, 0), "LDH", "240", "U/L"]),
      ...late.map((s) => [s.facts.key, day(s, 134), "LDH", "991", "U/L"]),
    ]),
    "images.csv": rows("subject,visit,id,file,modality,description,unit", [
      ...[followed, open].flatMap((s) => [
        [s.facts.key, "BL", "ct", `${s.facts.key}-BL.nii`, "CT", "CT", "HU"],
        ...(late.includes(s) ? [[s.facts.key, "W16", "ct", `${s.facts.key}-W16.nii`, "CT", "CT", "HU"]] : []),
      ]),
    ]),
    "masks.csv": rows("subject,visit,image,lesion,file,label", [
      ...[followed, open].flatMap((s) => [
        [s.facts.key, "BL", "ct", "t1", "mask.nii", "1"],
        ...(late.includes(s) ? [[s.facts.key, "W16", "ct", "t1", "mask.nii", "1"]] : []),
      ]),
    ]),
  };
  for (const [table, more] of [
    [
      "visits.csv",
      late.flatMap((s) => [
        `${s.facts.key},W16,${day(s, 112)},follow-up`,
        `${s.facts.key},W24,${day(s, 168)},unscheduled`,
      ]),
    ],
    ["lesions.csv", late.map((s) => `${s.facts.key},n1,new,liver`)],
    [
      "measurements.csv",
      late.flatMap((s) => [`${s.facts.key},W16,t1,199`, `${s.facts.key},W16,t2,GONE`, `${s.facts.key},W24,n1,31`]),
    ],
    ["biomarkers.csv", late.map((s) => `${s.facts.key},${day(s, 135)},ctDNA-late,77,`)],
  ] as const)
    all[table] += more.map((line) => `${line}\n`).join("");
  const bytes = new Map<string, Uint8Array>(
    Object.entries(all).map(([n, text]) => [n, new TextEncoder().encode(text)]),
  );
  for (const [n, s] of [followed, open].entries()) {
    bytes.set(
      `${s.facts.key}-BL.nii`,
      nifti((at) => (at * 7 + n) % 90),
    );
    if (late.includes(s))
      bytes.set(
        `${s.facts.key}-W16.nii`,
        nifti((at) => (at * 13 + 5) % 70),
      );
  }
  bytes.set(
    "mask.nii",
    nifti((at) => (inLesion(at) ? 1 : 0)),
  );
  return filesOfMap("trial.json", bytes);
}

const rows = (head: string, lines: readonly (readonly string[])[]): string =>
  `${[head, ...lines.map((cells) => cells.join(","))].join("\n")}\n`;

/** What became of a sealed subject, turned round. */
const otherOutcomes = (s: SyntheticSubject): SyntheticSubject["outcomes"] =>
  s.outcomes.map((o) => ({
    ...o,
    timeDays: o.timeDays === null ? null : o.timeDays + 333,
    event: o.event === null ? null : !o.event,
    value: o.value === null ? null : o.value === "PD/SD<C6" ? "CR/PR/SD>=C6" : "PD/SD<C6",
  }));
