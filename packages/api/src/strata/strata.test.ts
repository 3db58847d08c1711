import { asPerson, asSystem, verifyAudit } from "@nadir/db";
import { type TestDatabase, testDatabase } from "@nadir/db/testing";
import { modelCard, PERMISSIONS, type Role, role as roleSchema } from "@nadir/domain";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { registerModel } from "../models/index.ts";
import { type PlantedTrial, plantPerson, plantTrial } from "../read/testing/plant-trial.ts";
import {
  annotateDraw,
  drawFor,
  lodgeRule,
  parseRule,
  readStrata,
  setUpPlan,
  signPlan,
  simulateOnRecord,
  strataExport,
  tellArm,
  unblind,
} from "./index.ts";

const RULE = {
  schema: "nadir.strata-rule/1",
  id: "risk",
  version: "1",
  factors: [
    {
      kind: "number",
      name: "age",
      label: "Age",
      unit: "years",
      levels: [{ name: "to 46", upTo: 46 }, { name: "over 46" }],
    },
    {
      kind: "word",
      name: "site",
      label: "Site",
      levels: [
        { name: "north", words: ["north"] },
        { name: "south", words: ["south"] },
      ],
    },
  ],
};
/** Age, and the risk that a registered model gives: 0.1 × age, 4.1 for the youngest of P-1 … P-12. */
const BY_MODEL = {
  ...RULE,
  version: "2",
  factors: [
    RULE.factors[0],
    {
      kind: "number",
      name: "risk",
      column: "model:made-up",
      label: "Risk",
      unit: "1",
      levels: [{ name: "low", below: 4.5 }, { name: "high" }],
    },
    {
      kind: "number",
      name: "ldh",
      column: "LDH",
      label: "LDH",
      unit: "U/L",
      levels: [{ name: "normal", upTo: 250 }, { name: "raised" }],
    },
  ],
};
const card = modelCard.parse({
  schema: "nadir.model-card/1",
  speaks: "before-treatment",
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
});

let test: TestDatabase;
let trial: PlantedTrial;
const lodge = (rule: object, reason: string | null, by = "statistician") =>
  asPerson(test.db, by, (tx) => lodgeRule(tx, trial.key, parseRule(rule), reason));
const read = (by: string) => asPerson(test.db, by, (tx) => readStrata(tx, by, trial.key));
const yes = async () => true;
const no = async () => false;

beforeAll(async () => {
  test = await testDatabase();
  trial = await plantTrial(test.db);
  for (const role of ["coordinator", "board", "reader", "statistician", "administrator"])
    await plantPerson(test.db, trial.id, role);
  await plantPerson(test.db, trial.id, "statistician", null, "second");
  await plantPerson(test.db, trial.id, "coordinator", trial.sites.south, "southern");
});
afterAll(() => test.close());

async function switchOn(blinded = false): Promise<string> {
  const { planId } = await asPerson(test.db, "statistician", (tx) =>
    setUpPlan(tx, "statistician", {
      trial: trial.key,
      arms: [
        { name: "A", ratio: 1 },
        { name: "B", ratio: 1 },
      ],
      method: { kind: "permuted-blocks", lengths: [2, 4] },
      blinded,
      withRule: true,
    }),
  );
  await simulateOnRecord(test.db, "statistician", planId, { subjects: 40, runs: 20, seed: 3 });
  const seen = (await read("statistician")).plans.find((p) => p.id === planId)!.hash;
  await signPlan(test.db, "statistician", { planId, meaning: "set up", seen, reason: null }, yes);
  await signPlan(test.db, "second", { planId, meaning: "approved for use", seen, reason: null }, yes);
  return planId;
}

