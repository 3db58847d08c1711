import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { asPerson, asSystem, createTestSet, newKeyHalves, putMembers, verifyAudit } from "@nadir/db";
import { type TestDatabase, testDatabase } from "@nadir/db/testing";
import { hashOf, modelCard } from "@nadir/domain";
import { type ObjectStore, openLocalStore } from "@nadir/storage";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readEvidence } from "../evidence/index.ts";
import { runDevelopment, runMonitoring } from "../model-work/index.ts";
import { type PlantedTrial, plantPerson, plantTrial } from "../read/testing/plant-trial.ts";
import {
  listDevelopments,
  listModels,
  readDevelopment,
  readModel,
  readMonitoring,
  registerFor,
  registerModel,
} from "./index.ts";

const signatureOf = (version: string, intercept: number) => ({
  schema: "nadir.signature/1",
  id: "by-age",
  version,
  title: "By age",
  predicts: "progression",
  higherMeans: "more likely",
  intendedUse: "tests",
  limits: ["made up"],
  origin: { kind: "published", printed: [{ citation: "nowhere", place: "this test" }] },
  inputs: [{ from: "value", name: "age", label: "Age", unit: "1" }],
  form: { kind: "linear", link: "logit", intercept, terms: [{ input: "age", coefficient: 0.1 }] },
});

let test: TestDatabase;
let trial: PlantedTrial;
let folder: string;
let store: ObjectStore;
beforeAll(async () => {
  test = await testDatabase();
  trial = await plantTrial(test.db);
  for (const role of ["coordinator", "board", "reader", "statistician"]) await plantPerson(test.db, trial.id, role);
  folder = await mkdtemp(join(tmpdir(), "nadir-models-"));
  store = await openLocalStore(folder);
});
afterAll(async () => {
  await test.close();
  await rm(folder, { recursive: true });
});

const register = (
  person: string,
  document: unknown,
  more: { supersedes?: string; dryRun?: boolean; name?: string; version?: string } = {},
) =>
  asPerson(test.db, person, (tx) =>
    registerFor(tx, person, { trial: trial.key, document, speaks: "before-treatment", ...more }),
  );
const rows = async () => (await asPerson(test.db, "statistician", (tx) => listModels(tx, "statistician"))).models;

describe("registering at the portal", () => {
  it("says beforehand what would come of it, and writes nothing", async () => {
    expect(await register("statistician", signatureOf("1", -5), { dryRun: true })).toMatchObject({
      isNew: true,
      card: { trainingData: "As published: nowhere" },
    });
    expect(await rows()).toEqual([]);
  });
  it("keeps who and when; the same file again is not a second model", async () => {
    const { id } = await register("statistician", signatureOf("1", -5));
    expect(await register("statistician", signatureOf("1", -5))).toMatchObject({ id, isNew: false });
    expect(await rows()).toMatchObject([{ id, version: "1", registeredBy: "Test statistician", supersededBy: null }]);
  });
  it("is the statistician's: others are refused by name of the permission, in code and in the database", async () => {
    await expect(register("coordinator", signatureOf("7", 0))).rejects.toThrow(
      /does not let you write validation protocols/,
    );
    const card = modelCard.parse({
      schema: "nadir.model-card/1",
      signature: signatureOf("7", 0),
      speaks: "before-treatment",
      trainingData: "none",
    });
    await expect(asPerson(test.db, "coordinator", (tx) => registerModel(tx, trial.key, card))).rejects.toThrow(
      /may not write to model/,
    );
  });
  it("refuses what is no model with every fault at its place", async () => {
    await expect(register("statistician", { schema: "something" })).rejects.toThrow(
      /says of itself 'something'; a model is a card/,
    );
    await expect(register("statistician", [1])).rejects.toThrow(/'nothing'/);
    const { form: _, limits: __, ...rest } = signatureOf("1", -5);
    await expect(register("statistician", rest)).rejects.toMatchObject({
      problems: [{ where: { path: "limits" } }, { where: { path: "form" } }],
    });
  });
});

