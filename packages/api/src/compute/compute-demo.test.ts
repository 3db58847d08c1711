import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { asSystem } from "@nadir/db";
import { type TestDatabase, testDatabase } from "@nadir/db/testing";
import { DEMO_TRIALS } from "@nadir/demo";
import type { CriterionOutcome } from "@nadir/domain";
import { type ObjectStore, openLocalStore } from "@nadir/storage";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { filesOfFolder, folderCustodians, importTrial } from "../intake/index.ts";
import { readVasariMasks } from "../read/read-vasari-masks.ts";
import { type ComputeOutcome, computeTrial } from "./compute-trial.ts";
import { buildResponseCase } from "./response-case.ts";

let database: TestDatabase;
let store: ObjectStore;
let folder: string;
const first = new Map<string, ComputeOutcome>();
const COMPUTED = ["atezolizumab-kinetics", "inspire-pembrolizumab", "imaging-followup-brain", "glioma-parts"];

beforeAll(async () => {
  database = await testDatabase();
  folder = await mkdtemp(join(tmpdir(), "nadir-compute-"));
  store = await openLocalStore(join(folder, "objects"));
  for (const { key, folder: trial } of DEMO_TRIALS) {
    const custodians = folderCustodians(join(folder, "custodians"));
    const files = await filesOfFolder(trial);
    expect((await importTrial({ db: database.db, store, by: "system", files, custodians })).problems).toEqual([]);
    if (COMPUTED.includes(key)) first.set(key, await computeTrial({ db: database.db, store, trialKey: key }));
  }
});
afterAll(async () => {
  await database.close();
  await rm(folder, { recursive: true, force: true });
});

const outcomesOf = async (trial: string, criterion: string): Promise<Map<string, CriterionOutcome>> => {
  const rows = await database.admin`
    select s.key, a.outcome from derived.assessment a join record.subject s on s.id = a.subject_id
      join record.trial t on t.id = a.trial_id where t.key = ${trial} and a.criterion = ${criterion} and a.current`;
  return new Map(rows.map((row) => [row["key"] as string, row["outcome"] as CriterionOutcome]));
};
const labels = (outcome: CriterionOutcome | undefined): string[] =>
  outcome ? outcome.visitOrder.map((visit) => outcome.visits[visit]!.overall) : [];
const flagsOf = async (trial: string, subject: string): Promise<Record<string, string>> => {
  const rows = await database.admin`
    select f.definition, f.result from derived.flag f join record.subject s on s.id = f.subject_id
      join record.trial t on t.id = f.trial_id where t.key = ${trial} and s.key = ${subject} and f.current`;
  return Object.fromEntries(rows.map((row) => [row["definition"], row["result"]]));
};

describe("the cohorts of figures", () => {
  it("every patient is judged by both criteria, and only those", async () => {
    const { assessments, notEvaluable } = first.get("atezolizumab-kinetics")!;
    expect(notEvaluable).toEqual([]);
    expect(assessments).toEqual({ computed: 1256, reused: 0 });
    expect(first.get("inspire-pembrolizumab")!.assessments).toEqual({ computed: 128, reused: 0 });
  });

  it("a patient's labels follow from the source's figures", async () => {
    const recist = await outcomesOf("atezolizumab-kinetics", "recist-1.1");
    // S1-0001: 33, 33, 32, 37, 49 mm. 49 is 17 mm (53 %) over the nadir of 32.
    expect(labels(recist.get("S1-0001"))).toEqual(["SD", "SD", "SD", "PD"]);
    // S1-0002: 12, 8, 6, 6, 5, 4 mm: response from the first scan on.
    expect(labels(recist.get("S1-0002"))).toEqual(["PR", "PR", "PR", "PR", "PR"]);
    expect(recist.get("S1-0002")!.bestOverall).toEqual({ unconfirmed: "PR", confirmed: "PR" });
  });

  it("INSPIRE: the derived sums give back the published percentages, and the published responders respond", async () => {
    const recist = await outcomesOf("inspire-pembrolizumab", "recist-1.1");
    const rows = await database.admin`
      select s.key as subject, v.key as visit, m.source_value as told from record.measurement m
        join record.visit v on v.id = m.visit_id join record.subject s on s.id = m.subject_id
        join record.trial t on t.id = m.trial_id where t.key = 'inspire-pembrolizumab' and m.source_value like '%\\%%'`;
    expect(rows.length).toBe(165);
    for (const row of rows) {
      const percent = recist.get(row["subject"] as string)!.visits[row["visit"] as string]!.size.percentFromBaseline;
      expect(percent).toBeCloseTo(Number.parseFloat(row["told"] as string), 6);
    }
    const published = await database.admin`
      select s.key from record.outcome o join record.subject s on s.id = o.subject_id join record.trial t on t.id = o.trial_id
       where t.key = 'inspire-pembrolizumab' and o.endpoint = 'orr' and o.value = 'CR/PR'`;
    expect(published.length).toBeGreaterThan(0);
    for (const { key } of published) expect(["PR", "CR"]).toContain(recist.get(key as string)!.bestOverall.unconfirmed);
  });
});

