import { appendAudit, asPerson } from "@nadir/db";
import { type TestDatabase, testDatabase } from "@nadir/db/testing";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { noteSignIn } from "../identity/sign-in-note.ts";
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

/** A role in the other trial for a person who is here already. */
const plantMember = async (id: string) => database.admin`
  insert into identity.membership (user_id, trial_id, role) select ${id}, id, 'reader' from record.trial where key = 'other-trial'`;

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

  test("stays as the log stood with an event, whatever comes after it", async () => {
    const look = (query: object) =>
      searchAudit(database.db, "ben", auditQuery.parse({ action: "kept still", pageSize: 5, ...query }));
    const note = (object: string) =>
      asPerson(database.db, "ben", (tx) =>
        appendAudit(tx, { action: "kept still", object, payload: { trial: trial.id } }),
      );
    for (let n = 1; n <= 7; n++) await note(`still:${n}`);
    const first = await look({});
    expect(first.rows.map((e) => e.object)).toEqual([7, 6, 5, 4, 3].map((n) => `still:${n}`));
    for (const n of [8, 9, 10]) await note(`still:${n}`);
    const upTo = first.rows[0]!.seq;
    const second = await look({ upTo, page: 2 });
    expect(second.rows.map((e) => e.object)).toEqual(["still:2", "still:1"]);
    expect(second.total).toBe(7);
    expect((await look({ page: 2 })).rows.map((e) => e.object)).toContain("still:5");
  });

  test("takes signs of a pattern as they stand", async () => {
    expect(await found({ search: "100% _sure_" })).toHaveLength(3);
    expect(await found({ search: "100_ %sure" })).toHaveLength(0);
  });

  test("shows a stranger nothing of a trial, whatever is asked for", async () => {
    for (const query of [{}, { trial: "small-trial" }, { actor: "ada" }, { search: trial.id }])
      expect(await found(query, "stranger")).toEqual([]);
  });

  test("tells who administers a trial of its people's sign-ins, refused ones too, and nobody else", async () => {
    await plantPerson(database.db, trial.id, "data-manager", null, "dan");
    await plantPerson(database.db, trial.id, "administrator", trial.sites.north, "chief of one site");
    await plantPerson(database.db, trial.id, "reader", null, "gone");
    await database.admin`update identity.membership set revoked_at = now() where user_id = 'gone'`;
    const note = (action: string, person: string | undefined) =>
      noteSignIn(database.db, action, person, { email: `${person ?? "mallory"}@test.example` });
    await note("sign-in", "ada");
    await note("sign-in-refused", "ada");
    await note("sign-in-refused", "gone");
    await note("sign-in-refused", undefined);
    await note("sign-in-refused", "stranger");
    const told = async (by: string, query: object = {}) =>
      (await searchAudit(database.db, by, auditQuery.parse(query))).rows
        .filter((e) => e.action.startsWith("sign-in"))
        .map((e) => `${e.words} ${e.object}`)
        .sort();
    const unknown = "was refused at the sign-in (mallory@test.example) person:unknown";
    const ofAda = ["signed in person:ada", "was refused at the sign-in (Test ada) person:ada"];
    expect(await told("chief")).toEqual([
      ofAda[0],
      ofAda[1],
      "was refused at the sign-in (Test gone) person:gone",
      unknown,
    ]);
    expect(await told("chief", { action: "sign-in-refused", actor: "ada" })).toEqual([ofAda[1]]);
    expect(await told("chief", { search: "mallory@" })).toEqual([unknown]);
    expect(await told("chief", { actor: "Mallory@test" })).toEqual([unknown]);
    expect(await told("chief", { actor: "mallory_test" })).toEqual([]);
    expect(await told("stranger")).toEqual(["was refused at the sign-in (Test stranger) person:stranger", unknown]);
    for (const by of ["ada", "dan", "chief of one site", "nobody"]) expect(await told(by), by).toEqual([]);
    // Who is gone from here and works elsewhere is no more of this trial's.
    await plantMember("gone");
    expect(await told("chief")).toEqual([...ofAda, unknown]);
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