describe("a version that supersedes", () => {
  it("names one that is there, is in use and is not itself", async () => {
    await expect(register("statistician", signatureOf("2", -4), { supersedes: "9" })).rejects.toThrow(
      /has no version 9 in this trial to stand in for; it has 1/,
    );
    await expect(register("statistician", signatureOf("1", -5), { supersedes: "1" })).rejects.toThrow(/for itself/);
  });
  it("leaves the former readable and takes its place at the patient: age 52 gives 1/(1+e^-1.2), not 1/(1+e^-0.2)", async () => {
    const { id } = await register("statistician", signatureOf("2", -4), { supersedes: "1" });
    const [first, second] = await rows();
    expect(first).toMatchObject({ version: "1", supersededBy: { id, version: "2" } });
    expect(second).toMatchObject({ version: "2", supersedes: { version: "1" }, supersededBy: null });
    const page = await asPerson(test.db, "coordinator", (tx) =>
      readEvidence(tx, "coordinator", { trial: trial.key, subject: "P-12", withResearch: true }),
    );
    expect(page.models.map((m) => m.version)).toEqual(["2"]);
    expect(page.models[0]?.probability).toBeCloseTo(1 / (1 + Math.exp(-1.2)), 12);
    await expect(register("statistician", signatureOf("3", -3), { supersedes: "1" })).rejects.toThrow(
      /was superseded by version 2 already/,
    );
  });
  it("is never undone", async () => {
    await expect(
      asSystem(test.db, "try to undo", ({ sql }) => sql`delete from validation.model_supersession`),
    ).rejects.toThrow();
  });
});

/** Forty patients: the first predictor decides, the second is noise by a fixed pattern. */
const table = (key: (n: number) => string) =>
  ["subject,site,good,noise,volume,y"]
    .concat(
      Array.from({ length: 40 }, (_, n) => {
        const good = ((n * 7) % 40) / 40;
        return `${key(n)},${n % 2 ? "a" : "b"},${good},${((n * 13) % 17) / 17},${10 + ((n * 11) % 23)},${good + ((n % 5) - 2) / 6 > 0.5 ? 1 : 0}`;
      }),
    )
    .join("\n");
const plan = {
  schema: "nadir.development-plan/1",
  id: "forty",
  outcome: "y",
  predictors: ["good", "noise"],
  candidates: [
    { name: "line", steps: [{ kind: "scale" }], model: { kind: "logistic", stepwise: "none" } },
    { name: "neighbours", steps: [{ kind: "scale" }], model: { kind: "nearest-neighbours", k: 5 } },
  ],
  outer: { kind: "folds", count: 4 },
  innerFolds: 3,
  seed: 7,
};
const put = async (text: string, name = "cohort.csv") => ({
  name,
  hash: await store.put(new TextEncoder().encode(text)),
});
const develop = async (person: string, text: string, of: unknown = plan) =>
  runDevelopment({ db: test.db, store }, person, { trialKey: trial.key, plan: of, table: await put(text) });