describe("glioma with simulated courses", () => {
  it("shows the response that each course was made to show", async () => {
    const rano = await outcomesOf("imaging-followup-brain", "rano-2.0");
    expect(labels(rano.get("BRN-001"))).toEqual(["pPD", "SD", "PR", "PR"]);
    expect(labels(rano.get("BRN-002"))).toEqual(["SD", "PD", "PD"]);
    expect(labels(rano.get("BRN-003"))).toEqual(["SD", "PR", "PR"]);
    expect((await flagsOf("imaging-followup-brain", "BRN-001"))["pseudoprogression/rano-2.0"]).toBe("yes");
    expect((await flagsOf("imaging-followup-brain", "BRN-002"))["pseudoprogression/rano-2.0"]).toBe("no");
  });

  it("has features for every mask and changes from baseline and from scan to scan", async () => {
    const { features, deltas } = first.get("imaging-followup-brain")!;
    expect(features).toMatchObject({ computed: 13, reused: 0, refused: [] });
    // 3 courses of 5, 4 and 4 scans: n − 1 from baseline and n − 2 from scan to scan each.
    expect(deltas).toEqual({ computed: 7 + 5 + 5, reused: 0 });
    const [row] = await database.admin`
      select d.values from derived.feature_delta d join record.visit f on f.id = d.from_visit_id join record.visit t on t.id = d.to_visit_id
        join record.subject s on s.id = d.subject_id where s.key = 'BRN-002' and f.key = 'D-3' and t.key = 'D147'`;
    const volume = (row!["values"] as { rows: { id: string; relative: number; days: number }[] }).rows.find(
      (r) => r.id === "morph_vol_approx",
    )!;
    expect(volume.days).toBe(150);
    // The truth: the course asks for a linear scale of 1.45.
    expect(Math.abs(volume.relative - (1.45 ** 3 - 1))).toBeLessThan(0.5);
  });
});

describe("glioma with parts", () => {
  it("has the shares of the balls that were painted, and answers the form where the labels tell parts apart", async () => {
    const { features, deltas } = first.get("glioma-parts")!;
    // Three masks, each the lesion and its parts; one patient has two scans.
    expect(features).toMatchObject({ computed: 6, refused: [] });
    expect(deltas.computed).toBe(2);
    const patient = (subject: string) =>
      asSystem(database.db, "read a patient", async ({ sql }) => {
        const [row] = await sql<
          { id: string }[]
        >`select id from record.subject where key = ${subject} and superseded_at is null`;
        return row!.id;
      });
    const masks = async (subject: string) => {
      const id = await patient(subject);
      return asSystem(database.db, "read masks", (tx) => readVasariMasks(tx, id, "system", "full"));
    };
    const [baseline] = (await masks("PRT-001")).vasariMasks;
    const share = (id: string) => baseline!.answers.find((a) => a.id === id)!.measured!;
    // Balls of 9, 15 and 22 mm; slices of 6.5 mm round them coarsely.
    expect(Math.abs(share("f7") / (9 / 22) ** 3 - 1)).toBeLessThan(0.15);
    expect(Math.abs(share("f5") / ((15 ** 3 - 9 ** 3) / 22 ** 3) - 1)).toBeLessThan(0.15);
    expect(Math.abs(share("f14") / (1 - (15 / 22) ** 3) - 1)).toBeLessThan(0.15);
    const [joined] = (await masks("PRT-002")).vasariMasks;
    expect(joined!.answers.find((a) => a.id === "f9")).toMatchObject({ code: 2, measured: 2 });
    expect(joined!.answers.find((a) => a.id === "f14")).toMatchObject({
      code: null,
      reason: "label 2 holds non-enhancing and oedema together",
    });
  });
});

