import { asPerson, asSystem } from "@nadir/db";
import { type TestDatabase, testDatabase } from "@nadir/db/testing";
import { hashOf } from "@nadir/domain";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type PlantedTrial, plantPerson, plantTrial } from "../read/testing/plant-trial.ts";
import { type Evidence, readEvidence } from "./index.ts";

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
  it("is empty where nothing grew, and clinical figures stand all the same", async () => {
    const evidence = await ask("board", "P-1");
    expect(evidence.visits).toEqual([]);
    expect(evidence.covariates.find(({ code }) => code === "lesions")?.value).toBe(1);
  });
  it("is not a blinded reader's, nor a stranger's, nor another site's", async () => {
    await expect(ask("reader", "P-12")).rejects.toThrow(/does not include 'read-record'/);
    await expect(ask("nobody", "P-12")).rejects.toThrow(/There is no trial/);
    await expect(ask("north", "P-12")).rejects.toThrow(/There is no patient 'P-12'/);
    await expect(ask("coordinator", "P-99")).rejects.toThrow(/There is no patient 'P-99'/);
  });
});
