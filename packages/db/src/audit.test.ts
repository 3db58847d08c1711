import { hashOf } from "@nadir/domain";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { appendAudit, asAuditor, asModeller, asPerson, asSystem, auditHead, connect, verifyAudit } from "./index.ts";
import { type TestDatabase, testDatabase } from "./testing/index.ts";
import { addMember, addPerson, type PlantedTrial, plantTrial, recorded } from "./testing/planted-trial.ts";

let t: TestDatabase;
let trial: PlantedTrial;
beforeAll(async () => {
  t = await testDatabase();
  trial = await plantTrial(t.db, "one", 1);
  await addMember(t.db, "ann", trial.trialId, "coordinator");
  await addMember(t.db, "dan", trial.trialId, "data-manager");
});
afterAll(() => t.close());

const events = () => t.admin<Record<string, unknown>[]>`select * from audit.event order by seq`;
const say = (personId: string, n: number) =>
  asPerson(t.db, personId, (tx) => appendAudit(tx, { action: "said", object: "test", payload: { n } }));

describe("what is logged", () => {
  test("a statement on a record table leaves one event with ids and hashes, under its person and trial", async () => {
    const document = { value: 7 };
    const id = await asPerson(t.db, "ann", (tx) =>
      recorded(
        tx,
        "observation",
        {
          trial_id: trial.trialId,
          site_id: trial.siteIds[0],
          subject_id: trial.subjects[0]!.id,
          date: "2024-02-01",
          code: "LDH",
          value: 7,
        },
        document,
      ),
    );
    const last = (await events()).at(-1)!;
    expect(last).toMatchObject({
      actor: "ann",
      action: "inserted",
      object: "record.observation",
      trial_id: trial.trialId,
    });
    expect(JSON.parse(last["payload"] as string)).toEqual({
      content: [[id, hashOf(document)]],
      count: 1,
      op: "insert",
      rows: [[id, "1", expect.stringMatching(/^[0-9a-f]{64}$/)]],
      table: "record.observation",
      trial: trial.trialId,
    });
  });

  test("a correction leaves what was and what is, for the columns that differ, and its reason", async () => {
    const [row] =
      await t.admin`select id from record.observation where code = 'LDH' and value = 7 and superseded_at is null`;
    await asPerson(
      t.db,
      "ann",
      ({ sql }) => sql`update record.observation set value = 8, reason = 'typing error' where id = ${row!["id"]}`,
    );
    const last = (await events()).at(-1)!;
    expect(last).toMatchObject({ actor: "ann", action: "superseded" });
    expect(JSON.parse(last["payload"] as string)).toMatchObject({
      changes: [
        {
          id: [row!["id"]],
          from: { value: 7, version: 1, reason: null },
          to: { value: 8, version: 2, reason: "typing error" },
        },
      ],
      count: 1,
    });
  });

  test("many rows of one statement are one event; a statement without rows is none", async () => {
    const before = await events();
    await asSystem(t.db, "three at once", async ({ sql }) => {
      const row = (n: number) => ({
        trial_id: trial.trialId,
        site_id: trial.siteIds[0],
        subject_id: trial.subjects[0]!.id,
        date: "2024-02-02",
        code: "CRP",
        ordinal: n,
        value: n,
        document: sql.json({ n }),
        content_hash: hashOf(n),
      });
      await sql`insert into record.observation ${sql([row(0), row(1), row(2)])}`;
      await sql`update record.observation set value = 1, reason = 'x' where false`;
    });
    const after = await events();
    expect(after).toHaveLength(before.length + 1);
    expect(JSON.parse(after.at(-1)!["payload"] as string)).toMatchObject({ count: 3, reason: "three at once" });
  });

  test("the database administrator's own changes are logged under its role", async () => {
    await t.admin`update record.observation set value = 2, reason = 'by hand' where code = 'CRP' and ordinal = 1 and superseded_at is null`;
    expect((await events()).at(-1)).toMatchObject({ action: "superseded", actor: expect.stringMatching(/^database:/) });
  });

  test("a transaction that is rolled back leaves no event and no gap", async () => {
    const before = await asSystem(t.db, "look", auditHead);
    await expect(
      asPerson(t.db, "ann", async (tx) => {
        await appendAudit(tx, { action: "said", object: "test", payload: {} });
        await tx.sql`update record.observation set value = 9, reason = 'x' where code = 'LDH' and superseded_at is null`;
        throw new Error("no");
      }),
    ).rejects.toThrow("no");
    await say("ann", 1);
    expect((await asSystem(t.db, "look", auditHead)).seq).toBe(before.seq + 1);
  });

  test("what was said comes after what was done before it in the same transaction", async () => {
    const receipt = await asPerson(t.db, "ann", async (tx) => {
      await tx.sql`update record.observation set value = 10, reason = 'order' where code = 'LDH' and superseded_at is null`;
      return appendAudit(tx, { action: "said", object: "after", payload: {} });
    });
    const [done, said] = (await events()).slice(-2);
    expect([done!["action"], said!["object"]]).toEqual(["superseded", "after"]);
    expect(receipt).toEqual({ seq: Number(said!["seq"]), hash: said!["hash"] });
  });

  test("awkward text is hashed alike here and there", async () => {
    for (const text of ['«é» \u2028 \u0001 \u007f \\ " / \n\t\b\f\r 😀', "", "{}"])
      await asPerson(t.db, "ann", (tx) => appendAudit(tx, { action: `said ${text}`, object: text, payload: { text } }));
    expect(await verifyAudit(t.db)).toMatchObject({ ok: true });
  });

  test("every table that must be logged has its triggers", async () => {
    const silent = await t.admin`
      select n.nspname || '.' || c.relname as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
       where c.relkind = 'r' and (n.nspname in ('record', 'validation', 'sealed', 'analysis') or c.oid = 'identity.membership'::regclass)
         and not exists (select from pg_trigger g where g.tgrelid = c.oid and g.tgname = 'log_insert' and g.tgenabled <> 'D')`;
    expect(silent).toEqual([]);
  });
});

