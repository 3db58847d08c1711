import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { asPerson, asSystem } from "./index.ts";
import { type TestDatabase, testDatabase } from "./testing/index.ts";
import { addMember, type PlantedTrial, plantTrial, recorded } from "./testing/planted-trial.ts";

let t: TestDatabase;
let trial: PlantedTrial;
const HASH = "ab".repeat(32);

beforeAll(async () => {
  t = await testDatabase();
  trial = await plantTrial(t.db, "one");
  await addMember(t.db, "first", trial.trialId, "reader");
  await addMember(t.db, "second", trial.trialId, "reader", trial.siteIds[0]);
  await addMember(t.db, "first", trial.trialId, "statistician");
  await addMember(t.db, "coordinator", trial.trialId, "coordinator");
  await addMember(t.db, "unblinded", trial.trialId, "reader");
  await addMember(t.db, "unblinded", trial.trialId, "coordinator");
  await asSystem(t.db, "plant two reads", async (tx) => {
    const subject = trial.subjects[0]!;
    const of = { trial_id: trial.trialId, site_id: subject.siteId, subject_id: subject.id };
    const image = await recorded(tx, "image", {
      ...of,
      visit_id: subject.visitIds[2],
      key: "late",
      modality: "CT",
      description: "CT",
      unit: "HU",
      object_hash: HASH,
      geometry: tx.sql.json({}),
    });
    for (const reader of ["first", "second"]) {
      const lesion = await recorded(tx, "lesion", { ...of, key: `new of ${reader}`, role: "new", organ: "liver" });
      const at = { ...of, visit_id: subject.visitIds[2], reader };
      await recorded(tx, "measurement", { ...at, lesion_id: lesion, method: "entered", longest_mm: 12 });
      await recorded(tx, "non_target_assessment", { ...at, status: "present" });
      await recorded(tx, "vasari_reading", { ...at, state: "draft" });
      await recorded(tx, "mask", {
        ...of,
        image_id: image,
        lesion_id: lesion,
        label: 1,
        object_hash: HASH,
        author_kind: "person",
        author: reader,
      });
    }
  });
});
afterAll(() => t.close());

const seen = (person: string, table: string, column: string) =>
  asPerson(t.db, person, async ({ sql }) => {
    const rows = await sql<{ value: string }[]>`select ${sql(column)} as value from ${sql(`record.${table}`)}`;
    return [...new Set(rows.map(({ value }) => value))].sort();
  });

describe("of what was read", () => {
  test.each(["measurement", "non_target_assessment", "vasari_reading"])(
    "a blinded reader sees only their own %s",
    async (table) => {
      expect(await seen("first", table, "reader")).toEqual(["first"]);
      expect(await seen("second", table, "reader")).toEqual(["second"]);
      expect(await seen("coordinator", table, "reader")).toEqual(expect.arrayContaining(["first", "second"]));
      expect(await seen("unblinded", table, "reader")).toEqual(expect.arrayContaining(["first", "second"]));
    },
  );

  test("a blinded reader sees no new lesion that another found, nor its delineation", async () => {
    const fresh = async (person: string) =>
      (await seen(person, "lesion", "key")).filter((key) => key.startsWith("new of"));
    expect(await fresh("first")).toEqual(["new of first"]);
    expect(await fresh("second")).toEqual(["new of second"]);
    expect(await fresh("coordinator")).toEqual(["new of first", "new of second"]);
    const authors = async (person: string) =>
      (await seen(person, "mask", "author")).filter((author) => author === "first" || author === "second");
    expect(await authors("first")).toEqual(["first"]);
    expect(await authors("second")).toEqual(["second"]);
    expect(await authors("unblinded")).toEqual(["first", "second"]);
  });

  test("the lesions that everybody reads stay in sight", async () => {
    const roles = await seen("first", "lesion", "role");
    expect(roles).toContain("target");
  });
});
