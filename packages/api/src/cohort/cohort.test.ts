import { asPerson, asSystem } from "@nadir/db";
import { type TestDatabase, testDatabase } from "@nadir/db/testing";
import { hashOf } from "@nadir/domain";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { plantLaterScan, plantMolecular, SEALED, seal } from "../radiogenomics/testing/plant-molecular.ts";
import { type PlantedTrial, plantPerson, plantTrial } from "../read/testing/plant-trial.ts";
import {
  cohortFeatures,
  cohortPage,
  cohortQuery,
  cohortResponses,
  cohortSurvival,
  featureQuery,
  readCohortFeatures,
  readCohortPage,
  readCohortResponses,
  readCohortSurvival,
} from "./index.ts";
import { responseTable } from "./response-table.ts";

/**
 * Of P-n the stored assessment has one visit 60 days after baseline (51 of treatment) with a change of −2n %, PR unconfirmed
 * and SD confirmed. All die on day 326 but P-2 and P-12, last seen on day 112. P-11 and P-12 are sealed.
 */
let test: TestDatabase;
let trial: PlantedTrial;
beforeAll(async () => {
  test = await testDatabase();
  trial = await plantTrial(test.db);
  await plantMolecular(test.db, trial);
  // The planted markers have their figures in the document alone.
  await test.admin`update record.biomarker set value = (document ->> 'value')::float8, reason = 'test'`;
  await seal(test.db, trial, "held-out", SEALED);
  for (const role of ["coordinator", "reader", "statistician"]) await plantPerson(test.db, trial.id, role);
  await plantPerson(test.db, trial.id, "coordinator", trial.sites.north, "north-coordinator");
});
afterAll(() => test.close());

const as = <T>(person: string, work: Parameters<typeof asPerson<T>>[2]) => asPerson(test.db, person, work);
const responses = async (person: string, wish: object = {}) =>
  cohortResponses.parse(
    await as(person, (tx) => readCohortResponses(tx, person, cohortQuery.parse({ trial: trial.key, ...wish }))),
  );
const survival = async (person: string, wish: object = {}) =>
  cohortSurvival.parse(await as(person, (tx) => readCohortSurvival(tx, person, { trial: trial.key, ...wish })));
const features = async (person: string, wish: object = {}) =>
  cohortFeatures.parse(
    await as(person, (tx) => readCohortFeatures(tx, person, featureQuery.parse({ trial: trial.key, ...wish }))),
  );

