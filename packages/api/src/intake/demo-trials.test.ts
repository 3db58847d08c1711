import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { asPerson } from "@nadir/db";
import { type TestDatabase, testDatabase } from "@nadir/db/testing";
import { DEMO_TRIALS } from "@nadir/demo";
import { openLocalStore } from "@nadir/storage";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { plantPerson } from "../read/testing/plant-trial.ts";
import { readWork } from "../worklist/index.ts";
import { folderCustodians } from "./custodians.ts";
import { type ImportOutcome, importTrial } from "./import-trial.ts";
import { filesOfFolder } from "./trial-files.ts";

let database: TestDatabase;
let folder: string;
const outcomes = new Map<string, ImportOutcome>();

beforeAll(async () => {
  database = await testDatabase();
  folder = await mkdtemp(join(tmpdir(), "nadir-demo-"));
  const store = await openLocalStore(join(folder, "objects"));
  for (const { key, folder: trial } of DEMO_TRIALS) {
    const outcome = await importTrial({
      db: database.db,
      store,
      by: "system",
      files: await filesOfFolder(trial),
      custodians: folderCustodians(join(folder, "custodians")),
    });
    outcomes.set(key, outcome);
  }
});
afterAll(async () => {
  await database.close();
  await rm(folder, { recursive: true, force: true });
});

const newRows = (key: string): Record<string, number> =>
  Object.fromEntries(
    Object.entries(outcomes.get(key)!.counts)
      .filter(([, c]) => c.new > 0)
      .map(([table, c]) => [table, c.new]),
  );

describe("the bundled trials", () => {
  it.each(DEMO_TRIALS)("$key is sound", ({ key }) => {
    const { problems, warnings, trialKey } = outcomes.get(key)!;
    expect({ problems, warnings, trialKey }).toEqual({ problems: [], warnings: [], trialKey: key });
  });

  it("atezolizumab: 628 patients, 3,599 measurements, every awkward value by a written rule", async () => {
    expect(newRows("atezolizumab-kinetics")).toEqual({
      trial: 1,
      site: 3,
      arm: 11,
      subject: 628,
      visit: 3595,
      lesion: 628,
      measurement: 3599,
    });
    expect(outcomes.get("atezolizumab-kinetics")!.ruleCounts).toEqual({
      "not-evaluable": 27,
      "too-small": 26,
      blank: 3,
    });
    const [row] = await database.admin`
      select count(distinct m.subject_id) filter (where v.role = 'baseline')::int as baselines,
             count(*) filter (where m.reader = 'source-repeated-row')::int as repeated,
             count(*) filter (where m.status is not null and m.source_value is null)::int as unexplained
        from record.measurement m join record.visit v on v.id = m.visit_id join record.trial t on t.id = m.trial_id
       where t.key = 'atezolizumab-kinetics'`;
    expect(row).toEqual({ baselines: 628, repeated: 4, unexplained: 0 });
  });

  it("INSPIRE: 64 patients of cohorts A to D, the outcomes of D under seal", async () => {
    expect(newRows("inspire-pembrolizumab")).toEqual({
      trial: 1,
      site: 1,
      arm: 4,
      subject: 64,
      visit: 234,
      lesion: 64,
      measurement: 234,
      biomarker: 282,
      treatment: 64,
      outcome: 208,
    });
    expect(outcomes.get("inspire-pembrolizumab")!.ruleCounts).toEqual({ "blank-change": 5 });
    expect(outcomes.get("inspire-pembrolizumab")!.sealed).toEqual({
      "cohort-D": { members: 12, added: 48, changed: 0, unchanged: 0 },
    });
    const arms = await database.admin`
      select a.key, count(distinct s.id)::int as subjects, count(o.id)::int as outcomes
        from record.subject s join record.arm a on a.id = s.arm_id join record.trial t on t.id = s.trial_id
        left join record.outcome o on o.subject_id = s.id
       where t.key = 'inspire-pembrolizumab' group by a.key order by a.key`;
    expect(arms.map((a) => [a["key"], a["subjects"], a["outcomes"]])).toEqual([
      ["A", 16, 64],
      ["B", 18, 72],
      ["C", 18, 72],
      ["D", 12, 0],
    ]);
  });

  it("INSPIRE: survival agrees with R's summary of the source (64 records, 44 deaths, median 10.5133 months)", async () => {
    const rows = await database.admin`
      select o.event from record.outcome o join record.trial t on t.id = o.trial_id
       where t.key = 'inspire-pembrolizumab' and o.endpoint = 'os' and o.event`;
    // 44 deaths in all; cohort D, which is sealed, has 4 of them (D-002, D-007, D-008, D-011).
    expect(rows.length).toBe(40);
    const [median] = await database.admin`
      select time_days from record.outcome o join record.subject s on s.id = o.subject_id
       where s.key = 'INS-B-020' and endpoint = 'os'`;
    expect(median!["time_days"]).toBe(192);
  });

  it("imaging: real baselines, simulated follow-ups, marked in visit and image", async () => {
    expect(newRows("imaging-followup")).toMatchObject({ subject: 6, visit: 24, image: 37, mask: 43, measurement: 30 });
    expect(newRows("imaging-followup-brain")).toMatchObject({
      subject: 3,
      visit: 13,
      image: 13,
      mask: 13,
      measurement: 13,
    });
    const rows = await database.admin`
      select v.simulated, i.simulated as image, v.document ->> 'note' as note
        from record.image i join record.visit v on v.id = i.visit_id`;
    for (const row of rows) {
      expect(row["image"]).toBe(row["simulated"]);
      expect(row["note"]).toMatch(
        row["simulated"] ? /simulated follow-up of a real scan|with a simulated second lesion/ : /^real scan/,
      );
    }
  });

  it("imaging: by its simulated schedule visits are due and late on day 175, the last of the record", async () => {
    const [trial] = await database.admin<{ id: string }[]>`select id from record.trial where key = 'imaging-followup'`;
    await plantPerson(database.db, trial!.id, "coordinator");
    const [work] = await asPerson(database.db, "coordinator", (tx) =>
      readWork(tx, "coordinator", { asOf: "2026-01-01", trial: "imaging-followup", kind: "visit" } as never),
    );
    // Week 24 is open from day 161 to 175; nobody came for it but IMG-001 (day 168) and IMG-004 (day 175). IMG-005 has no visit
    // after day 70, so that week 16 (days 105 to 119) is late.
    expect(work!.items.map(({ subject, state, from }) => `${subject} ${state} ${from}`).sort()).toEqual([
      "IMG-002 due 2000-06-10",
      "IMG-003 due 2000-06-10",
      "IMG-005 due 2000-06-10",
      "IMG-005 overdue 2000-04-15",
      "IMG-006 due 2000-06-10",
    ]);
  });
});
