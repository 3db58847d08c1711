import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { appendAudit, asPerson, asSystem, connect, retract, supersede, verifyAudit } from "./index.ts";
import { type TestDatabase, testDatabase } from "./testing/index.ts";
import { addMember, type PlantedTrial, plantTrial, recorded } from "./testing/planted-trial.ts";

let t: TestDatabase;
let trial: PlantedTrial;
let observation: string;
let retracted: string;
beforeAll(async () => {
  t = await testDatabase();
  trial = await plantTrial(t.db, "one", 1);
  await addMember(t.db, "ann", trial.trialId, "coordinator");
  const subject = trial.subjects[0]!;
  const plain = { trial_id: trial.trialId, site_id: subject.siteId, subject_id: subject.id, date: "2024-02-01" };
  [observation, retracted] = await asPerson(t.db, "ann", async (tx) => [
    await recorded(tx, "observation", { ...plain, code: "LDH", value: 7 }, { value: 7 }),
    await recorded(tx, "observation", { ...plain, code: "CRP", value: 3 }, { value: 3 }),
  ]);
  await asPerson(t.db, "ann", (tx) => supersede(tx, "observation", observation, { value: 8 }, "typing error"));
  await asPerson(t.db, "ann", (tx) => retract(tx, "observation", retracted, "of another patient"));
  await asPerson(t.db, "ann", (tx) => appendAudit(tx, { action: "said", object: "end", payload: {} }));
});
afterAll(() => t.close());

/** Past the triggers, as only the owner of the database can; undone afterwards. */
async function withTampering(table: string, statements: readonly string[], work: () => Promise<void>): Promise<void> {
  await t.admin.begin(async (sql) => {
    await sql.unsafe("set local session_replication_role = replica");
    await sql.unsafe(`create table kept as table ${table}`);
    for (const statement of statements) await sql.unsafe(statement);
  });
  try {
    await work();
  } finally {
    await t.admin.begin(async (sql) => {
      await sql.unsafe("set local session_replication_role = replica");
      await sql.unsafe(`delete from ${table}`);
      await sql.unsafe(`insert into ${table} select * from kept`);
      await sql.unsafe("drop table kept");
    });
  }
  expect(await verifyAudit(t.db)).toMatchObject({ ok: true });
}

test("corrections and retractions by the rules leave everything verified", async () => {
  expect(await t.admin`select from record.observation where recorded_by = 'ann'`).toHaveLength(4);
  expect(await verifyAudit(t.db)).toMatchObject({ ok: true });
});

test("whatever the session's time zone and float digits, the same rows verify", async () => {
  const [name] = await t.admin<{ name: string }[]>`select current_database() as name`;
  await t.admin.unsafe(`alter database "${name!.name}" set timezone = 'Asia/Tokyo'`);
  await t.admin.unsafe(`alter database "${name!.name}" set extra_float_digits = 0`);
  const elsewhere = connect(t.appUrl, { max: 1 });
  expect(await elsewhere.sql`show timezone`).toEqual([{ TimeZone: "Asia/Tokyo" }]);
  await addMember(elsewhere, "bob", trial.trialId, "board");
  for (const db of [elsewhere, t.db]) expect(await verifyAudit(db)).toMatchObject({ ok: true });
  await elsewhere.close();
});