describe("developing as a job", () => {
  it("stores splits, choices, every candidate on the same parts, calibration, explanation and the model as a file", async () => {
    const made = await develop(
      "statistician",
      table((n) => `T-${n}`),
    );
    const found = await asPerson(test.db, "statistician", (tx) => readDevelopment(tx, "statistician", made.id));
    const { record } = found;
    if (record.kind !== "models") throw new Error("not models");
    expect(record.parts).toHaveLength(4);
    expect(record.parts.reduce((sum, p) => sum + p.subjects, 0)).toBe(40);
    expect(record.candidates.map((c) => [c.name, c.subjects])).toEqual([
      ["line", 40],
      ["neighbours", 40],
    ]);
    expect(record.candidates.reduce((sum, c) => sum + c.chosen, 0)).toBe(4);
    expect(record.performance).toMatchObject({ estimable: true });
    expect(record.rivals.map((r) => r.name)).toEqual(["volume"]);
    if (!record.calibration.estimable) throw new Error(record.calibration.reason);
    expect(record.calibration.withOutcome.length + record.calibration.without.length).toBe(40);
    expect(record.explanation?.importance[0]?.predictor).toBe("good");
    expect(JSON.stringify(record)).not.toContain("T-1");
    // Carried out again it is the same, and not a second one.
    expect(
      await develop(
        "statistician",
        table((n) => `T-${n}`),
      ),
    ).toEqual({ ...made, isNew: false });
    // Its model, registered, leads back to it.
    const { id } = await register("statistician", record.signature, { name: "forty", version: "2" });
    const own = await asPerson(test.db, "statistician", (tx) => readModel(tx, "statistician", id));
    expect(own).toMatchObject({ key: "forty", version: "2", formulaHash: found.formulaHash });
    expect(
      await asPerson(test.db, "statistician", (tx) => listDevelopments(tx, "statistician", own.formulaHash)),
    ).toMatchObject([{ id: made.id, plan: "forty", subjects: 40, by: "Test statistician" }]);
  });

  it("is refused to others, without a plan, and with a column that the table lacks; nothing is stored then", async () => {
    const cohort = table((n) => `T-${n}`);
    await expect(develop("coordinator", cohort)).rejects.toThrow(/let you write validation protocols/);
    await expect(develop("statistician", cohort, { schema: "x" })).rejects.toThrow(/The plan says of itself 'x'/);
    await expect(develop("statistician", cohort, { ...plan, outcome: "z" })).rejects.toThrow(/no column 'z'/);
    await expect(develop("statistician", '"unclosed')).rejects.toThrow(/not a comma-separated table/);
    expect(await asPerson(test.db, "statistician", (tx) => listDevelopments(tx, "statistician"))).toHaveLength(1);
  });

  it("is seen by neither the board alone nor a blinded reader", async () => {
    for (const person of ["board", "reader"])
      expect(await asPerson(test.db, person, (tx) => listDevelopments(tx, person))).toEqual([]);
    const [made] = await asPerson(test.db, "statistician", (tx) => listDevelopments(tx, "statistician"));
    const read = (person: string) => asPerson(test.db, person, (tx) => readDevelopment(tx, person, made!.id));
    await expect(read("board")).rejects.toThrow(/not shown to the board/);
    await expect(read("reader")).rejects.toMatchObject({ code: "NOT_ALLOWED" });
  });

  it("compares the ways from lesions to a patient on the same folds", async () => {
    const lesions = ["subject,lesion,volume,texture,y"]
      .concat(
        Array.from({ length: 40 }, (_, n) => {
          const y = n % 2;
          return [1, 2].map((l) => `L-${n},${l},${l * 10},${y * (l === 1 ? 1 : 0) + ((n * l * 7) % 11) / 11},${y}`);
        }).flat(),
      )
      .join("\n");
    const made = await develop("statistician", lesions, {
      schema: "nadir.lesion-plan/1",
      id: "ways",
      volume: "volume",
      outcome: "y",
      methods: [
        { kind: "fixed-number", name: "A: the largest", count: 1, model: { kind: "logistic", stepwise: "none" } },
        { kind: "pooled", name: "E: the worst", rule: "max" },
      ],
      folds: 4,
      seed: 3,
    });
    const { record } = await asPerson(test.db, "statistician", (tx) => readDevelopment(tx, "statistician", made.id));
    if (record.kind !== "lesions") throw new Error("not lesions");
    expect(record.cohort).toMatchObject({ subjects: 40, lesions: 80, events: 20 });
    expect(record.methods.map((m) => [m.name, m.performance.estimable, m.againstFirst === null])).toEqual([
      ["A: the largest", true, true],
      ["E: the worst", true, false],
    ]);
  });
});