describe("the courses of a cohort", () => {
  it("gives each patient's change, visits, treatment and times, in days", async () => {
    const found = await responses("coordinator");
    expect(found).toMatchObject({
      criterion: "recist-1.1",
      unit: "mm",
      thresholds: { response: -30, progression: 20 },
      withheld: 0,
      arms: [
        { value: "Arm A", patients: 6 },
        { value: "Arm B", patients: 6 },
      ],
    });
    expect(found.patients).toHaveLength(12);
    expect(found.patients.find(({ subject }) => subject === "P-3")).toEqual({
      subject: "P-3",
      site: "North hospital",
      arm: "Arm A",
      best: "SD",
      bestChange: -6,
      noChange: null,
      baseline: 50,
      simulated: false,
      // 2024-01-01 to 2024-03-01 are 60 days, from 2024-01-10 on 51.
      visits: [
        {
          visit: "FU1",
          day: 60,
          dayOfTreatment: 51,
          overall: "PR",
          changePercent: -6,
          newLesions: false,
          nadir: true,
        },
      ],
      treatments: [{ kind: "drug", name: "pembrolizumab", from: 0, to: null }],
      end: 326,
      death: 326,
      progression: null,
      pfs: { days: 51, event: false, rule: expect.stringContaining("last evaluable scan") },
      os: { days: 326, event: true, rule: "Death of any cause." },
    });
    expect(found.patients.find(({ subject }) => subject === "P-2")).toMatchObject({
      end: 112,
      death: null,
      os: { days: 112, event: false },
    });
  });

  it("counts by arm and all together, with the exact limits", async () => {
    const { table } = await responses("coordinator", { best: "unconfirmed" });
    expect(table.map(({ arm, patients }) => [arm, patients])).toEqual([
      ["Arm A", 6],
      ["Arm B", 6],
      [null, 12],
    ]);
    // All respond: the lower limit of Clopper and Pearson is 0.025^(1/n), the upper 1.
    expect(table[0]!.objectiveResponse!.lower).toBeCloseTo(0.025 ** (1 / 6), 10);
    expect(table[2]!.objectiveResponse).toMatchObject({ count: 12, estimate: 1, upper: 1 });
    expect(table[2]!.objectiveResponse!.lower).toBeCloseTo(0.025 ** (1 / 12), 10);
    const confirmed = (await responses("coordinator")).table;
    expect(confirmed[2]).toMatchObject({ categories: [{ category: "SD", patients: 12 }] });
    // Nobody responds: the upper limit is 1 − 0.025^(1/12); stable disease is control all the same.
    expect(confirmed[2]!.objectiveResponse!.upper).toBeCloseTo(1 - 0.025 ** (1 / 12), 10);
    expect(confirmed[2]!.diseaseControl!.count).toBe(12);
  });

  it("is narrowed by arm, site and choice, table and patients alike", async () => {
    const one = await responses("coordinator", { arm: "Arm B", site: "South hospital", only: ["P-8", "P-9", "P-1"] });
    expect(one.patients.map(({ subject }) => subject)).toEqual(["P-8"]);
    expect(one.table.map(({ patients }) => patients)).toEqual([1]);
    expect(one.arms).toHaveLength(2);
  });

  it("shows a person their sites, a statistician nobody sealed, a blinded reader nothing", async () => {
    expect((await responses("north-coordinator")).patients).toHaveLength(6);
    const blind = await responses("statistician");
    expect(blind.patients.map(({ subject }) => subject)).not.toEqual(expect.arrayContaining([...SEALED]));
    expect(blind).toMatchObject({ withheld: 2, notAssessed: 0 });
    expect(blind.patients).toHaveLength(10);
    expect(blind.table.at(-1)!.patients).toBe(10);
    await expect(responses("reader")).rejects.toMatchObject({ code: "NOT_ALLOWED" });
    await expect(responses("stranger")).rejects.toMatchObject({ code: "TRIAL_UNKNOWN" });
    await expect(responses("coordinator", { criterion: "irrc" })).rejects.toMatchObject({
      code: "CRITERION_NOT_OF_TRIAL",
    });
  });

  it("notes that a coordinator was told of sealed courses", async () => {
    await responses("coordinator");
    const notes = await test.admin<{ payload: string }[]>`
      select payload::text from audit.event where actor = 'coordinator' and payload::text like '%cohort%'`;
    expect(notes.length).toBeGreaterThan(0);
  });

  it("sees at once what changes in the record, though it keeps what it has read", async () => {
    const before = await responses("coordinator");
    await test.admin`update derived.assessment set current = false where subject_id = ${trial.subjects["P-5"]!}`;
    const after = await responses("coordinator");
    await test.admin`update derived.assessment set current = true where subject_id = ${trial.subjects["P-5"]!}`;
    expect([before.patients.length, after.patients.length, after.withheld]).toEqual([12, 11, 1]);
    expect((await responses("coordinator")).patients).toHaveLength(12);
  });
});