describe("strata of a trial", () => {
  it("without a rule lists the patients and no stratum", async () => {
    expect(await read("coordinator")).toMatchObject({ rule: null, counts: [], plans: [], draws: [] });
    await expect(strataExport(test.db, trial.key)).rejects.toThrow(/has no strata rule/);
  });

  it("are sorted by the rule from the record: P-n is n + 40 years old, odd ones in the north", async () => {
    expect(await lodge(RULE, null)).toMatchObject({ version: 1, isNew: true });
    const { subjects, counts, rule } = await read("coordinator");
    expect(rule).toMatchObject({
      version: 1,
      words: [expect.stringContaining("to 46 (up to 46); over 46 (above 46)"), expect.any(String), expect.any(String)],
    });
    expect(subjects.find((s) => s.subject === "P-6")).toMatchObject({ stratum: "to 46 / south", day: "2024-01-10" });
    expect(subjects.find((s) => s.subject === "P-7")).toMatchObject({ stratum: "over 46 / north" });
    expect(counts.map((c) => [c.stratum, c.subjects])).toEqual([
      ["to 46 / north", 3],
      ["to 46 / south", 3],
      ["over 46 / north", 3],
      ["over 46 / south", 3],
    ]);
    const made = await strataExport(test.db, trial.key);
    expect(made.columns.slice(0, 6)).toEqual(["subject", "site", "record_until", "stratum", "age_value", "age_level"]);
    expect(made.rows.find(([key]) => key === "P-6")!.slice(3, 6)).toEqual(["to 46 / south", 46, "to 46"]);
  });

  it("show a coordinator of one site that site's patients, and a blinded reader nothing", async () => {
    const { subjects, counts } = await read("southern");
    expect(subjects.map((s) => s.site)).toEqual(subjects.map(() => "South hospital"));
    expect(subjects).toHaveLength(6);
    expect(counts[0]).toMatchObject({ stratum: "to 46 / north", subjects: 0 });
    await expect(read("reader")).rejects.toMatchObject({ code: "NOT_ALLOWED" });
    await expect(read("stranger")).rejects.toMatchObject({ code: "TRIAL_UNKNOWN" });
  });

  it("use models and blood of before treatment, and say which input is missing and why", async () => {
    await asSystem(test.db, "a model for a test", (tx) => registerModel(tx, trial.key, card));
    const ldh = (subject: string, date: string, value: number) =>
      asSystem(test.db, "blood for a test", async (tx) => {
        const document = { subject, date, code: "LDH", value, unit: "U/L" };
        await tx.sql`
          insert into record.observation (trial_id, site_id, subject_id, date, code, value, unit, document, content_hash)
          select trial_id, site_id, id, ${date}, 'LDH', ${value}, 'U/L', ${tx.sql.json(document)}, repeat('a', 64)
            from record.subject where id = ${trial.subjects[subject]!}`;
      });
    await ldh("P-1", "2024-01-08", 240);
    // After the start of treatment: not known when the patient was sorted.
    await ldh("P-1", "2024-02-08", 900);
    await ldh("P-2", "2024-02-08", 200);
    await expect(lodge(BY_MODEL, null)).rejects.toMatchObject({ code: "REASON_MISSING" });
    expect(await lodge(BY_MODEL, "amendment 1")).toMatchObject({ version: 2 });
    const { subjects, versions } = await read("board");
    expect(versions.map((v) => [v.version, v.reason])).toEqual([
      [2, "amendment 1"],
      [1, null],
    ]);
    expect(subjects.find((s) => s.subject === "P-1")).toMatchObject({ stratum: "to 46 / low / normal" });
    const second = subjects.find((s) => s.subject === "P-2")!;
    expect(second.stratum).toBeNull();
    expect(second.inputs.map((i) => [i.level, i.why])).toEqual([
      ["to 46", null],
      ["low", null],
      [null, "LDH is not recorded by 2024-01-10."],
    ]);
    // 0.1 × 45 = 4.5 is not below 4.5.
    expect(subjects.find((s) => s.subject === "P-5")!.inputs[1]).toMatchObject({ level: "high" });
  });

  it("refuse a rule with every fault, and who may not lodge one", async () => {
    expect(() => parseRule({ schema: "nadir.strata-rule/1", id: "x", version: "1", factors: [] })).toThrow(/factors/);
    await expect(lodge(RULE, "back", "coordinator")).rejects.toMatchObject({ code: "NOT_ALLOWED" });
    expect(await lodge(RULE, "LDH is often missing")).toMatchObject({ version: 3 });
  });
});

