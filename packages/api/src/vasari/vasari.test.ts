import { asPerson, asSystem, formerVersions, verifyAudit } from "@nadir/db";
import { type TestDatabase, testDatabase } from "@nadir/db/testing";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readPatient } from "../read/index.ts";
import { type PlantedTrial, plantPerson, plantTrial } from "../read/testing/plant-trial.ts";
import { readVasariFeatures, recordVasari } from "./index.ts";

let test: TestDatabase;
let trial: PlantedTrial;
beforeAll(async () => {
  test = await testDatabase();
  trial = await plantTrial(test.db);
  for (const role of ["coordinator", "reader", "board", "statistician"]) await plantPerson(test.db, trial.id, role);
  await plantPerson(test.db, trial.id, "reader", null, "second-reader");
});
afterAll(() => test.close());

const visits = () => test.admin<{ key: string }[]>`
  select v.key from record.visit v join record.subject s on s.id = v.subject_id
   where s.trial_id = ${trial.id} and s.key = 'P-1' order by v.date`;
const record = async (person: string, answers: object, more: { state?: "draft" | "signed"; reason?: string } = {}) => {
  const [first] = await visits();
  const { state = "signed", ...reason } = more;
  const form = { subject: "P-1", visit: first!.key, state, ...answers };
  return recordVasari(test.db, person, { trial: trial.key, form, ...reason });
};
const seenBy = async (person: string) => {
  const seen = await asPerson(test.db, person, (tx) => readPatient(tx, person, { trial: trial.key, subject: "P-1" }));
  return seen.vasari;
};

describe("the VASARI form of the record", () => {
  it("is a draft of its reader's own, is signed, and is then corrected with a reason, each a version", async () => {
    expect(await record("reader", { f4: 2 }, { state: "draft" })).toEqual({ version: 1, state: "draft" });
    expect(await seenBy("coordinator")).toEqual([]);
    expect(await seenBy("reader")).toMatchObject([{ reader: "reader", state: "draft", f4: 2 }]);
    expect(await record("reader", { f4: 3, f5: 4, f29: 41.5 })).toEqual({ version: 2, state: "signed" });
    expect(await record("reader", { f4: 3, f5: 4, f29: 41.5 }), "the same again").toEqual({
      version: 2,
      state: "signed",
    });
    await expect(record("reader", { f4: 2 })).rejects.toMatchObject({ code: "REASON_MISSING" });
    await expect(record("reader", { f4: 2 }, { state: "draft", reason: "x" })).rejects.toMatchObject({
      code: "SIGNED_ALREADY",
    });
    expect(await record("reader", { f4: 2, f5: 4 }, { reason: "motion on the first series" })).toMatchObject({
      version: 3,
    });
    const [row] = await test.admin<{ id: string; reason: string }[]>`
      select id, reason from record.vasari_reading where superseded_at is null and trial_id = ${trial.id}`;
    expect(row?.reason).toBe("motion on the first series");
    const former = await asSystem(test.db, "look", (tx) => formerVersions(tx, "vasari_reading", row!.id));
    expect(former.map((v) => (v["document"] as { f4: number }).f4)).toEqual([2, 3]);
  });

  it("is seen by another blinded reader by none but their own, and by who reads the record once signed", async () => {
    expect(await seenBy("second-reader")).toEqual([]);
    await record("second-reader", { f4: 1 });
    expect(await seenBy("second-reader")).toMatchObject([{ reader: "second-reader", f4: 1 }]);
    expect(await seenBy("coordinator")).toHaveLength(2);
  });

  it("comes as rows of the feature table: codes and lengths, and why an item has none", async () => {
    const rows = await asPerson(test.db, "coordinator", (tx) => readVasariFeatures(tx, "coordinator", trial.key));
    expect(rows).toHaveLength(60);
    const of = (key: string) => rows.filter((r) => r.reader === "reader" && r.key === key);
    expect(of("vasari_f4")).toMatchObject([{ subject: "P-1", value: 2, reason: null }]);
    expect(of("vasari_f1")).toMatchObject([{ value: null, reason: "NOT_READ" }]);
    const own = await asPerson(test.db, "reader", (tx) => readVasariFeatures(tx, "reader", trial.key));
    expect(new Set(own.map((r) => r.reader))).toEqual(new Set(["reader"]));
  });

  it.each([
    ["coordinator", "NOT_ALLOWED"],
    ["board", "NOT_ALLOWED"],
    ["statistician", "NOT_ALLOWED"],
  ])("is not filled by a %s", async (person, code) => {
    await expect(record(person, { f4: 1 })).rejects.toMatchObject({ code });
  });

  it("is refused empty, and of a visit that is not there", async () => {
    await expect(record("second-reader", {})).rejects.toMatchObject({ code: "NOTHING_READ" });
    const form = { subject: "P-1", visit: "D999", state: "signed" as const, f4: 1 };
    await expect(recordVasari(test.db, "reader", { trial: trial.key, form })).rejects.toMatchObject({
      code: "VISIT_UNKNOWN",
      message: expect.stringContaining("D999") as string,
    });
  });

  it("is in the log: a reading changed past it is named", async () => {
    const verify = () => verifyAudit(test.db);
    expect(await verify()).toMatchObject({ ok: true });
    await test.admin.unsafe(`
      alter table record.vasari_reading disable trigger user;
      update record.vasari_reading set document = document || '{"f4": 1}' where reader = 'reader' and superseded_at is null;
      alter table record.vasari_reading enable trigger user;`);
    const found = await verify();
    expect(found.ok).toBe(false);
    expect(JSON.stringify(found)).toContain("record.vasari_reading");
  });
});
