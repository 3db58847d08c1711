import { asPerson, asSystem } from "@nadir/db";
import { type TestDatabase, testDatabase } from "@nadir/db/testing";
import { hashOf, type ImmuneEventTarget, modelCard } from "@nadir/domain";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { registerModel } from "../models/index.ts";
import { type PlantedTrial, plantPerson, plantTrial } from "../read/testing/plant-trial.ts";
import { type Evidence, immuneEventTable, readEvidence, readImmuneEvents } from "./index.ts";

/** Of P-12 the one target measures 50, 38 and 52 mm: the last is + 14 mm of 38, + 37 %. P-1 only shrinks. */
let test: TestDatabase;
let trial: PlantedTrial;
beforeAll(async () => {
  test = await testDatabase();
  trial = await plantTrial(test.db);
  for (const role of ["coordinator", "board", "reader", "statistician"]) await plantPerson(test.db, trial.id, role);
  await plantPerson(test.db, trial.id, "coordinator", trial.sites.north, "north");
  await asSystem(test.db, "plant blood for a test", async ({ sql }) => {
    const rows = [
      ["LDH", "2024-01-05", 240, "U/L", 250],
      ["LDH", "2024-04-29", 6, "ukat/L", 4],
      ["NEUT", "2024-04-29", 6000, "/uL", null],
      ["LYM", "2024-04-29", 1.5, "10^9/L", null],
    ] as const;
    for (const [code, date, value, unit, high] of rows) {
      const document = { subject: "P-12", code, date, value, unit, ...(high === null ? {} : { referenceHigh: high }) };
      await sql`insert into record.observation ${sql({
        trial_id: trial.id,
        site_id: trial.sites.south,
        subject_id: trial.subjects["P-12"]!,
        code,
        date,
        ordinal: 0,
        value,
        unit,
        document: sql.json(document),
        content_hash: hashOf(document),
      } as never)}`;
    }
  });
});
afterAll(() => test.close());

const ask = (person: string, subject: string): Promise<Evidence> =>
  asPerson(test.db, person, (tx) => readEvidence(tx, person, { trial: trial.key, subject }));
const itemOf = (evidence: Evidence, id: string) => evidence.visits[0]?.items.find((i) => i.id === id);

describe("the evidence of a patient", () => {
  it("stands for the visit that grew, from the record: + 37 % of the sum, LDH 240 to 360 U/L, NLR without a first value", async () => {
    const evidence = await ask("coordinator", "P-12");
    expect(evidence.criterion).toEqual({ id: "recist-1.1", name: "recist-1.1" });
    expect(evidence.visits.map(({ visit, increase }) => [visit, increase])).toEqual([["FU2", "sum +37 % since FU1"]]);
    expect(itemOf(evidence, "ldh")).toMatchObject({
      value: "+50 %",
      note: "240 to 360 U/L; above its upper limit of 240",
    });
    expect(itemOf(evidence, "nlr")).toMatchObject({ value: null, missing: "NLR at most 28 days before treatment" });
    expect(evidence.covariates.find(({ code }) => code === "nlr")?.note).toBe("Last 4, 2024-04-29.");
    expect(evidence.hyperprogression.find(({ id }) => id === "ldh")).toMatchObject({
      present: false,
      found: "0.96 times the upper limit",
    });
    expect(evidence.hyperprogression.find(({ id }) => id === "sites")).toMatchObject({
      present: false,
      found: "1: lung",
    });
  });
  it("lists each lesion at each visit: 50, 38 and 52 mm are −24 %, then + 4 % and + 37 % over its least", async () => {
    const { lesions } = await ask("coordinator", "P-12");
    expect(lesions.map((v) => v.visit)).toEqual(["FU1", "FU2"]);
    expect(lesions[1]!.lesions).toMatchObject([
      {
        lesion: "T1",
        organ: "lung",
        mm: 52,
        percentFromBaseline: expect.closeTo(4, 6),
        percentFromNadir: expect.closeTo(36.842, 3),
        category: "PD",
        entropy: null,
      },
    ]);
    const present = lesions[1]!.lesions[0]!.properties.filter((p) => p.present).map((p) => p.id);
    expect(present).toEqual(["progresses"]);
  });
  it("is empty where nothing grew, and clinical figures stand all the same", async () => {
    const evidence = await ask("board", "P-1");
    expect(evidence.visits).toEqual([]);
    expect(evidence.covariates.find(({ code }) => code === "lesions")?.value).toBe(1);
  });
  it("is not a blinded reader's, nor a stranger's, nor another site's", async () => {
    await expect(ask("reader", "P-12")).rejects.toThrow(/Your role in this trial is blinded/);
    await expect(ask("nobody", "P-12")).rejects.toThrow(/There is no trial/);
    await expect(ask("north", "P-12")).rejects.toThrow(/There is no patient 'P-12'/);
    await expect(ask("coordinator", "P-99")).rejects.toThrow(/There is no patient 'P-99'/);
  });
});