describe("a randomisation from the page", () => {
  let drawn: Awaited<ReturnType<typeof drawFor>>;
  const ask = (subject: string, stratum: string, by = "coordinator", eligible = true) =>
    drawFor(test.db, by, { trial: trial.key, subject, stratum, eligible });

  it("needs passwords, a simulation and two people, and keeps its settings from whoever draws", async () => {
    await expect(ask("P-6", "to 46 / south")).rejects.toMatchObject({ code: "RANDOMISATION_NOT_ON" });
    const planId = await switchOn();
    await expect(
      signPlan(test.db, "second", { planId, meaning: "stopped", seen: "x", reason: "x" }, no),
    ).rejects.toMatchObject({ code: "SIGNATURE_MISSING" });
    const [seen] = (await read("coordinator")).plans;
    expect(seen).toMatchObject({ state: "in use", settings: null, simulations: null });
    expect(JSON.stringify(await read("coordinator"))).not.toMatch(/lengths":\[|guessed/);
    const [whole] = (await read("second")).plans;
    expect(whole).toMatchObject({ settings: { lengths: [2, 4] } });
    expect(whole!.simulations![0]!.result.guessed.mean).toBeGreaterThan(0.5);
    await expect(
      simulateOnRecord(test.db, "statistician", planId, { subjects: 2000, runs: 2000, seed: 1 }),
    ).rejects.toMatchObject({ code: "SIMULATION_TOO_LARGE" });
    await expect(
      simulateOnRecord(test.db, "coordinator", planId, { subjects: 20, runs: 20, seed: 1 }),
    ).rejects.toMatchObject({ code: "NOT_ALLOWED" });
  });

  it("draws for a patient in the stratum that was confirmed, tells the arm, and only once", async () => {
    await expect(ask("P-6", "over 46 / south")).rejects.toMatchObject({ code: "STRATUM_CHANGED" });
    await expect(ask("P-6", "to 46 / south", "coordinator", false)).rejects.toMatchObject({
      code: "ELIGIBILITY_NOT_CONFIRMED",
    });
    for (const by of ["board", "administrator", "statistician"])
      await expect(ask("P-6", "to 46 / south", by)).rejects.toMatchObject({ code: "NOT_ALLOWED" });
    await expect(ask("P-1", "to 46 / north", "southern")).rejects.toMatchObject({ code: "SUBJECT_UNKNOWN" });
    drawn = await ask("P-6", "to 46 / south", "southern");
    expect(drawn).toMatchObject({ number: 1, stratum: "to 46 / south" });
    expect(["A", "B"]).toContain(drawn.arm);
    await expect(ask("P-6", "to 46 / south")).rejects.toMatchObject({ code: "ALREADY_DRAWN" });
    expect(await tellArm(test.db, "coordinator", drawn.drawId)).toBe(drawn.arm);
    const { draws, counts, balance } = await read("coordinator");
    expect(draws).toMatchObject([{ number: 1, subject: "P-6", arm: drawn.arm, ruleVersion: 3, by: "Test southern" }]);
    expect(counts.find((c) => c.stratum === "to 46 / south")).toMatchObject({ drawn: 1, byArm: { [drawn.arm!]: 1 } });
    expect(balance.filter((b) => b.drawn === 1).map((b) => b.level)).toEqual(["to 46", "south"]);
  });

  it("keeps the rule that it was approved with when a newer one is lodged", async () => {
    await lodge(BY_MODEL, "again");
    const { rule, versions, subjects } = await read("coordinator");
    expect([rule!.version, versions[0]!.version]).toEqual([3, 4]);
    expect(subjects.find((s) => s.subject === "P-7")!.stratum).toBe("over 46 / north");
    expect(await ask("P-7", "over 46 / north")).toMatchObject({ number: 2 });
  });

  it("shows that its signatures hold, and that they are broken once the plan was changed past the rules", async () => {
    const of = async (person: string) => (await read(person)).plans.flatMap(({ signatures }) => signatures);
    const seen = await of("coordinator");
    expect(seen.map(({ meaning, broken }) => [meaning, broken])).toEqual([
      ["set up", null],
      ["approved for use", null],
    ]);
    const [setting] = await test.admin<{ document: object }[]>`select document from allocation.setting`;
    const set = (document: object) =>
      test.admin.begin(async (sql) => {
        await sql`set local session_replication_role = replica`;
        await sql`update allocation.setting set document = ${sql.json(document as never)}`;
      });
    await set({ ...setting!.document, added: "later" });
    const broken = "The plan as it stands is not what was signed.";
    expect((await of("statistician")).map((signature) => signature.broken)).toEqual([broken, broken]);
    await set(setting!.document);
    expect((await of("statistician")).map((signature) => signature.broken)).toEqual([null, null]);
  });

  it("takes remarks on a draw, and shows them", async () => {
    await annotateDraw(test.db, "southern", drawn.drawId, "Drawn before consent was signed.");
    expect((await read("administrator")).draws.find((d) => d.id === drawn.drawId)!.remarks[0]).toMatchObject({
      text: "Drawn before consent was signed.",
      by: "Test southern",
    });
  });

  it("blinded, tells no arm; an emergency asks for the password and a reason, and stands in the history", async () => {
    await lodge(RULE, "for the blinded part");
    await switchOn(true);
    const blinded = await ask("P-8", "over 46 / south");
    expect(blinded.arm).toBeNull();
    await expect(unblind(test.db, "coordinator", blinded.drawId, "anaphylaxis", no)).rejects.toMatchObject({
      code: "SIGNATURE_MISSING",
    });
    await expect(unblind(test.db, "coordinator", blinded.drawId, " ", yes)).rejects.toMatchObject({
      code: "REASON_MISSING",
    });
    const arm = await unblind(test.db, "coordinator", blinded.drawId, "anaphylaxis", yes);
    expect(["A", "B"]).toContain(arm);
    const { draws } = await read("administrator");
    expect(draws.find((d) => d.id === blinded.drawId)).toMatchObject({
      arm: null,
      unblindings: [{ reason: "anaphylaxis", by: "Test coordinator" }],
    });
    expect(await verifyAudit(test.db)).toMatchObject({ ok: true });
  });

  it("is unblinded by the roles that hold the permission, at the use-case and in the database alike, and by no other", async () => {
    const drawId = (await read("coordinator")).draws.find(({ subject }) => subject === "P-8")!.id;
    const mayUnblind = (held: Role) => PERMISSIONS[held].includes("unblind");
    const [sql] = await test.admin<{ roles: string[] }[]>`select allocation.roles_that_unblind() as roles`;
    expect(sql!.roles).toEqual(roleSchema.options.filter(mayUnblind));
    const asked = (person: string, act: Promise<unknown>) =>
      act.then(
        () => person,
        () => "refused",
      );
    for (const held of roleSchema.options) {
      const [whole, north, south] = [`${held} of all`, `${held} of north`, `${held} of south`];
      await plantPerson(test.db, trial.id, held, null, whole);
      await plantPerson(test.db, trial.id, held, trial.sites.north, north);
      await plantPerson(test.db, trial.id, held, trial.sites.south, south);
      // P-8 is at the south site.
      for (const person of [whole, north, south]) {
        const expected = mayUnblind(held) && person !== north ? person : "refused";
        expect(await asked(person, unblind(test.db, person, drawId, "anaphylaxis", yes)), person).toBe(expected);
        const past = asPerson(test.db, person, ({ sql }) => sql`select allocation.unblind(${drawId}, 'anaphylaxis')`);
        expect(await asked(person, past), `${person}, past the use-case`).toBe(expected);
      }
    }
    await expect(unblind(test.db, "board", drawId, "anaphylaxis", yes)).rejects.toMatchObject({ code: "NOT_ALLOWED" });
    expect((await read("coordinator")).may).toEqual({ set: false, draw: true, unblind: true });
    expect((await read("board")).may).toEqual({ set: false, draw: false, unblind: false });
  });

  it("tells no arm to who lost the role between the reason and the answer", async () => {
    const drawId = (await read("coordinator")).draws.find(({ subject }) => subject === "P-8")!.id;
    await plantPerson(test.db, trial.id, "coordinator", null, "leaver");
    const made = await asPerson(test.db, "leaver", async ({ sql }) => {
      const [row] = await sql<{ id: string }[]>`select allocation.unblind(${drawId}, 'anaphylaxis') as id`;
      return row!.id;
    });
    await test.admin`update identity.membership set revoked_at = now() where user_id = 'leaver'`;
    await expect(
      asPerson(test.db, "leaver", ({ sql }) => sql`select allocation.unblinded_arm(${made})`),
    ).rejects.toMatchObject({ code: "DRAW_UNKNOWN" });
  });

  it("of a sealed patient keeps remarks and emergencies from who models, and logs them for who treats as well", async () => {
    await asSystem(test.db, "seal two patients for a test", async ({ sql }) => {
      const [set] = await sql<{ id: string }[]>`
        insert into sealed.test_set (trial_id, key, rule, endpoints, index_time, key_check)
        values (${trial.id}, 'held-out', '{}', '{os}', '0', 'x') returning id`;
      for (const key of ["P-7", "P-8"])
        await sql`
          insert into sealed.member (test_set_id, trial_id, site_id, subject_id, index_day)
          select ${set!.id}, trial_id, site_id, id, '2024-03-01' from record.subject where id = ${trial.subjects[key]!}`;
    });
    const told = ({ draws }: Awaited<ReturnType<typeof read>>) =>
      draws.filter((d) => d.remarks.length + d.unblindings.length > 0).map((d) => d.subject);
    expect(told(await read("statistician"))).toEqual(["P-6"]);
    expect((await read("statistician")).draws.map((d) => d.subject)).toEqual(["P-8", "P-7", "P-6"]);
    await plantPerson(test.db, trial.id, "statistician", null, "both");
    await plantPerson(test.db, trial.id, "board", null, "both");
    expect(told(await read("both"))).toEqual(["P-8", "P-6"]);
    const logged = await asSystem(
      test.db,
      "read the log for a test",
      ({ sql }) => sql<{ object: string }[]>`
        select object from audit.event where action = 'sealed-course-read' and actor in ('both', 'statistician')`,
    );
    expect(logged.map((l) => l.object)).toEqual([`record.subject/${trial.subjects["P-8"]}`]);
  });
});
