import { randomUUID } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { asPerson, verifyAudit } from "@nadir/db";
import { type TestDatabase, testDatabase } from "@nadir/db/testing";
import { type ObjectStore, openLocalStore } from "@nadir/storage";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { folderCustodians } from "../intake/custodians.ts";
import { importTrial } from "../intake/import-trial.ts";
import { altered, filesOf, smallTrial, type TrialText } from "../intake/testing/small-trial.ts";
import { plantPerson } from "../read/testing/plant-trial.ts";
import { enter } from "./enter.ts";
import type { EntryOutcome, EntryRequest, EntryRow } from "./entry-shape.ts";
import { previewPaste } from "./paste-table.ts";

let test: TestDatabase;
let store: ObjectStore;
let folder: string;
const TRIAL = "small-trial";
let trialId: string;
let north: string;
beforeAll(async () => {
  test = await testDatabase();
  folder = await mkdtemp(join(tmpdir(), "nadir-entry-"));
  store = await openLocalStore(join(folder, "objects"));
  await bring(smallTrial());
  const [row] = await test.admin<{ id: string; north: string }[]>`
    select t.id, s.id as north from record.trial t join record.site s on s.trial_id = t.id
     where s.key = 'north' and t.superseded_at is null`;
  trialId = row!.id;
  north = row!.north;
  await plantPerson(test.db, trialId, "coordinator");
  await plantPerson(test.db, trialId, "coordinator", north, "north-coordinator");
  await plantPerson(test.db, trialId, "board");
});
afterAll(async () => {
  await test.close();
  await rm(folder, { recursive: true, force: true });
});

const bring = (trial: TrialText) =>
  importTrial({
    db: test.db,
    store,
    by: "system",
    files: filesOf(trial),
    dryRun: false,
    custodians: folderCustodians(join(folder, "custodians")),
  });
const asked = (rows: EntryRow[], rest: Partial<EntryRequest> = {}): EntryRequest => ({
  entry: randomUUID(),
  trial: TRIAL,
  rows,
  ...rest,
});
const record = (rows: EntryRow[], rest: Partial<EntryRequest> = {}, person = "coordinator") =>
  enter(test.db, person, asked(rows, rest), false);
const row = (table: EntryRow["table"], cells: Record<string, string>, of?: EntryRow["of"]): EntryRow => ({
  table,
  cells,
  ...(of ? { of } : {}),
});
/** The live row of that key, of the first subject that has one: never S3, whom other tests correct. */
const live = async (table: string, key: string) => {
  const [found] = await test.admin<{ id: string; version: number; document: Record<string, unknown> }[]>`
    select id, version, document from ${test.admin(`record.${table}`)}
     where superseded_at is null and (document ->> 'id' = ${key} or document ->> 'key' = ${key})
     order by document ->> 'subject'`;
  return found!;
};
const count = async (table: string): Promise<number> => {
  const [found] = await test.admin<{ n: number }[]>`
    select count(*)::int as n from ${test.admin(`record.${table}`)} where superseded_at is null`;
  return found!.n;
};

