import { appendAudit, asPerson } from "@nadir/db";
import { type TestDatabase, testDatabase } from "@nadir/db/testing";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { auditQuery, searchAudit } from "./search-audit.ts";
import { type PlantedTrial, plantPerson, plantTrial } from "./testing/plant-trial.ts";

let database: TestDatabase;
let trial: PlantedTrial;
beforeAll(async () => {
  database = await testDatabase();
  trial = await plantTrial(database.db);
  const other = await plantTrial(database.db, "other-trial");
  for (const [role, id] of [
    ["administrator", "chief"],
    ["coordinator", "ada"],
    ["coordinator", "ben"],
  ] as const)
    await plantPerson(database.db, trial.id, role, null, id);
  await plantPerson(database.db, other.id, "administrator", null, "stranger");
  for (const person of ["ada", "ben", "ada"])
    await asPerson(database.db, person, (tx) =>
      appendAudit(tx, { action: "noted", object: `by:${person}`, payload: { trial: trial.id, text: "100% _sure_" } }),
    );
});
afterAll(() => database.close());

const found = async (query: object, by = "chief") =>
  (await searchAudit(database.db, by, auditQuery.parse({ action: "noted", ...query }))).rows.map((r) => r.object);

describe("a search of the log", () => {
  test("narrows by person, trial and days, each alone and together", async () => {
    expect(await found({})).toEqual(["by:ada", "by:ben", "by:ada"]);
    expect(await found({ actor: "Test ADA" })).toEqual(["by:ada", "by:ada"]);
    expect(await found({ actor: "ben" })).toEqual(["by:ben"]);
    expect(await found({ actor: "nobody" })).toEqual([]);
    expect(await found({ trial: "small-trial", actor: "ben" })).toEqual(["by:ben"]);
    expect(await found({ trial: "other-trial" })).toEqual([]);
    const today = new Date().toISOString().slice(0, 10);
    const day = (n: number) => new Date(Date.now() + n * 86_400_000).toISOString().slice(0, 10);
    expect(await found({ from: day(-1), to: today, actor: "ben" })).toEqual(["by:ben"]);
    expect(await found({ from: day(1) })).toEqual([]);
    expect(await found({ to: day(-1) })).toEqual([]);
    expect(auditQuery.safeParse({ from: "2024-02-30" }).success).toBe(false);
  });

  test("takes signs of a pattern as they stand", async () => {
    expect(await found({ search: "100% _sure_" })).toHaveLength(3);
    expect(await found({ search: "100_ %sure" })).toHaveLength(0);
  });

  test("shows a stranger nothing of a trial, whatever is asked for", async () => {
    for (const query of [{}, { trial: "small-trial" }, { actor: "ada" }, { search: trial.id }])
      expect(await found(query, "stranger")).toEqual([]);
  });

  test("cuts long payloads short where asked, and says how long they are", async () => {
    const [whole] = (await searchAudit(database.db, "chief", auditQuery.parse({ action: "noted" }))).rows;
    const cut = auditQuery.parse({ action: "noted", payloadUpTo: 12 });
    const [short] = (await searchAudit(database.db, "chief", cut)).rows;
    expect(whole!.payload.length).toBeGreaterThan(12);
    expect(whole!.payloadLength).toBe(whole!.payload.length);
    expect(short).toEqual({ ...whole, payload: whole!.payload.slice(0, 12) });
  });
});