describe("what a payload names", () => {
  test("is told to the planner as dear to find: taken for cheap, it read every payload of a grown log", async () => {
    const cost = await t.admin<{ cost: number }[]>`
      select procost as cost from pg_proc where oid = 'audit.named(text)'::regprocedure`;
    expect(cost[0]?.cost).toBeGreaterThanOrEqual(100_000);
  });
});

describe("who may do what with the log", () => {
  test("it is append-only for everyone", async () => {
    for (const statement of [
      "update audit.event set actor = 'x' where seq = 1",
      "delete from audit.event where seq = 1",
      "truncate audit.event",
      "delete from audit.head",
    ])
      await expect(t.admin.unsafe(statement)).rejects.toThrow(/append-only/);
    for (const statement of [
      "update audit.event set actor = 'x'",
      "insert into audit.event select * from audit.event",
      "select audit.chain('a', 'b', 'c', '{}')",
      "select audit.note('a', 'b', '{}')",
      "insert into audit.pending (actor) values ('x')",
      "select * from audit.pending",
    ])
      await expect(asSystem(t.db, "try", ({ sql }) => sql.unsafe(statement))).rejects.toThrow(/permission denied/);
  });

  test("the words of the database are its own", async () => {
    for (const action of ["inserted", "signed", "opened"])
      await expect(
        asPerson(t.db, "ann", (tx) => appendAudit(tx, { action, object: "x", payload: {} })),
      ).rejects.toMatchObject({ code: "AUDIT_ACTION_RESERVED" });
  });

  test("an isolation that cannot see the last event is refused, not forked", async () => {
    await expect(
      t.db.sql.begin("isolation level repeatable read", (sql) => sql`select audit.append('a', 'b', '{}')`),
    ).rejects.toThrow(/READ COMMITTED/);
  });

  test("the application reads it only in the auditor's role, by trial; the modelling role never", async () => {
    await expect(asPerson(t.db, "dan", ({ sql }) => sql`select * from audit.event`)).rejects.toThrow(
      /permission denied/,
    );
    await expect(asModeller(t.db, "dan", ({ sql }) => sql`select * from audit.event`)).rejects.toThrow(
      /permission denied/,
    );
    const two = await plantTrial(t.db, "two", 1);
    const seen = await asAuditor(
      t.db,
      "dan",
      ({ sql }) => sql<{ trial_id: string }[]>`select distinct trial_id from audit.event`,
    );
    expect(seen.map((r) => r.trial_id)).toEqual([trial.trialId]);
    await addPerson(t.db, "eve");
    expect(await asAuditor(t.db, "eve", ({ sql }) => sql`select * from audit.event`)).toHaveLength(0);
    const own = await asAuditor(
      t.db,
      "ann",
      ({ sql }) => sql<{ actor: string }[]>`select distinct actor from audit.event`,
    );
    expect(own.map((r) => r.actor)).toEqual(["ann"]);
    expect(two.trialId).not.toBe(trial.trialId);
  });
});