describe("survival of a cohort", () => {
  it("by arm: curves, and the log-rank test", async () => {
    const found = await survival("coordinator", { by: "arm", endpoint: "os" });
    // Five of six die on day 326 in either arm; P-2 and P-12 are censored on day 112.
    expect(found.groups.map(({ label, n, events }) => [label, n, events])).toEqual([
      ["Arm A", 6, 5],
      ["Arm B", 6, 5],
    ]);
    expect(found.groups[0]!.median.estimate).toBe(326);
    // All who are left die on one day: nothing can differ.
    expect(found).toMatchObject({ logRank: null, noTest: expect.stringContaining("no group can differ") });
    const died = "2024-06-01";
    await test.admin`update record.follow_up set death_on = ${died}, reason = 'test' where subject_id = ${trial.subjects["P-1"]!}`;
    const { logRank } = await survival("coordinator", { by: "arm", endpoint: "os" });
    // Day 143: one dies of five and five at risk, expected 0.5, variance 0.25; day 326: all die. 0.5² / 0.25 = 1.
    expect(logRank).toMatchObject({ df: 1 });
    expect(logRank!.chiSquare).toBeCloseTo(1, 10);
    expect(logRank!.p).toBeCloseTo(0.3173105, 6);
  });

  it("says of how many patients the source entered an overall survival, of which the curves know nothing", async () => {
    expect(await survival("coordinator", { endpoint: "os" })).toMatchObject({ enteredSurvival: 0 });
    const subjects = ["P-4", "P-6"].map((key) => trial.subjects[key]!);
    await asSystem(test.db, "plant survival for a test", async ({ sql }) => {
      for (const [n, subject] of subjects.entries()) {
        const [of] = await sql<object[]>`select trial_id, site_id from record.subject where id = ${subject}`;
        const row = { ...of, subject_id: subject, recorded_by: "", content_hash: hashOf(n), document: sql.json({}) };
        await sql`insert into record.outcome ${sql({ ...row, endpoint: "OS", time_days: 9, event: true } as never)}`;
      }
    });
    const found = await survival("coordinator", { endpoint: "os" });
    expect(found.enteredSurvival).toBe(2);
    // Entered on day 9, drawn as recorded: on day 326.
    expect(found.patients.find(({ subject }) => subject === "P-4")).toMatchObject({ days: 326, event: true });
    expect(await survival("coordinator", { endpoint: "pfs" })).toMatchObject({ enteredSurvival: 0 });
  });

  it("splits a marker of before treatment at its median, without anybody sealed", async () => {
    const found = await survival("coordinator", { by: "marker", marker: "TMB", endpoint: "os" });
    // TMB is n² of P-1 to P-10: the median lies between 25 and 36.
    expect(found.grouping).toBe("TMB, split at its median 30.5");
    expect(found.groups.map(({ label, n }) => [label, n])).toEqual([
      ["30.5 or below", 5],
      ["above 30.5", 5],
    ]);
    expect(found.sealed).toBe(2);
    // ctDNA came after the start of treatment: it divides nobody.
    expect(await survival("coordinator", { by: "marker", marker: "ctDNA" })).toMatchObject({ groups: [], leftOut: 10 });
  });

  it("splits a feature of the baseline, and tests no selection", async () => {
    const found = await survival("coordinator", { by: "feature", feature: "planted", pool: "largest" });
    expect(found.grouping).toContain("split at its median 5.5");
    const chosen = await survival("coordinator", { by: "selection", selection: ["P-1", "P-2"] });
    expect(chosen.groups.map(({ label, n }) => [label, n])).toEqual([
      ["Others", 10],
      ["Selected", 2],
    ]);
    expect(chosen).toMatchObject({ logRank: null, noTest: expect.stringContaining("looking at outcomes") });
  });
});

describe("features of a cohort", () => {
  it("pools lesions, follows the deepest shrinkage, leaves out who is sealed", async () => {
    const found = await features("coordinator", { feature: "planted" });
    expect(found).toMatchObject({ kinds: ["CT"], visits: [{ visit: 0, subjects: 10 }], sealed: 2 });
    // The change is −2n %: P-10 first.
    expect(found.subjects.map(({ subject }) => subject)).toEqual([10, 9, 8, 7, 6, 5, 4, 3, 2, 1].map((n) => `P-${n}`));
    const at = found.features.findIndex(({ key }) => key === "planted");
    // P-1 has a second lesion of 100: the mean of 1 and 100; the larger lesion's is 1.
    expect(found.values[at]).toEqual([10, 9, 8, 7, 6, 5, 4, 3, 2, 50.5]);
    const largest = await features("coordinator", { feature: "planted", pool: "largest" });
    expect(largest.values[at]).toEqual([10, 9, 8, 7, 6, 5, 4, 3, 2, 1]);
    const liver = await features("coordinator", { feature: "planted", region: "liver" });
    expect(liver.values[at]).toEqual([...new Array(9).fill(null), 100]);
  });

  it("has rank correlations with the count that they rest on", async () => {
    const found = await features("coordinator", { feature: "planted", pool: "largest" });
    const at = found.features.findIndex(({ key }) => key === "planted");
    const burden = found.correlation.names.length - 1;
    // n against −2n: perfectly opposed.
    expect(found.correlation.pairs[at]![burden]).toEqual({ rho: -1, n: 10 });
    expect(found.correlation.pairs[burden]![at]).toEqual({ rho: -1, n: 10 });
    const flat = found.features.findIndex(({ key }) => key === "flat");
    expect(found.correlation.pairs[flat]![at]).toEqual({ rho: null, n: 10 });
  });

  it("is the same for a statistician, to whom the sealed do not exist", async () => {
    const { values } = await features("statistician", { feature: "planted" });
    expect(values).toEqual((await features("coordinator", { feature: "planted" })).values);
  });
});