describe("entry by hand", () => {
  it("enrols a patient with a whole visit in one transaction", async () => {
    const outcome = await record([
      row("subjects", { key: "S9", site: "north", arm: "B", treatmentStart: "2024-05-02", sex: "female" }),
      row("visits", { subject: "S9", id: "base", date: "2024-05-01", role: "baseline", ecog: "1" }),
      row("lesions", { subject: "S9", id: "T1", role: "target", organ: "liver" }),
      row("measurements", { subject: "S9", visit: "base", lesion: "T1", longestMm: "31.5" }),
      row("observations", { subject: "S9", date: "2024-05-01", code: "LDH", value: "4.1", unit: "ukat/L" }),
      row("observations", { subject: "S9", date: "2024-05-01", code: "LDH", value: "4.3", unit: "ukat/L" }),
      row("treatments", {
        subject: "S9",
        id: "rt",
        kind: "radiotherapy",
        name: "SBRT",
        start: "2024-05-03",
        lesionsInField: "T1",
      }),
      row("adverseEvents", {
        subject: "S9",
        id: "ae",
        term: "Colitis",
        grade: "2",
        start: "2024-05-20",
        immuneRelated: "yes",
      }),
    ]);
    expect(outcome.problems).toEqual([]);
    expect(outcome).toMatchObject({ isRecorded: true, isRepeated: false, counts: { new: 8, changed: 0 } });
    expect((await live("subject", "S9")).document).toMatchObject({ site: "north", sex: "female" });
    const values = await test.admin<{ value: number; ordinal: number; recorded_by: string }[]>`
      select value, ordinal, recorded_by from record.observation o where document ->> 'subject' = 'S9' order by ordinal`;
    expect(values.map(({ value, ordinal }) => [ordinal, value])).toEqual([
      [0, 4.1],
      [1, 4.3],
    ]);
    expect(values[0]?.recorded_by).toBe("coordinator");
  });

  it("writes what an import of the same rows would find unchanged", async () => {
    const files = smallTrial();
    const withVisit = altered(files, "visits.csv", "S2,wk8,", "S2,wk16,2024-05-22,follow-up,1,\nS2,wk8,");
    const entered = await record([
      row("visits", { subject: "S2", id: "wk16", date: "2024-05-22", role: "follow-up", ecog: "1" }),
    ]);
    expect(entered.isRecorded).toBe(true);
    const imported = await bring(withVisit);
    expect(imported.problems).toEqual([]);
    expect(imported.counts.visit).toMatchObject({ new: 0, changed: 0 });
  });

  it("refuses by the same words as an import, all faults together, and writes nothing", async () => {
    const before = await count("visit");
    const cells = { subject: "S1", id: "wk16", date: "06.05.2024", role: "followup" };
    const { problems, isRecorded, rows } = await record([
      row("visits", cells),
      row("visits", { subject: "S1", id: "wk24", date: "2024-01-02", role: "follow-up" }),
      row("measurements", { subject: "S1", visit: "wk24", lesion: "T7", longestMm: "12,5" }),
      row("visits", { subject: "S1", id: "ok", date: "2024-07-01", role: "follow-up" }),
    ]);
    expect(isRecorded).toBe(false);
    expect(rows.map(({ kind }) => kind)).toEqual(["refused", "new", "refused", "new"]);
    expect(problems.map(({ code, where }) => [code, where?.row, where?.column])).toEqual(
      expect.arrayContaining([
        ["NOT_A_DAY", 1, "date"],
        ["BAD_VALUE", 1, "role"],
        ["DECIMAL_COMMA", 3, "longestMm"],
        ["UNKNOWN_REFERENCE", 3, "lesion"],
        ["REVERSED_ORDER", 2, "date"],
      ]),
    );
    expect(await count("visit")).toBe(before);
    const imported = await bring(
      altered(smallTrial(), "visits.csv", "S2,base,", "S1,wk16,06.05.2024,followup,,\nS2,base,"),
    );
    const sentence = (message: string) => message.replace(/^.*, column /, "");
    const own = problems.filter(({ where }) => where?.row === 1).map(({ message }) => sentence(message));
    expect(imported.problems.map(({ message }) => sentence(message))).toEqual(expect.arrayContaining(own));
  });

  it("takes no day that lies ahead, typed or pasted", async () => {
    const before = await count("visit");
    const typed = await record([
      row("visits", { subject: "S1", id: "late", date: "2999-09-12", role: "follow-up" }),
      row("adverseEvents", { subject: "S1", id: "end", term: "Death", grade: "5", start: "2999-01-01" }),
    ]);
    const told = ({ problems }: EntryOutcome) => problems.map(({ code, where }) => [code, where?.row, where?.column]);
    expect(typed.isRecorded).toBe(false);
    expect(told(typed)).toEqual([
      ["DAY_AHEAD", 1, "date"],
      ["DAY_AHEAD", 2, "start"],
    ]);
    expect(await count("visit")).toBe(before);
    const text = "subject,date,code,value,unit\nS1,2999-01-05,LDH,251,U/L\n";
    const pasted = await previewPaste(test.db, "coordinator", { trial: TRIAL, table: "observations", text });
    expect(told(pasted.outcome)).toEqual([["DAY_AHEAD", 2, "date"]]);
  });

  it("speaks of no manifest where a word stands for a figure: what is typed has none", async () => {
    const { problems } = await record([
      row("visits", { subject: "S1", id: "ok", date: "2024-07-01", role: "follow-up", ecog: "good" }),
    ]);
    expect(problems.map(({ message }) => message)).toEqual([
      expect.stringMatching(/'good' is not a number; write digits with a decimal point, as 12\.5\.$/),
    ]);
  });

  it("corrects as a new version with its reason, keeping what was not typed, and refuses a stale tab", async () => {
    const seen = await live("visit", "wk8");
    const subject = String(seen.document["subject"]);
    const change = (ecog: string, version: number) =>
      record([row("visits", { subject, id: "wk8", ecog }, { id: seen.id, version })], { reason: "typing error" });
    const without = await record([
      row("visits", { subject, id: "wk8", ecog: "2" }, { id: seen.id, version: seen.version }),
    ]);
    expect(without.problems.map(({ code }) => code)).toEqual(["REASON_MISSING"]);
    expect((await change("2", seen.version)).counts).toMatchObject({ changed: 1 });
    const after = await live("visit", "wk8");
    expect(after).toMatchObject({ version: seen.version + 1, document: { ...seen.document, ecog: 2 } });
    const late = await change("3", seen.version);
    expect(late.isRecorded).toBe(false);
    expect(late.problems[0]).toMatchObject({ code: "STALE" });
    expect(late.problems[0]?.message).toMatch(
      /was changed on .* after this page was opened .*Look at what stands there now/,
    );
    expect((await live("visit", "wk8")).document["ecog"]).toBe(2);
  });

  it("records an entry that is sent twice once, also at the same moment", async () => {
    const request = asked([
      row("observations", { subject: "S3", date: "2024-03-02", code: "CRP", value: "12", unit: "mg/L" }),
    ]);
    const both = await Promise.all([
      enter(test.db, "coordinator", request, false),
      enter(test.db, "coordinator", request, false),
    ]);
    expect(both.map(({ isRepeated }) => isRepeated).sort()).toEqual([false, true]);
    const [found] = await test.admin<{ n: number }[]>`
      select count(*)::int as n from record.observation where code = 'CRP' and document ->> 'subject' = 'S3'`;
    expect(found?.n).toBe(1);
    const other = {
      ...request,
      rows: [row("observations", { subject: "S3", date: "2024-03-02", code: "CRP", value: "13" })],
    };
    await expect(enter(test.db, "coordinator", other, false)).rejects.toMatchObject({
      problems: [{ code: "ENTRY_REUSED" }],
    });
  });

  it("does not take a row that is on record for a new one, but shows in a preview what it would change", async () => {
    const rows = [row("visits", { subject: "S3", id: "wk8", date: "2024-05-01", role: "follow-up", ecog: "0" })];
    const blind = await record(rows);
    expect(blind.problems[0]).toMatchObject({ code: "ALREADY_RECORDED", where: { row: 1 } });
    const preview = await enter(test.db, "coordinator", asked(rows), true);
    expect(preview).toMatchObject({ isRecorded: false, problems: [] });
    expect(preview.rows[0]).toMatchObject({
      kind: "changed",
      fields: [{ field: "date", from: "2024-04-30", to: "2024-05-01" }],
    });
    const same = await record([
      row("visits", { subject: "S3", id: "wk8", date: "2024-04-30", role: "follow-up", ecog: "0" }),
    ]);
    expect(same).toMatchObject({ isRecorded: true, counts: { unchanged: 1, new: 0, changed: 0 } });
  });

  it("holds a correction against the rest of the course", async () => {
    const seen = await test.admin<{ id: string; version: number }[]>`
      select id, version from record.visit where document ->> 'subject' = 'S3' and key = 'base' and superseded_at is null`;
    const moved = await record([row("visits", { subject: "S3", id: "base", date: "2024-06-01" }, seen[0])], {
      reason: "wrong month",
    });
    expect(moved.problems.map(({ code, message }) => [code, message])).toEqual([
      [
        "REVERSED_ORDER",
        expect.stringContaining("the follow-up of 2024-04-30 does not lie after the baseline of 2024-06-01"),
      ],
    ]);
  });

  it("takes no figure that is computed from a mask, corrected or new; a reader's own stands beside it", async () => {
    const header = "subject,visit,lesion,reader,method,longestMm,volumeMm3";
    const files = { ...smallTrial(), "measurements.csv": `${header}\nS3,wk8,T1,derived,derived-from-mask,25.8,8800\n` };
    expect((await bring(files)).problems).toEqual([]);
    const derived = () =>
      test.admin<{ id: string; version: number; document: Record<string, unknown> }[]>`
        select id, version, document from record.measurement
         where superseded_at is null and document ->> 'method' = 'derived-from-mask'`;
    const [seen] = await derived();
    const cells = { subject: "S3", visit: "wk8", lesion: "T1", reader: "derived", method: "derived-from-mask" };
    const of = { id: seen!.id, version: seen!.version };
    const reason = "measured again";
    const attempts = [
      await record([row("measurements", { ...cells, longestMm: "27" }, of)], { reason }),
      await record([row("measurements", { subject: "S3", longestMm: "27" }, of)], { reason }),
      await record([row("measurements", { ...cells, longestMm: "27" })]),
      await record([row("measurements", { ...cells, visit: "wk16", longestMm: "33" })]),
      await enter(test.db, "coordinator", asked([row("measurements", { ...cells, longestMm: "27" })]), true),
    ];
    for (const { isRecorded, problems } of attempts) {
      expect(isRecorded).toBe(false);
      expect(problems.map(({ code, where }) => [code, where?.column])).toEqual([["FIGURE_COMPUTED", "method"]]);
      expect(problems[0]?.message).toContain("correct the mask, or enter what a reader read as new measurements");
    }
    const renamed = await record([row("measurements", { ...cells, method: "entered", longestMm: "27" }, of)], {
      reason,
    });
    expect(renamed.problems.map(({ code }) => code)).toEqual(["KEY_CHANGED"]);
    expect(await derived()).toEqual([seen]);

    const same = await record([row("measurements", { ...cells, longestMm: "25.8", volumeMm3: "8800" }, of)]);
    expect(same).toMatchObject({ problems: [], counts: { unchanged: 1 } });
    const read = await record([
      row("measurements", { subject: "S3", visit: "wk8", lesion: "T1", reader: "r2", longestMm: "27" }),
    ]);
    expect(read).toMatchObject({ problems: [], counts: { new: 1 } });
    const gone = await record([{ ...row("measurements", { subject: "S3" }, of), isRetracted: true }], { reason });
    expect(gone).toMatchObject({ problems: [], counts: { retracted: 1 } });
  });

  it("retracts a value that was entered in error, with its reason", async () => {
    const [seen] = await test.admin<{ id: string; version: number }[]>`
      select id, version from record.observation where code = 'CRP' and superseded_at is null`;
    const gone = await record([{ ...row("observations", { subject: "S3" }, seen), isRetracted: true }], {
      reason: "another patient's",
    });
    expect(gone).toMatchObject({ problems: [], counts: { retracted: 1 } });
    const [left] = await test.admin<{ n: number }[]>`
      select count(*)::int as n from record.observation where code = 'CRP' and superseded_at is null`;
    expect(left?.n).toBe(0);
    const visit = await live("visit", "wk16");
    const refused = await record(
      [{ ...row("visits", { subject: String(visit.document["subject"]) }, visit), isRetracted: true }],
      { reason: "x" },
    );
    expect(refused.problems[0]?.code).toBe("NOT_RETRACTABLE");
  });

  it("seals a patient enrolled into a sealed arm before anything of the patient is written", async () => {
    const [set] = await test.admin<{ id: string; rule: { arms: string[] } }[]>`select id, rule from sealed.test_set`;
    expect(set?.rule.arms).toEqual(["B"]);
    const members = await test.admin<{ key: string; day: string }[]>`
      select s.key, m.index_day::text as day from sealed.member m join record.subject s on s.id = m.subject_id order by 1`;
    expect(members.map(({ key }) => key)).toContain("S9");
  });

  it("does not tell the others of the entry as if they were all patients of the trial", async () => {
    const crp = (subject: string) => row("observations", { subject, date: "2024-03-02", code: "CRP", value: "1" });
    const { problems } = await record([crp("S2"), crp("NOBODY-77")]);
    const [told] = problems.filter(({ code }) => code === "UNKNOWN_REFERENCE");
    expect(told?.message).toContain("'NOBODY-77' is not a patient of this trial");
    expect(told?.message).not.toContain("Known:");
  });

  it("is for who enters data, at their sites", async () => {
    const rows = [row("observations", { subject: "S2", date: "2024-03-02", code: "CRP", value: "1" })];
    const elsewhere = await record(rows, {}, "north-coordinator");
    expect(elsewhere.problems[0]).toMatchObject({ code: "UNKNOWN_REFERENCE" });
    await expect(record(rows, {}, "board")).rejects.toMatchObject({ problems: [{ code: "NOT_ALLOWED" }] });
    const taken = record([row("subjects", { key: "S2", site: "north", arm: "A" })], {}, "north-coordinator");
    await expect(taken).rejects.toMatchObject({ problems: [{ code: "KEY_TAKEN" }] });
    const south = record([row("subjects", { key: "S77", site: "south", arm: "A" })], {}, "north-coordinator");
    await expect(south).rejects.toMatchObject({ name: "Refusal" });
    const own = await record(
      [row("observations", { subject: "S1", date: "2024-03-02", code: "CRP", value: "1" })],
      {},
      "north-coordinator",
    );
    expect(own.isRecorded).toBe(true);
  });

  it("stands in the log, which holds", async () => {
    const entries = await asPerson(test.db, "coordinator", ({ sql }) => sql`select id from record.entry`);
    expect(entries.length).toBeGreaterThan(4);
    expect(await verifyAudit(test.db)).toMatchObject({ ok: true });
  });
});