describe("watching a model over the trial", () => {
  /** P-1 … P-6 have the event on day 40 n; the others are followed to day 400 without one. */
  const plant = () =>
    asSystem(test.db, "outcomes for a test", async (tx) => {
      for (let n = 1; n <= 12; n++) {
        const whole = { subject: `P-${n}`, endpoint: "pfs", timeDays: n <= 6 ? 40 * n : 400, event: n <= 6 };
        await tx.sql`
          insert into record.outcome ${tx.sql({
            trial_id: trial.id,
            site_id: trial.sites[n % 2 === 0 ? "south" : "north"],
            subject_id: trial.subjects[`P-${n}`]!,
            endpoint: whole.endpoint,
            time_days: whole.timeDays,
            event: whole.event,
            document: tx.sql.json(whole as never),
            content_hash: hashOf(whole),
          } as never)}`;
      }
    });
  const model = async () => (await rows()).find((m) => m.version === "2" && m.key === "by-age")!.id;
  const wish = { outcome: { kind: "within", endpoint: "pfs", days: 180 }, period: "quarter" } as const;

  it("has nothing to compare with before there are outcomes, and says so", async () => {
    const found = await asPerson(test.db, "statistician", async (tx) =>
      readMonitoring(tx, "statistician", (await model()) as string),
    );
    expect(found).toMatchObject({ latest: null, why: expect.stringMatching(/no outcome of a patient/) });
  });

  it("counts each patient once, observed against expected by hand, and at later scans only who is still without the event", async () => {
    await plant();
    const modelId = await model();
    await runMonitoring(test.db, "statistician", { modelId, wish });
    const { latest, why } = await asPerson(test.db, "statistician", (tx) =>
      readMonitoring(tx, "statistician", modelId),
    );
    expect(why).toBeNull();
    const { record } = latest!;
    expect(record).toMatchObject({ subjects: 12, known: 12, notScored: 0, sealed: 0 });
    // Ages 41 … 52 on the line −4 + 0.1 age; events within 180 days of the start: days 40, 80, 120, 160.
    const expected = Array.from({ length: 12 }, (_, i) => 1 / (1 + Math.exp(4 - 0.1 * (41 + i))));
    expect(record.periods[0]?.calibration).toMatchObject({ known: 12, observed: 4 });
    expect(record.periods[0]?.calibration.expected).toBeCloseTo(
      expected.reduce((a, b) => a + b, 0),
      9,
    );
    // The first scan is on day 51: P-1 (day 40) is gone. Until day 231: 80, 120, 160, 200. The second on day 112: until 292.
    expect(record.visits.map((v) => [v.label, v.subjects, v.calibration.observed])).toEqual([
      ["start of treatment", 12, 4],
      ["scan 1", 11, 4],
      ["scan 2", 10, 4],
    ]);
  });

  it("stands at the patient beside the score of each visit: the same at all, since age does not change", async () => {
    const { scoreCourses } = await asPerson(test.db, "coordinator", (tx) =>
      readEvidence(tx, "coordinator", { trial: trial.key, subject: "P-12", withResearch: true }),
    );
    const course = scoreCourses.find((c) => c.title === "By age")!;
    expect(course.points.map((p) => [p.order, p.visit, p.day])).toEqual([
      [0, null, 0],
      [1, "FU1", 51],
      [2, "FU2", 112],
    ]);
    for (const { probability } of course.points) expect(probability).toBeCloseTo(1 / (1 + Math.exp(-1.2)), 12);
    expect(course.validity?.visits.map((v) => v.subjects)).toEqual([12, 11, 10]);
  });

  it("gives a signal with its day and without the patient, whom members of other sites must not learn of", async () => {
    const { id } = await register("statistician", { ...signatureOf("1", -12), id: "too-low" });
    await runMonitoring(test.db, "statistician", { modelId: id, wish });
    const { latest } = await asPerson(test.db, "statistician", (tx) => readMonitoring(tx, "statistician", id));
    expect(latest!.record.cusum.signalAbove).toEqual({ date: "2024-01-10" });
    expect(latest!.record.sentences[0]).toMatch(/more events than predicted; .* with a patient on 2024-01-10/);
    expect(JSON.stringify(latest)).not.toMatch(/P-\d/);
    const stored = await asSystem(
      test.db,
      "read the record for a test",
      ({ sql }) => sql<{ text: string }[]>`select document::text as text from validation.model_monitoring`,
    );
    expect(stored.map(({ text }) => text).join()).not.toMatch(/P-\d/);
  });

  it("is the whole trial's: a statistician of one site neither registers, nor watches, nor develops", async () => {
    await plantPerson(test.db, trial.id, "statistician", trial.sites.north, "northern");
    const some = /you may write validation protocols at some of them/;
    await expect(register("northern", signatureOf("9", 0), { dryRun: true })).rejects.toThrow(some);
    await expect(runMonitoring(test.db, "northern", { modelId: await model(), wish })).rejects.toThrow(some);
    // Also not where the table names a sealed patient: which ones are, is not theirs to find out.
    await expect(develop("northern", "subject,y\nP-12,1\n")).rejects.toThrow(some);
  });

  it("is refused to others and where the model gives no probability", async () => {
    const modelId = await model();
    await expect(runMonitoring(test.db, "coordinator", { modelId, wish })).rejects.toThrow(
      /let you write validation protocols/,
    );
    await expect(runMonitoring(test.db, "statistician", { modelId, wish: {} })).rejects.toMatchObject({
      code: "WRONG_SHAPE",
    });
    const linear = { ...signatureOf("1", 0), id: "a-score", form: { ...signatureOf("1", 0).form, link: "identity" } };
    const { id } = await register("statistician", linear);
    await expect(runMonitoring(test.db, "statistician", { modelId: id, wish })).rejects.toThrow(/no probability/);
  });
});