describe("changes of a patient with two lesions of different volume", () => {
  beforeAll(() => plantLaterScan(test.db, trial));

  // T1 of 2000 mm³ at baseline −10 %, T2 of 400 mm³ +100 %; at the later scan T2 is the larger.
  it.each([
    ["mean", (-0.1 + 1) / 2],
    ["largest", -0.1],
    ["volume-weighted", (-0.1 * 2000 + 1 * 400) / 2400],
  ])("made one by %s weigh by the volumes at baseline", async (pool, change) => {
    const found = await features("coordinator", { feature: "planted", visit: 1, pool });
    expect(found).toMatchObject({ changeVisit: 1, pool, withoutVolume: { values: [], changes: [] } });
    const at = found.features.findIndex(({ key }) => key === "planted");
    const of = found.subjects.findIndex(({ subject }) => subject === "P-1");
    expect(found.changes[at]![of]).toBeCloseTo(change, 12);
  });
});

describe("the page of a cohort", () => {
  it.each([
    ["coordinator", {}],
    ["coordinator", { arm: "Arm A", best: "unconfirmed", by: "feature", feature: "planted", endpoint: "os" }],
    ["statistician", { by: "marker", only: ["P-1", "P-2", "P-11"], visit: 1 }],
    ["north-coordinator", { by: "selection", selection: ["P-1"] }],
  ] as const)("is to the %s what the three reads say one by one: %o", async (person, wish) => {
    const query = { trial: trial.key, ...wish, only: "only" in wish ? [...wish.only] : undefined };
    const asked = { ...query, selection: "selection" in wish ? [...wish.selection] : [] };
    const page = cohortPage.parse(await as(person, (tx) => readCohortPage(tx, person, asked)));
    expect(page).toEqual({
      responses: await responses(person, wish),
      survival: await survival(person, wish),
      features: await features(person, wish),
    });
  });

  it("is not for a blinded reader", async () => {
    await expect(as("reader", (tx) => readCohortPage(tx, "reader", { trial: trial.key }))).rejects.toMatchObject({
      problems: [{ code: "NOT_ALLOWED" }],
    });
  });
});

describe("a response table", () => {
  it("has no criterion that nobody was judged by, and one line where there is one arm", () => {
    const row = { key: "P", site: "S", arm: "A", confirmed: "PR", unconfirmed: "CR" };
    const table = responseTable([{ ...row, criterion: "irecist" }], ["recist-1.1", "irecist"], "confirmed");
    expect(table.map(({ criterion, arm }) => [criterion, arm])).toEqual([["irecist", "A"]]);
    // One of one: Clopper and Pearson's lower limit is 0.025.
    expect(table[0]!.objectiveResponse!.lower).toBeCloseTo(0.025, 12);
  });

  it("has the same categories in every row of a criterion, best to worst, whoever has how many", () => {
    const of = (arm: string, labels: string) =>
      labels.split(" ").map((label, n) => ({
        ...{ key: `${arm}${n}`, site: "S", arm, criterion: "irecist" as const, confirmed: label, unconfirmed: label },
      }));
    const rows = [...of("A", "NE iCPD iCPD iUPD iSD"), ...of("B", "iPR iSD iSD iSD iCR NON-iCR/NON-iUPD iUPD")];
    const table = responseTable(rows, ["irecist"], "confirmed");
    const order = ["iCR", "iPR", "iSD", "NON-iCR/NON-iUPD", "iUPD", "iCPD", "NE"];
    for (const row of table) expect(row.categories.map(({ category }) => category)).toEqual(order);
    expect(table.map((row) => row.categories.map(({ patients }) => patients))).toEqual([
      [0, 0, 1, 0, 1, 2, 1],
      [1, 1, 3, 1, 1, 0, 0],
      [1, 1, 4, 1, 2, 2, 1],
    ]);
  });
});
