import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { asPerson, asSystem, type Tx } from "./index.ts";
import { type TestDatabase, testDatabase } from "./testing/index.ts";
import { addMember, type PlantedTrial, plantTrial, recorded } from "./testing/planted-trial.ts";

let t: TestDatabase;
let trial: PlantedTrial;

const ENTERING = ["coordinator", "data-manager", "administrator"] as const;
const LOOKING = ["board", "reader", "statistician"] as const;

beforeAll(async () => {
  t = await testDatabase();
  trial = await plantTrial(t.db, "one");
  for (const role of [...ENTERING, ...LOOKING]) {
    await addMember(t.db, `${role} of all`, trial.trialId, role);
    await addMember(t.db, `${role} of north`, trial.trialId, role, trial.siteIds[0]);
  }
  // Who read the planted measurements.
  await addMember(t.db, "r1", trial.trialId, "reader", trial.siteIds[0]);
  await addMember(t.db, "two roles", trial.trialId, "board");
  await addMember(t.db, "two roles", trial.trialId, "coordinator", trial.siteIds[0]);
});
afterAll(() => t.close());

const north = () => trial.subjects.find((s) => s.siteId === trial.siteIds[0])!;
const south = () => trial.subjects.find((s) => s.siteId === trial.siteIds[1])!;
const NOT_THEIRS = { name: "Refusal", problems: [{ code: "NOT_A_MEMBER" }] };
const NOT_THEIR_ROLE = {
  name: "Refusal",
  problems: [
    { code: "NOT_ALLOWED", message: expect.stringContaining("No role of this person in this trial enters data") },
  ],
};

let written = 0;
const addObservation = (person: string, of: { id: string; siteId: string }) =>
  asPerson(t.db, person, (tx) =>
    recorded(tx, "observation", {
      trial_id: trial.trialId,
      site_id: of.siteId,
      subject_id: of.id,
      date: "2024-01-02",
      code: `CODE${++written}`,
      value: 3,
    }),
  );
const correct = (table: string, of: { id: string }) => (tx: Tx) =>
  tx.sql`update ${tx.sql(`record.${table}`)} set reason = 'read again'
          where ${tx.sql(table === "subject" ? "id" : "subject_id")} = ${of.id} and superseded_at is null`;
const corrected = async (person: string, table: string, of: { id: string }) =>
  (await asPerson(t.db, person, correct(table, of))).count;

describe("who may enter data", () => {
  test("every table of the record asks for a role on INSERT and on UPDATE", async () => {
    const rows = await t.admin`
      select c.relname as name from pg_class c
       where c.relkind = 'r' and c.relnamespace = 'record'::regnamespace
         and (select count(distinct p.polcmd) from pg_policy p
               where p.polrelid = c.oid and not p.polpermissive and p.polcmd in ('a', 'w')) <> 2`;
    expect(rows.map((r) => r["name"])).toEqual([]);
  });

  test.each(ENTERING)("%s: adds and corrects within its own site or trial, not elsewhere", async (role) => {
    expect(await addObservation(`${role} of all`, south())).toBeTruthy();
    expect(await addObservation(`${role} of north`, north())).toBeTruthy();
    expect(await corrected(`${role} of north`, "subject", north())).toBe(1);
    await expect(addObservation(`${role} of north`, south())).rejects.toMatchObject(NOT_THEIRS);
    expect(await corrected(`${role} of north`, "subject", south())).toBe(0);
  });

  test.each(LOOKING)("%s: neither adds nor corrects, in the whole trial or in its site", async (role) => {
    for (const person of [`${role} of all`, `${role} of north`]) {
      await expect(addObservation(person, north())).rejects.toMatchObject(NOT_THEIR_ROLE);
      for (const table of ["subject", "visit"])
        await expect(corrected(person, table, north())).rejects.toMatchObject(NOT_THEIR_ROLE);
    }
    await expect(
      asPerson(
        t.db,
        `${role} of all`,
        ({ sql }) => sql`update record.trial set reason = 'x', title = 'mine' where id = ${trial.trialId}`,
      ),
    ).rejects.toMatchObject(NOT_THEIR_ROLE);
  });

  test("a reader corrects own measurements at its site, not another's; a board member and a statistician correct none", async () => {
    expect(await corrected("r1", "measurement", north())).toBeGreaterThan(0);
    expect(await corrected("r1", "measurement", south())).toBe(0);
    expect(await corrected("reader of north", "measurement", north())).toBe(0);
    for (const role of ["board", "statistician"])
      await expect(corrected(`${role} of north`, "measurement", north())).rejects.toMatchObject(NOT_THEIR_ROLE);
  });

  test("a role at one site does not carry to a site that the person only looks at", async () => {
    expect(await addObservation("two roles", north())).toBeTruthy();
    await expect(addObservation("two roles", south())).rejects.toMatchObject(NOT_THEIR_ROLE);
    await expect(corrected("two roles", "subject", south())).rejects.toMatchObject(NOT_THEIR_ROLE);
  });

  test("the service person stays allowed", async () => {
    expect((await asSystem(t.db, "read again", correct("subject", south()))).count).toBe(1);
  });

  test("the question is asked once a statement, not once a row", async () => {
    const plan = await asPerson(t.db, "coordinator of all", async ({ sql }) =>
      JSON.stringify(
        (
          await sql`explain (analyze, format json) update record.measurement set reason = 'x' where superseded_at is null`
        )[0],
      ),
    );
    const loops = [...plan.matchAll(/"Subplan Name":"InitPlan[^}]*?"Actual Loops":(\d+)/g)].map((m) => Number(m[1]));
    expect(loops.length).toBeGreaterThan(0);
    for (const n of loops) expect(n).toBeLessThanOrEqual(1);
  });
});
