import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { asPerson, asSystem, type Tx, verifyAudit } from "./index.ts";
import { type TestDatabase, testDatabase } from "./testing/index.ts";
import { addMember, insertOne, type PlantedTrial, plantTrial } from "./testing/planted-trial.ts";

let t: TestDatabase;
let trial: PlantedTrial;
let other: PlantedTrial;
beforeAll(async () => {
  t = await testDatabase();
  trial = await plantTrial(t.db, "locked");
  other = await plantTrial(t.db, "other");
  await addMember(t.db, "manager", trial.trialId, "data-manager");
  await addMember(t.db, "chief", trial.trialId, "administrator");
  await addMember(t.db, "entering", trial.trialId, "coordinator");
  await addMember(t.db, "board", trial.trialId, "board");
});
afterAll(() => t.close());

const codeOf = (work: Promise<unknown>) =>
  work.then(
    () => "done",
    (error: { code?: string }) => error.code ?? String(error),
  );
const lock = (tx: Tx, of = trial) =>
  tx.sql`insert into identity.data_lock (trial_id, reason) values (${of.trialId}, 'All queries are answered.') returning id`;
const unlock = (tx: Tx, reason = "A site found a wrong date.") =>
  tx.sql`update identity.data_lock set unlocked_at = now(), unlock_reason = ${reason}, unlocked_by = 'somebody else'
          where trial_id = ${trial.trialId} and unlocked_at is null returning unlocked_by`;
const observe = (of: PlantedTrial) => (tx: Tx) => {
  const subject = of.subjects[0]!;
  return insertOne(tx, "record.observation", {
    trial_id: of.trialId,
    site_id: subject.siteId,
    subject_id: subject.id,
    date: "2024-02-01",
    code: `LDH-${Math.random()}`,
    value: 1,
    unit: "U/L",
    document: tx.sql.json({}),
    content_hash: "ab".repeat(32),
  });
};

describe("a data lock", () => {
  test("holds every table of the record that has rows of a trial", async () => {
    const tables = await t.admin<{ name: string; held: boolean }[]>`
      select c.relname as name,
             2 = (select count(*) from pg_trigger g where g.tgrelid = c.oid and g.tgname in ('held_insert', 'held_update')) as held
        from pg_class c join pg_namespace n on n.oid = c.relnamespace
       where n.nspname = 'record' and c.relkind = 'r'`;
    expect(tables.length).toBeGreaterThan(16);
    expect(tables.filter((row) => !row.held)).toEqual([]);
  });

  test("is set by who looks after the trial, for a reason, once; then nobody writes, not even the system", async () => {
    const live = () =>
      t.admin`select 1 from record.observation where trial_id = ${trial.trialId} and superseded_at is null`;
    const before = await live();
    expect(await codeOf(asPerson(t.db, "entering", observe(trial)))).toBe("done");
    for (const person of ["entering", "board"]) expect(await codeOf(asPerson(t.db, person, lock))).not.toBe("done");
    expect(
      await codeOf(
        asPerson(
          t.db,
          "manager",
          (tx) => tx.sql`insert into identity.data_lock (trial_id, reason) values (${trial.trialId}, '  ')`,
        ),
      ),
    ).not.toBe("done");
    expect(await codeOf(asPerson(t.db, "manager", lock))).toBe("done");
    expect(await codeOf(asPerson(t.db, "chief", lock))).not.toBe("done");
    expect(await codeOf(asPerson(t.db, "entering", observe(trial)))).toBe("DATA_LOCKED");
    expect(await codeOf(asSystem(t.db, "an import", observe(trial)))).toBe("DATA_LOCKED");
    // A correction is a new version: refused as well, and what stands stays live.
    const supersede = (tx: Tx) =>
      tx.sql`update record.observation set superseded_at = now(), reason = 'wrong' where trial_id = ${trial.trialId}`;
    expect(await codeOf(asSystem(t.db, "a correction", supersede))).toBe("DATA_LOCKED");
    expect(
      await codeOf(
        asSystem(
          t.db,
          "the trial itself",
          (tx) =>
            tx.sql`update record.trial set superseded_at = now(), reason = 'new version' where id = ${trial.trialId}`,
        ),
      ),
    ).toBe("DATA_LOCKED");
    expect(await codeOf(asSystem(t.db, "another trial", observe(other)))).toBe("done");
    expect(await live()).toHaveLength(before.length + 1);
  });

  test("is ended by another person who looks after the trial, for a reason; the database says by whom", async () => {
    expect(await codeOf(asPerson(t.db, "manager", unlock))).toBe("SECOND_PERSON_NEEDED");
    expect(await codeOf(asPerson(t.db, "chief", (tx) => unlock(tx, " ")))).not.toBe("done");
    expect(await asPerson(t.db, "board", unlock)).toHaveLength(0);
    expect(await codeOf(asPerson(t.db, "entering", observe(trial)))).toBe("DATA_LOCKED");
    expect(await asPerson(t.db, "chief", unlock)).toEqual([{ unlocked_by: "chief" }]);
    expect(await codeOf(asPerson(t.db, "entering", observe(trial)))).toBe("done");
    expect(
      await codeOf(asPerson(t.db, "chief", (tx) => tx.sql`update identity.data_lock set unlock_reason = 'another'`)),
    ).toBe("DATA_LOCK_ENDED");
    expect(await codeOf(asSystem(t.db, "remove", (tx) => tx.sql`delete from identity.data_lock`))).not.toBe("done");
    expect(await asPerson(t.db, "manager", lock)).toHaveLength(1);
    const rows = await t.admin`select locked_by, unlocked_by from identity.data_lock order by locked_at`;
    expect(rows).toEqual([
      { locked_by: "manager", unlocked_by: "chief" },
      { locked_by: "manager", unlocked_by: null },
    ]);
    expect(await asPerson(t.db, "chief", unlock)).toHaveLength(1);
  });

  test("waits for who is writing, so that nothing is written after it", async () => {
    let go = () => {};
    const mayEnd = new Promise<void>((resolve) => {
      go = resolve;
    });
    let wrote = () => {};
    const hasWritten = new Promise<void>((resolve) => {
      wrote = resolve;
    });
    const ended: string[] = [];
    const writing = asSystem(t.db, "a long import", async (tx) => {
      await observe(trial)(tx);
      wrote();
      await mayEnd;
    }).then(() => ended.push("written"));
    await hasWritten;
    const locking = asPerson(t.db, "manager", lock).then(() => ended.push("locked"));
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect(ended).toEqual([]);
    go();
    await Promise.all([writing, locking]);
    expect(ended).toEqual(["written", "locked"]);
  });

  test("is in the log, and a lock that was removed past it is named", async () => {
    expect(await verifyAudit(t.db)).toMatchObject({ ok: true });
    await t.admin`alter table identity.data_lock disable trigger user`;
    await t.admin`update identity.data_lock set unlocked_at = now(), unlocked_by = 'chief', unlock_reason = 'quietly' where unlocked_at is null`;
    expect(await verifyAudit(t.db)).toMatchObject({ ok: false, rows: [{ table: "identity.data_lock" }] });
  });
});