describe("the immune-related events of a trial", () => {
  const events = (person: string) =>
    asPerson(test.db, person, (tx) => readImmuneEvents(tx, person, { trial: trial.key }));
  beforeAll(async () => {
    await asSystem(test.db, "plant events for a test", async ({ sql }) => {
      const plant = async (table: string, subject: string, site: "north" | "south", row: object, document: object) => {
        const whole = { subject, ...document };
        await sql`insert into ${sql(`record.${table}`)} ${sql({
          trial_id: trial.id,
          site_id: trial.sites[site],
          subject_id: trial.subjects[subject]!,
          ...row,
          document: sql.json(whole as never),
          content_hash: hashOf(whole),
        } as never)}`;
      };
      const event = (key: string, term: string, grade: number, start: string, rest: object = {}) =>
        [
          { key, term, grade, start_on: start },
          { id: key, term, grade, start, immuneRelated: true, serious: false, ...rest },
        ] as const;
      await plant("adverse_event", "P-1", "north", ...event("e1", "Colitis", 3, "2024-02-09", { action: "withdrawn" }));
      await plant("adverse_event", "P-2", "south", ...event("e2", "Pneumonitis", 2, "2024-01-30"));
      await plant("adverse_event", "P-2", "south", ...event("e3", "Nausea", 1, "2024-01-30", { immuneRelated: false }));
    });
  });
  it("stand by organ with onset from treatment: 30 days for colitis, 20 for pneumonitis; of twelve patients two", async () => {
    const found = await events("board");
    expect(found).toMatchObject({ patients: 12, withheld: 0, all: { patients: 2, events: 2, withdrawn: 1 } });
    expect(found.organs.map(({ organ, byGrade, onset }) => [organ, byGrade, onset?.median])).toEqual([
      ["bowel", [0, 0, 1, 0, 0], 30],
      ["lung", [0, 1, 0, 0, 0], 20],
    ]);
    expect(found.events.map(({ subject, term, under }) => [subject, term, under])).toEqual([
      ["P-1", "Colitis", ["pembrolizumab"]],
      ["P-2", "Pneumonitis", ["pembrolizumab"]],
    ]);
    expect((await ask("board", "P-1")).immuneEvents).toMatchObject([
      { term: "Colitis", onsetDays: 30, action: "withdrawn" },
    ]);
  });
  it("are those of one's own sites, and never a blinded reader's", async () => {
    expect(await events("north")).toMatchObject({ patients: 6, all: { patients: 1 } });
    await expect(events("reader")).rejects.toThrow(/Your role in this trial is blinded/);
  });
});

