import { asPerson } from "@nadir/db";
import { type TestDatabase, testDatabase } from "@nadir/db/testing";
import { hashOf, type Refusal } from "@nadir/domain";
import { afterAll, beforeAll, expect, it } from "vitest";
import { readEntryForm } from "../entry/index.ts";
import { plantPerson, plantTrial } from "../read/testing/plant-trial.ts";
import { listReads } from "../reads/index.ts";
import { dataLocks, lockableTrials, lockData, unlockData } from "./index.ts";
import { hashPassword } from "./password.ts";

let test: TestDatabase;
const PASSWORD = "seven grey herons wade";
const person = (id: string) => ({ id, name: `Test ${id}`, email: `${id}@test.example` });
const codeOf = (work: Promise<unknown>) =>
  work.then(
    () => "done",
    (error: Refusal) => error.code,
  );
beforeAll(async () => {
  test = await testDatabase();
  const trial = await plantTrial(test.db);
  for (const role of ["administrator", "data-manager", "coordinator"]) await plantPerson(test.db, trial.id, role);
  await plantPerson(test.db, trial.id, "data-manager", trial.sites.north, "at-site");
  await test.admin`
    insert into identity.account (id, account_id, provider_id, user_id, password)
    select id, id, 'credential', id, ${await hashPassword(PASSWORD)} from identity."user" where id <> 'system'`;
});
afterAll(() => test.close());

it("the data of a trial are locked and unlocked by two persons, with password and reason; each act is told with both", async () => {
  const act = (work: typeof lockData, id: string, more: object = {}) =>
    codeOf(work(test.db, person(id), { trial: "small-trial", reason: "Cleaned.", password: PASSWORD, ...more }));
  expect(await act(lockData, "coordinator")).toBe("NOT_ALLOWED");
  expect(await act(lockData, "at-site")).toBe("NOT_ALLOWED");
  expect(await act(lockData, "administrator", { trial: "other" })).toBe("TRIAL_UNKNOWN");
  expect(await act(lockData, "administrator", { reason: "  " })).toBe("REASON_MISSING");
  expect(await act(lockData, "administrator", { password: "x" })).toBe("SIGNATURE_MISSING");
  expect(await act(unlockData, "administrator")).toBe("DATA_NOT_LOCKED");
  expect(await dataLocks(test.db, "coordinator")).toEqual([]);
  const told = async (id: string) =>
    (await asPerson(test.db, id, (tx) => readEntryForm(tx, id, { trial: "small-trial" }))).locked;
  const toldReading = async (id: string) =>
    (await asPerson(test.db, id, (tx) => listReads(tx, id, "small-trial"))).locked;
  expect(await told("coordinator")).toBeNull();

  expect(await act(lockData, "data-manager")).toBe("done");
  expect(await act(lockData, "administrator")).toBe("DATA_LOCKED");
  // Before anybody begins what could not be recorded.
  const lock = { since: expect.any(Date), by: "Test data-manager", byYou: false, reason: "Cleaned." };
  expect(await told("coordinator")).toEqual(lock);
  expect(await toldReading("coordinator")).toEqual(lock);
  expect(await toldReading("data-manager")).toEqual({ ...lock, byYou: true });
  const signature = async (id: string) => (await dataLocks(test.db, id))[0]?.signature;
  const meaning = "The data of this trial are as they should be, and are locked.";
  for (const id of ["data-manager", "administrator"])
    expect(await signature(id)).toMatchObject({ meaning, broken: null, hash: expect.stringMatching(/^[0-9a-f]{64}$/) });
  // Who does not see the whole record cannot tell.
  for (const id of ["coordinator", "at-site"]) expect(await signature(id)).toBeNull();
  // Changed past the rules, by the owner of the database.
  const [row] = await test.admin<{ id: string; document: object }[]>`
    select id, document from record.measurement where superseded_at is null limit 1`;
  const set = (document: object) =>
    test.admin.begin(async (sql) => {
      await sql`set local session_replication_role = replica`;
      await sql`update record.measurement set document = ${sql.json(document as never)} where id = ${row!.id}`;
    });
  await set({ ...row!.document, longestMm: 1 });
  expect(await signature("administrator")).toMatchObject({
    broken: "The record of this trial is not the one that was locked.",
  });
  await set(row!.document);
  expect(await signature("administrator")).toMatchObject({ broken: null });
  const write = () =>
    asPerson(test.db, "coordinator", async ({ sql }) => {
      await sql`update record.observation set reason = reason`;
      await sql`update record.visit set superseded_at = now(), reason = 'wrong day' where key = 'FU2'`;
    });
  await expect(write()).rejects.toMatchObject({
    code: "DATA_LOCKED",
    message: expect.stringMatching(/^The data of this trial are locked since \d{4}-\d\d-\d\d \d\d:\d\d UTC: /),
  });
  expect((await dataLocks(test.db, "data-manager"))[0]).toMatchObject({ byYou: true });
  expect((await dataLocks(test.db, "administrator"))[0]).toMatchObject({ byYou: false });
  expect(await act(unlockData, "data-manager")).toBe("SECOND_PERSON_NEEDED");
  expect(await act(unlockData, "administrator", { reason: "A wrong day at the north site." })).toBe("done");
  expect(await told("coordinator")).toBeNull();
  expect(await dataLocks(test.db, "coordinator")).toEqual([
    {
      trial: "small-trial",
      lockedAt: expect.any(Date),
      lockedBy: "Test data-manager",
      byYou: false,
      reason: "Cleaned.",
      unlockedAt: expect.any(Date),
      unlockedBy: "Test administrator",
      unlockReason: "A wrong day at the north site.",
      signature: null,
    },
  ]);
  const signed = await test.admin<Record<string, unknown>[]>`
    select act, person, meaning, lock_id as lock, record_hash as record, signature_hash as hash
      from identity.data_lock_signature order by at`;
  expect(signed.map(({ act, person }) => [act, person])).toEqual([
    ["lock", "data-manager"],
    ["unlock", "administrator"],
  ]);
  // Unlocked before anything was written: the record is still the one that was locked.
  expect(signed[0]!["record"]).toBe(signed[1]!["record"]);
  for (const { hash, ...said } of signed) expect(hash).toBe(hashOf(said));
  expect(await codeOf(write())).toBe("done");
  await expect(
    asPerson(
      test.db,
      "administrator",
      ({ sql }) => sql`
        insert into identity.data_lock_signature (trial_id, lock_id, act, person, meaning, record_hash, signature_hash)
        select trial_id, id, 'lock', 'administrator', 'x', ${hashOf(0)}, ${hashOf(0)} from identity.data_lock`,
    ),
  ).rejects.toMatchObject({ code: "SIGNATURE_FORGED" });
});

