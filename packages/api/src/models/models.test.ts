import { asPerson, asSystem, verifyAudit } from "@nadir/db";
import { type TestDatabase, testDatabase } from "@nadir/db/testing";
import { hashOf, modelCard } from "@nadir/domain";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readEvidence } from "../evidence/index.ts";
import { type PlantedTrial, plantPerson, plantTrial } from "../read/testing/plant-trial.ts";
import { listModels, readModel, registerModel, storedModels } from "./index.ts";

const document = {
  schema: "nadir.model-card/1",
  speaks: "at-increase",
  trainingData: "made up for a test",
  signature: {
    schema: "nadir.signature/1",
    id: "made-up",
    version: "1",
    title: "Made up for a test",
    predicts: "progression",
    higherMeans: "more likely",
    intendedUse: "tests",
    limits: ["made up"],
    origin: { kind: "published", printed: [{ citation: "nowhere", place: "this test" }] },
    inputs: [{ from: "value", name: "age", label: "Age", unit: "1" }],
    form: { kind: "linear", intercept: 0, terms: [{ input: "age", coefficient: 0.1 }] },
  },
};
const card = modelCard.parse(document);
const withSignature = (parts: object) =>
  modelCard.parse({ ...document, signature: { ...document.signature, ...parts } });

let test: TestDatabase;
let trial: PlantedTrial;
let id: string;
const register = (of = card, key = trial.key) =>
  asSystem(test.db, "register a model for a test", (tx) => registerModel(tx, key, of));
const list = (person: string) => asPerson(test.db, person, (tx) => listModels(tx, person));
const read = (person: string, model = id) => asPerson(test.db, person, (tx) => readModel(tx, person, model));
const evidence = (person: string, withResearch?: boolean) =>
  asPerson(test.db, person, (tx) => readEvidence(tx, person, { trial: trial.key, subject: "P-12", withResearch }));

beforeAll(async () => {
  test = await testDatabase();
  trial = await plantTrial(test.db);
  for (const role of ["coordinator", "board", "reader", "statistician"]) await plantPerson(test.db, trial.id, role);
  await plantPerson(test.db, trial.id, "board", null, "both");
  await plantPerson(test.db, trial.id, "statistician", null, "both");
  id = (await register()).id;
});
afterAll(() => test.close());

describe("a registered model", () => {
  it("is found by its hashes; the very same card again is not a second one", async () => {
    expect(await register()).toMatchObject({
      id,
      isNew: false,
      documentHash: hashOf(card),
      signatureHash: hashOf(card.signature),
    });
  });
  it("is never changed: another text under its name and version is refused, in code and in the database", async () => {
    const changed = withSignature({
      form: { kind: "linear", intercept: 1, terms: [{ input: "age", coefficient: 0.1 }] },
    });
    await expect(register(changed)).rejects.toThrow(/version 1 is registered in 'small-trial' with another text/);
    await expect(
      asSystem(test.db, "try a change", ({ sql }) => sql`update validation.model set key = 'x'`),
    ).rejects.toThrow();
    await expect(
      asPerson(test.db, "coordinator", ({ sql }) => sql`insert into validation.model select * from validation.model`),
    ).rejects.toThrow(/may not write to model/);
  });
  it("is refused with a feature that no configuration gives, and for a trial that is not there", async () => {
    const feature = (key: string, configHash: string | null = null) =>
      withSignature({
        version: "2",
        inputs: [
          {
            from: "feature",
            name: "age",
            label: "Texture",
            unit: "1",
            key,
            region: "tumour",
            profile: "ibsi",
            configHash,
          },
        ],
      });
    await expect(register(feature("cm_wobbliness"))).rejects.toThrow(/'cm_wobbliness', which no configuration gives/);
    await expect(register(card, "elsewhere")).rejects.toThrow(/There is no trial 'elsewhere'/);
    const made = await register(feature("cm_joint_entr_3D_comb", "a".repeat(64)));
    expect(made.warnings[0]).toMatch(/No features of this trial have the configuration aaaaaaaaaaaa….*has none/);
  });
  it("stands in the log, row and all", async () => {
    expect(await verifyAudit(test.db)).toMatchObject({ ok: true });
  });
});