describe("a patient of a sealed test set", () => {
  beforeAll(() =>
    asSystem(test.db, "seal one patient for a test", async (tx) => {
      const set = {
        trialId: trial.id,
        key: "later",
        rule: { arms: [], sites: ["south"] },
        endpoints: ["os"],
        indexTime: "first-on-treatment-scan",
      };
      const id = await createTestSet(tx, set as never, newKeyHalves());
      const member = { trialId: trial.id, siteId: trial.sites.south, indexDay: "2024-03-01" };
      await putMembers(tx, id, [{ ...member, subjectId: trial.subjects["P-12"] as string }]);
    }),
  );
  it("is counted and never looked at by the monitoring", async () => {
    const modelId = (await rows()).find((m) => m.key === "by-age" && m.version === "2")?.id as string;
    const wish = { outcome: { kind: "within", endpoint: "pfs", days: 180 }, period: "year" };
    await runMonitoring(test.db, "statistician", { modelId, wish });
    const found = await asPerson(test.db, "statistician", (tx) => readMonitoring(tx, "statistician", modelId));
    expect(found).toMatchObject({ earlier: 1, latest: { record: { sealed: 1, subjects: 11 } } });
  });
  it("is refused in a table, whatever column names the patient", async () => {
    const withIt = table((n) => (n === 3 ? "P-12" : `T-${n}`));
    const refusal = /names 1 patient of a sealed test set: P-12\. Nobody models them/;
    await expect(develop("statistician", withIt)).rejects.toThrow(refusal);
    const hidden = withIt.replace("subject,site", "who,subject");
    await expect(develop("statistician", hidden)).rejects.toThrow(refusal);
  });
});

it("all of it stands in the log, row and all", async () => {
  expect(await verifyAudit(test.db)).toMatchObject({ ok: true });
});