/** P-2 had grade 2 pneumonitis on day 20 and was last seen on 1 May, day 112; P-1 died on 1 December, day 326. */
describe("models of immune-related events", () => {
  const target: ImmuneEventTarget = { organ: "lung", leastGrade: 2, withinDays: 180 };
  const card = (immuneEvent?: ImmuneEventTarget, speaks = "before-treatment") =>
    modelCard.safeParse({
      schema: "nadir.model-card/1",
      speaks,
      ...(immuneEvent ? { immuneEvent } : {}),
      trainingData: "made up for a test",
      signature: {
        schema: "nadir.signature/1",
        id: "made-up-pneumonitis",
        version: "1",
        title: "Made up for a test",
        predicts: "pneumonitis",
        higherMeans: "more likely",
        intendedUse: "tests",
        limits: ["made up"],
        origin: { kind: "published", printed: [{ citation: "nowhere", place: "this test" }] },
        inputs: [{ from: "value", name: "density", label: "Lung density", unit: "1", column: "lung:stat_mean" }],
        form: {
          kind: "linear",
          link: "logit",
          intercept: 0,
          terms: [{ input: "density", coefficient: 0.05, centre: -800 }],
        },
      },
    });
  beforeAll(async () => {
    await asSystem(test.db, "plant a model and a lung for a test", async (tx) => {
      await registerModel(tx, trial.key, card(target).data!);
      // The later scan's figure is no input: the model speaks before treatment.
      for (const [date, value] of [
        ["2024-01-01", -760],
        ["2024-03-01", -600],
      ] as const) {
        const document = { subject: "P-2", code: "lung:stat_mean", date, value, tool: "nadir features" };
        await tx.sql`insert into record.biomarker ${tx.sql({
          trial_id: trial.id,
          site_id: trial.sites.south,
          subject_id: trial.subjects["P-2"]!,
          code: document.code,
          date,
          ordinal: 0,
          document: tx.sql.json(document),
          content_hash: hashOf(document),
        } as never)}`;
      }
    });
  });
  const asked = async (person: string, subject: string, withResearch = true) =>
    asPerson(test.db, person, (tx) => readEvidence(tx, person, { trial: trial.key, subject, withResearch }));

  it("stand with the patient's events: the lung of the baseline, 40 HU denser than centre, logit 2, and what came", async () => {
    const { immuneModels, models, scoreCourses } = await asked("coordinator", "P-2");
    expect(immuneModels).toMatchObject([
      {
        key: "made-up-pneumonitis",
        probability: expect.closeTo(1 / (1 + Math.exp(-2)), 12),
        standing: { state: "research-only" },
        target: { organ: "lung", organName: "Lung and mediastinum", leastGrade: 2, withinDays: 180 },
        came: { happened: true, days: 20, grade: 2, term: "Pneumonitis" },
      },
    ]);
    expect([models, scoreCourses]).toEqual([[], []]);
  });
  it("say what is missing where the lung was not measured, and that nothing came in 180 days", async () => {
    const { immuneModels } = await asked("coordinator", "P-1");
    expect(immuneModels).toMatchObject([
      {
        status: "not-evaluable",
        missing: [expect.stringContaining("Lung density")],
        came: { happened: false, days: 326 },
      },
    ]);
  });
  it("come only when asked for, and never to the board", async () => {
    expect(await asked("coordinator", "P-2", false)).toMatchObject({ immuneModels: [], modelsNotAsked: 1 });
    expect(await asked("board", "P-2")).toMatchObject({ immuneModels: [], modelsNotAsked: 0 });
  });
  it("speak before treatment only", () => {
    expect(card(target, "at-increase").error?.message).toMatch(/speaks before treatment: its days count/);
    expect(card(undefined, "at-increase").success).toBe(true);
  });
  it("have their outcome from the record: one event of eleven, and P-12, seen for 112 days, is left out", async () => {
    const table = await immuneEventTable(test.db, trial.key, target, "pneumonitis");
    expect(table).toMatchObject({ events: 1, sealed: 0, undated: 0, tooShort: 1 });
    expect(table.columns).toEqual([
      "subject",
      "site",
      "pneumonitis",
      "pneumonitis_event",
      "pneumonitis_days",
      "pneumonitis_grade",
    ]);
    expect(table.rows.map(([key]) => key)).not.toContain("P-12");
    expect(table.rows.find(([key]) => key === "P-2")).toEqual(["P-2", "south", 1, 1, 20, 2]);
    expect(table.rows.find(([key]) => key === "P-1")).toEqual(["P-1", "north", 0, 0, 326, null]);
    await expect(immuneEventTable(test.db, "nowhere", target, "x")).rejects.toThrow(/no trial 'nowhere'/);
  });
  it("leave out subjects of sealed test sets", async () => {
    await asSystem(test.db, "seal a subject for a test", async ({ sql }) => {
      const [set] = await sql<{ id: string }[]>`
        insert into sealed.test_set (trial_id, key, rule, endpoints, index_time, key_check)
        values (${trial.id}, 'held-out', '{}', '{os}', '0', 'x') returning id`;
      await sql`insert into sealed.member (test_set_id, trial_id, site_id, subject_id, index_day)
        values (${set!.id}, ${trial.id}, ${trial.sites.south}, ${trial.subjects["P-2"]!}, '2024-03-01')`;
    });
    const table = await immuneEventTable(test.db, trial.key, target, "pneumonitis");
    expect(table).toMatchObject({ events: 0, sealed: 1 });
    expect(table.rows.map(([key]) => key)).not.toContain("P-2");
  });
});