describe("who sees a research-only model", () => {
  it("whoever asks, with its standing; the board alone learns only how many there are", async () => {
    expect((await list("coordinator")).models.map(({ key, standing }) => [key, standing.state])).toContainEqual([
      "made-up",
      "research-only",
    ]);
    expect(await list("board")).toEqual({ models: [], hidden: 2 });
    expect((await list("both")).models).toHaveLength(2);
    expect((await read("statistician")).card).toEqual(card);
    await expect(read("board")).rejects.toThrow(/not shown to the board/);
  });
  it("no blinded reader and no stranger", async () => {
    expect(await list("reader")).toEqual({ models: [], hidden: 0 });
    await expect(read("reader")).rejects.toThrow(/Your role in this trial is blinded/);
    await expect(read("nobody")).rejects.toThrow(/There is no model/);
  });
  it("on the patient's page only when asked for, and never the board: age 52 gives 5.2", async () => {
    const modelsOf = async (person: string, withResearch?: boolean) => {
      const found = await evidence(person, withResearch);
      return [
        found.visits[0]?.models.flatMap(({ key, score }) => (score === null ? [] : [[key, score]])),
        found.modelsNotAsked,
      ];
    };
    expect(await modelsOf("coordinator")).toEqual([[], 2]);
    expect(await modelsOf("coordinator", true)).toEqual([[["made-up", 5.2]], 0]);
    expect(await modelsOf("board", true)).toEqual([[], 0]);
    expect(await modelsOf("both", true)).toEqual([[["made-up", 5.2]], 0]);
  });
});

describe("a model that a locked protocol has shown to hold", () => {
  /** A reported protocol, planted past the life that the database enforces: only what it froze and found matters here. */
  const plant = async (verdict: string, signature: object, family: string) => {
    const body = JSON.stringify({ model: { type: "imported-signature", signature } });
    await test.admin.begin(async (sql) => {
      await sql`set local session_replication_role = replica`;
      const [p] = await sql<{ id: string }[]>`
        insert into validation.protocol (family, version, trial_id, state, document, canonical, canonical_hash, created_by)
        values (${family}, 1, ${trial.id}, 'reported', ${body}::text::jsonb, '', '', 'test') returning id`;
      await sql`
        insert into validation.report (protocol_id, opening_id, trial_id, result, result_hash, html_hash, pdf_hash, created_by)
        values (${p!.id}, ${p!.id}, ${trial.id}, ${JSON.stringify({ primary: { verdict } })}::text::jsonb, '', '', '', 'test')`;
    });
  };
  const stateFor = async (person: string) =>
    (await list(person)).models.find(({ version }) => version === "1")?.standing.state ?? "hidden";

  it("is still research only after a protocol that was not shown, or that froze another formula", async () => {
    await plant("not-shown", card.signature, "negative");
    await plant("shown", { ...card.signature, version: "9" }, "another");
    expect(await stateFor("both")).toBe("research-only");
    expect((await read("both")).standing.protocols.map(({ family }) => family)).toEqual(["negative"]);
  });
  it("is validated after one that was shown: the board sees it and its score without asking", async () => {
    await plant("shown", card.signature, "positive");
    expect([await stateFor("board"), await stateFor("statistician")]).toEqual(["validated", "validated"]);
    expect((await evidence("board")).visits[0]?.models).toMatchObject([
      { key: "made-up", score: 5.2, standing: { state: "validated" } },
    ]);
  });
  it("a person who may not read reports is not told of it, the system is", async () => {
    expect(await stateFor("coordinator")).toBe("research-only");
    const all = await asSystem(test.db, "list for a test", (tx) => storedModels(tx));
    expect(all.find(({ version }) => version === "1")?.standing.state).toBe("validated");
  });
});