describe("a row tampered with by the owner of the database is named", () => {
  const cases: readonly [name: string, table: string, statement: () => string, row: () => object][] = [
    [
      "a typed column of a live row, its document left",
      "record.observation",
      () => `update record.observation set value = 800 where id = '${observation}'`,
      () => ({ key: observation, version: 2, why: expect.stringContaining("content"), seq: expect.any(Number) }),
    ],
    [
      "a former version",
      "record.observation",
      () => `update record.observation set value = 70 where superseded_by = '${observation}'`,
      () => ({ key: observation, version: 1 }),
    ],
    [
      "a document, its columns left",
      "record.subject",
      () =>
        `update record.subject set document = document || '{"sex":"unknown"}' where id = '${trial.subjects[0]!.id}'`,
      () => ({ key: trial.subjects[0]!.id, version: 1 }),
    ],
    [
      "who recorded it",
      "record.visit",
      () => `update record.visit set recorded_by = 'somebody' where id = '${trial.subjects[1]!.visitIds[0]}'`,
      () => ({ key: trial.subjects[1]!.visitIds[0] }),
    ],
    [
      "a retraction taken back",
      "record.observation",
      () => `update record.observation set superseded_at = null where id = '${retracted}'`,
      () => ({ key: retracted, version: 2 }),
    ],
    [
      "a row removed",
      "record.observation",
      () => `delete from record.observation where id = '${observation}'`,
      () => ({ key: observation, version: 2, why: "it was removed" }),
    ],
    [
      "a row added past the triggers",
      "record.site",
      () =>
        `insert into record.site select (jsonb_populate_record(s, '{"id":"00000000-0000-4000-8000-000000000009","key":"ghost"}')).* from record.site s limit 1`,
      () => ({ key: "00000000-0000-4000-8000-000000000009", why: "it was never logged", seq: null }),
    ],
    [
      "a role",
      "identity.membership",
      () => "update identity.membership set role = 'administrator' where user_id = 'ann'",
      () => ({ version: 1, subject: null }),
    ],
  ];
  test.each(cases)("%s", async (_name, table, statement, row) => {
    await withTampering(table, [statement()], async () => {
      const verdict = await verifyAudit(t.db);
      expect(verdict).toMatchObject({ ok: false, rowCount: 1, rows: [{ table, ...row() }] });
      expect((verdict as { why: string }).why).toContain(`the row ${table} `);
    });
  });

  test("with the subject's key, and all of several", async () => {
    const subject = trial.subjects[0]!;
    await withTampering(
      "record.measurement",
      [`update record.measurement set longest_mm = 1 where subject_id = '${subject.id}'`],
      async () => {
        const verdict = await verifyAudit(t.db);
        if (verdict.ok) throw new Error("not noticed");
        expect(verdict.rowCount).toBeGreaterThan(1);
        expect(verdict.rows.map((r) => r.subject)).toEqual(verdict.rows.map(() => subject.key));
        expect(verdict.why).toContain(`of subject ${subject.key}`);
      },
    );
  });
});

test("every logged table is compared, but for the sealed and the opened outcomes", async () => {
  const marked = await t.admin<{ name: string; marks: boolean }[]>`
    select n.nspname || '.' || c.relname as name, pg_get_triggerdef(g.oid) like '%\\_mark(%' as marks
      from pg_trigger g join pg_class c on c.oid = g.tgrelid join pg_namespace n on n.oid = c.relnamespace
     where g.tgname = 'log_insert' order by 1`;
  expect(marked.filter((m) => !m.marks).map((m) => m.name)).toEqual(["analysis.outcome", "sealed.outcome"]);
  // One row of each, never logged, must be noticed: the comparison and the triggers name the same tables.
  const { rowTables } = await import("./audit-rows.ts");
  expect([...rowTables].sort()).toEqual(marked.filter((m) => m.marks).map((m) => m.name));
});

test("a verification under concurrent writers raises no false alarm", async () => {
  const subject = trial.subjects[0]!;
  const plain = { trial_id: trial.trialId, site_id: subject.siteId, subject_id: subject.id, date: "2024-03-01" };
  const write = async () => {
    for (let n = 0; n < 60; n++)
      await asSystem(t.db, "write on", async (tx) => {
        const id = await recorded(tx, "observation", { ...plain, code: "NLR", ordinal: n, value: n }, { n });
        await supersede(tx, "observation", id, { value: n + 0.5 }, "again");
      });
  };
  const verify = async () => {
    for (let n = 0; n < 8; n++) expect(await verifyAudit(t.db)).toMatchObject({ ok: true });
  };
  await Promise.all([write(), verify()]);
});