test("the chain holds under ten connections that append, change and roll back at once", async () => {
  const before = await asSystem(t.db, "look", auditHead);
  const connections = Array.from({ length: 10 }, () => connect(t.appUrl, { max: 1 }));
  const rounds = 40;
  let expected = 0;
  await Promise.all(
    connections.map(async (db, c) => {
      for (let n = 0; n < rounds; n++) {
        const fails = (n + c) % 7 === 0;
        const work = asPerson(db, "ann", async (tx) => {
          if (n % 3 === 0)
            await recorded(tx, "observation", {
              trial_id: trial.trialId,
              site_id: trial.siteIds[0],
              subject_id: trial.subjects[0]!.id,
              date: "2025-01-01",
              code: `c${c}`,
              ordinal: n,
              value: n,
            });
          await appendAudit(tx, { action: "said", object: "crowd", payload: { c, n } });
          if (fails) throw new Error("roll back");
        });
        if (fails) await expect(work).rejects.toThrow("roll back");
        else {
          await work;
          expected += n % 3 === 0 ? 2 : 1;
        }
      }
    }),
  );
  await Promise.all(connections.map((db) => db.close()));
  const verdict = await verifyAudit(t.db);
  expect(verdict).toMatchObject({ ok: true, count: before.seq + expected });
  expect(await t.admin`select * from audit.first_break()`).toHaveLength(0);
  expect(await t.admin`select count(*)::int as n from audit.pending`).toEqual([{ n: 0 }]);
});