describe("sarcoma with simulated courses", () => {
  const labelsOf = async (subject: string, criterion: string): Promise<string[]> => {
    const { assess } = await import("@nadir/response");
    const document = await asSystem(database.db, "read a course", async (tx) => {
      const [row] = await tx.sql<
        { id: string }[]
      >`select id from record.subject where key = ${subject} and superseded_at is null`;
      return buildResponseCase(tx, row!.id);
    });
    return labels(assess(document, criterion));
  };

  it.each([
    ["IMG-001", "irecist", ["iSD", "iPR", "iPR"]],
    ["IMG-002", "irecist", ["iSD", "iSD"]],
    ["IMG-003", "irecist", ["iSD", "iUPD", "iCPD"]],
    ["IMG-004", "irecist", ["iUPD", "iSD", "iPR", "iPR"]],
    ["IMG-004", "recist-1.1", ["PD", "PD", "PD", "PD"]],
    ["IMG-005", "irecist", ["iUPD", "iCPD"]],
    ["IMG-006", "irecist", ["iSD", "iUPD", "iCPD"]],
  ])("%s by %s: %j", async (subject, criterion, expected) => {
    expect(await labelsOf(subject, criterion)).toEqual(expected);
  });
});

describe("a second run", () => {
  it.each(COMPUTED)("%s: computes nothing and writes nothing", async (key) => {
    const before =
      await database.admin`select (select count(*) from derived.feature_vector) as v, (select count(*) from derived.assessment) as a, (select count(*) from derived.flag) as f`;
    const again = await computeTrial({ db: database.db, store, trialKey: key });
    const was = first.get(key)!;
    for (const kind of ["features", "deltas", "assessments", "flags"] as const)
      expect([kind, again[kind].computed, again[kind].reused]).toEqual([kind, 0, was[kind].computed]);
    const after =
      await database.admin`select (select count(*) from derived.feature_vector) as v, (select count(*) from derived.assessment) as a, (select count(*) from derived.flag) as f`;
    expect(after).toEqual(before);
  });

  it("after a correction: judges that patient anew, keeps the old result, and one is current", async () => {
    const key = "S1-0003";
    await database.admin`
      update record.measurement m set longest_mm = 5, document = jsonb_set(m.document, '{longestMm}', '5'), content_hash = repeat('a', 64), reason = 'test'
        from record.visit v join record.subject s on s.id = v.subject_id
       where v.id = m.visit_id and s.key = ${key} and v.key = 'D39' and m.superseded_at is null`;
    const again = await computeTrial({ db: database.db, store, trialKey: "atezolizumab-kinetics" });
    expect(again.assessments).toEqual({ computed: 2, reused: 1254 });
    const rows = await database.admin`
      select a.current from derived.assessment a join record.subject s on s.id = a.subject_id
       where s.key = ${key} and a.criterion = 'recist-1.1' order by a.current`;
    expect(rows.map((row) => row["current"])).toEqual([false, true]);
    expect(labels((await outcomesOf("atezolizumab-kinetics", "recist-1.1")).get(key))[0]).toBe("PR");
  });
});