it("who alone could unlock a trial is told so before, and does not lock it for good", async () => {
  const alone = await plantTrial(test.db, "one-person");
  const give = (id: string, role: string, site: string | null = null) => plantPerson(test.db, alone.id, role, site, id);
  await give("sole", "administrator");
  await give("their-coordinator", "coordinator");
  await give("manager-at-north", "data-manager", alone.sites.north);
  const account = (id: string) => test.admin`
    insert into identity.account (id, account_id, provider_id, user_id, password)
    select ${id}, ${id}, 'credential', ${id}, password from identity.account where user_id = 'administrator'`;
  for (const id of ["sole", "their-coordinator", "manager-at-north"]) await account(id);
  const lock = () =>
    codeOf(lockData(test.db, person("sole"), { trial: "one-person", reason: "Cleaned.", password: PASSWORD }));
  expect(await lockableTrials(test.db, "sole")).toEqual([{ trial: "one-person", others: [] }]);
  for (const id of ["their-coordinator", "manager-at-north"]) expect(await lockableTrials(test.db, id)).toEqual([]);
  expect(await lock()).toBe("NOBODY_UNLOCKS");
  // Whose sign-in was ended unlocks nothing either.
  await give("left", "data-manager");
  expect(await lock()).toBe("NOBODY_UNLOCKS");
  await give("second", "data-manager");
  await account("second");
  expect(await lockableTrials(test.db, "sole")).toEqual([{ trial: "one-person", others: ["Test second"] }]);
  expect(await lock()).toBe("done");
});