describe("tampering by the owner of the database", () => {
  let chain: TestDatabase;
  const LENGTH = 12;
  beforeEach(async () => {
    chain = await testDatabase();
    await addPerson(chain.db, "ann");
    for (let n = 1; n <= LENGTH; n++)
      await asPerson(chain.db, "ann", (tx) => appendAudit(tx, { action: "said", object: `o${n}`, payload: { n } }));
    return () => chain.close();
  });

  /** Past the triggers, as only an owner can. */
  const tamper = (work: (sql: TestDatabase["admin"]) => Promise<unknown>) =>
    chain.admin.begin(async (sql) => {
      await sql`alter table audit.event disable trigger user`;
      await work(sql as unknown as TestDatabase["admin"]);
      await sql`alter table audit.event enable always trigger append_only, enable always trigger append_only_whole`;
    });
  const verdictOfBoth = async (anchors?: { seq: number; hash: string }[]) => {
    const verdict = await verifyAudit(chain.db, anchors ? { anchors } : {});
    const inDatabase = await chain.admin<{ seq: string }[]>`select seq from audit.first_break()`;
    return { verdict, inDatabase: inDatabase[0] ? Number(inDatabase[0].seq) : undefined };
  };

  test("untouched, it holds", async () => {
    const { verdict, inDatabase } = await verdictOfBoth();
    expect(verdict).toMatchObject({ ok: true, count: LENGTH });
    expect(inDatabase).toBeUndefined();
  });

  test.each([1, 2, 6, LENGTH])("a changed payload at %i is named", async (at) => {
    await tamper((sql) => sql`update audit.event set payload = '{"n":99}' where seq = ${at}`);
    const { verdict, inDatabase } = await verdictOfBoth();
    expect(verdict).toMatchObject({ ok: false, seq: at, why: expect.stringContaining("payload") });
    expect(inDatabase).toBe(at);
  });

  test.each([1, 6, LENGTH])("a changed payload with its payload hash made to fit at %i is named", async (at) => {
    await tamper(
      (sql) =>
        sql`update audit.event set payload = '{"n":99}', payload_hash = nadir.sha256_hex('{"n":99}') where seq = ${at}`,
    );
    const { verdict, inDatabase } = await verdictOfBoth();
    expect(verdict).toMatchObject({ ok: false, seq: at });
    expect(inDatabase).toBe(at);
  });

  test.each(["actor", "action", "object"])("a changed %s is named", async (column) => {
    await tamper((sql) => sql`update audit.event set ${sql(column)} = 'other' where seq = 5`);
    expect((await verdictOfBoth()).verdict).toMatchObject({ ok: false, seq: 5 });
  });

  test("a changed time, and a changed trial, are named", async () => {
    await tamper((sql) => sql`update audit.event set at = at + interval '1 microsecond' where seq = 7`);
    expect((await verdictOfBoth()).verdict).toMatchObject({ ok: false, seq: 7 });
    await tamper(
      (sql) =>
        sql`update audit.event set at = at - interval '1 microsecond', trial_id = gen_random_uuid() where seq = 7`,
    );
    expect(await verifyAudit(chain.db)).toMatchObject({ ok: false, seq: 7 });
  });

  test.each([1, 6])("a row removed at %i is named by the one after it", async (at) => {
    await tamper((sql) => sql`delete from audit.event where seq = ${at}`);
    const { verdict, inDatabase } = await verdictOfBoth();
    expect(verdict).toMatchObject({ ok: false, seq: at + 1 });
    expect(inDatabase).toBe(at + 1);
  });

  test("a row removed and the rest renumbered is named", async () => {
    await tamper(async (sql) => {
      await sql`delete from audit.event where seq = 6`;
      for (let n = 7; n <= LENGTH; n++) await sql`update audit.event set seq = seq - 1 where seq = ${n}`;
    });
    expect((await verdictOfBoth()).verdict).toMatchObject({ ok: false, seq: 6 });
  });

  test("two rows exchanged are named", async () => {
    await tamper(async (sql) => {
      await sql`update audit.event set seq = 100 where seq = 4`;
      await sql`update audit.event set seq = 4 where seq = 5`;
      await sql`update audit.event set seq = 5 where seq = 100`;
    });
    expect((await verdictOfBoth()).verdict).toMatchObject({ ok: false, seq: 4 });
  });

  test("a hash rewritten is named; rewritten with all that follow, an anchor names it", async () => {
    const anchor = await chain.admin<{ seq: string; hash: string }[]>`select seq, hash from audit.event where seq = 8`;
    const anchors = anchor.map((a) => ({ seq: Number(a.seq), hash: a.hash }));
    expect(await verifyAudit(chain.db, { anchors })).toMatchObject({ ok: true });
    await tamper((sql) => sql`update audit.event set hash = ${"f".repeat(64)} where seq = 8`);
    expect((await verdictOfBoth()).verdict).toMatchObject({ ok: false, seq: 8 });
    await tamper((sql) => rewriteFrom(sql, 3));
    expect((await verdictOfBoth()).verdict).toMatchObject({ ok: true });
    expect((await verdictOfBoth(anchors)).verdict).toMatchObject({
      ok: false,
      seq: 8,
      why: expect.stringContaining("anchor"),
    });
  });

  test("a cut tail is named, and with the end rewritten too, by an anchor beyond it", async () => {
    const [last] = await chain.admin<{ hash: string }[]>`select hash from audit.event where seq = ${LENGTH}`;
    await tamper((sql) => sql`delete from audit.event where seq > ${LENGTH - 2}`);
    const { verdict, inDatabase } = await verdictOfBoth();
    expect(verdict).toMatchObject({ ok: false, seq: LENGTH - 1 });
    expect(inDatabase).toBe(LENGTH);
    await tamper(
      (sql) =>
        sql`update audit.head set seq = ${LENGTH - 2}, hash = (select hash from audit.event where seq = ${LENGTH - 2})`,
    );
    expect((await verdictOfBoth()).verdict).toMatchObject({ ok: true });
    expect((await verdictOfBoth([{ seq: LENGTH, hash: last!.hash }])).verdict).toMatchObject({
      ok: false,
      seq: LENGTH,
    });
  });

  /** What a careful forger does: changes one event and makes every later hash fit. */
  async function rewriteFrom(sql: TestDatabase["admin"], from: number): Promise<void> {
    await sql`update audit.event set payload = '{"n":99}', payload_hash = nadir.sha256_hex('{"n":99}') where seq = ${from}`;
    // Away from the unique hashes first.
    await sql`update audit.event set hash = 'x' || seq, prev_hash = 'x' || seq where seq >= ${from}`;
    for (let n = from; n <= LENGTH; n++) {
      await sql`update audit.event set prev_hash = (select hash from audit.event where seq = ${n - 1}) where seq = ${n}`;
      await sql`update audit.event set hash = audit.event_hash(seq, at, actor, action, object, payload_hash, prev_hash) where seq = ${n}`;
    }
    await sql`update audit.head set hash = (select hash from audit.event where seq = ${LENGTH})`;
  }
});
