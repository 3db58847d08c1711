import { asPerson } from "@nadir/db";
import { type TestDatabase, testDatabase } from "@nadir/db/testing";
import type { Refusal } from "@nadir/domain";
import { afterAll, beforeAll, expect, it } from "vitest";
import { plantPerson, plantTrial } from "../read/testing/plant-trial.ts";
import { dataLocks, lockData, unlockData } from "./index.ts";
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

  expect(await act(lockData, "data-manager")).toBe("done");
  expect(await act(lockData, "administrator")).toBe("DATA_LOCKED");
  const write = () =>
    asPerson(test.db, "coordinator", async ({ sql }) => {
      await sql`update record.observation set reason = reason`;
      await sql`update record.visit set superseded_at = now(), reason = 'wrong day' where key = 'FU2'`;
    });
  await expect(write()).rejects.toMatchObject({
    code: "DATA_LOCKED",
    message: expect.stringMatching(/^The data of this trial are locked since \d{4}-\d\d-\d\d \d\d:\d\d UTC: /),
  });
  expect(await act(unlockData, "data-manager")).toBe("SECOND_PERSON_NEEDED");
  expect(await act(unlockData, "administrator", { reason: "A wrong day at the north site." })).toBe("done");
  expect(await dataLocks(test.db, "coordinator")).toEqual([
    {
      trial: "small-trial",
      lockedAt: expect.any(Date),
      lockedBy: "Test data-manager",
      reason: "Cleaned.",
      unlockedAt: expect.any(Date),
      unlockedBy: "Test administrator",
      unlockReason: "A wrong day at the north site.",
    },
  ]);
  expect(await codeOf(write())).toBe("done");
});
