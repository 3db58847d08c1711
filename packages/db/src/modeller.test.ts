import { hashOf } from "@nadir/domain";
import postgres from "postgres";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { asModeller, asPerson, asSystem, connect, type Database, supersede, type Tx } from "./index.ts";
import { type TestDatabase, testDatabase } from "./testing/index.ts";
import { AUTHOR, type PlantedSeal, plantSeal } from "./testing/planted-protocol.ts";
import { addMember, plantTrial, VISIT_DAYS } from "./testing/planted-trial.ts";

/** validation.md §3.1: what a modelling role must not see, and the side doors. Tried as each role on a live server. */
let t: TestDatabase;
let seal: PlantedSeal;
/** The modelling role signed in by itself. */
let modeller: Database;
const [, INDEX_DAY] = VISIT_DAYS;

beforeAll(async () => {
  t = await testDatabase();
  seal = await plantSeal(t.db, await plantTrial(t.db, "one"));
  await addMember(t.db, "ann", seal.trial.trialId, "coordinator");
  modeller = connect(t.modellerUrl, { max: 2 });
});
afterAll(async () => {
  await modeller.close();
  await t.close();
});

/** Two ways to be blinded: the modelling role, and a person who is nothing but a statistician of the trial. */
const blinded = {
  "the modelling role": <T>(work: (tx: Tx) => Promise<T>) => asModeller(t.db, "ann", work),
  "the modelling role signed in by itself": <T>(work: (tx: Tx) => Promise<T>) => asModeller(modeller, "ann", work),
  "a statistician": <T>(work: (tx: Tx) => Promise<T>) => asPerson(t.db, AUTHOR, work),
};

describe.each(Object.entries(blinded))("%s", (_who, as) => {
  const seen = (table: string, columns: string) =>
    as(({ sql }) => sql.unsafe<Record<string, unknown>[]>(`select subject_id, ${columns} from ${table}`)).then(
      (rows) => ({
        sealed: rows.filter((r) => seal.sealedIds.includes(r["subject_id"] as string)),
        free: rows.filter((r) => !seal.sealedIds.includes(r["subject_id"] as string)),
      }),
    );

  test.each([
    ["record.visit", "date"],
    ["record.observation", "date"],
    ["record.treatment", "start_on"],
    ["record.adverse_event", "start_on"],
  ])("%s: of a sealed subject nothing after the index day, of another everything", async (table, day) => {
    const { sealed, free } = await seen(table, day);
    expect(sealed.length).toBeGreaterThan(0);
    for (const row of sealed) expect((row[day] as string) <= INDEX_DAY).toBe(true);
    expect(free.some((row) => (row[day] as string) > INDEX_DAY)).toBe(true);
  });

  test.each([
    ["record.measurement", 2, 4],
    ["record.non_target_assessment", 2, 3],
    ["record.image", 2, 3],
    ["record.mask", 2, 3],
    ["record.lesion", 1, 2],
    ["record.biomarker", 3, 4],
    ["derived.feature_vector", 2, 3],
    ["derived.feature_delta", 1, 2],
    ["derived.assessment", 0, 1],
    ["derived.flag", 0, 3],
    ["record.follow_up", 0, 1],
    ["record.outcome", 0, 0],
  ])("%s: %i rows of each sealed subject, %i of each other", async (table, ofSealed, ofFree) => {
    const { sealed, free } = await seen(table, "trial_id");
    expect(sealed).toHaveLength(ofSealed * seal.sealedIds.length);
    expect(free).toHaveLength(ofFree * (seal.trial.subjects.length - seal.sealedIds.length));
  });

  test("counting, aggregating and asking for one hidden row find nothing", async () => {
    const [hidden] =
      await t.admin`select id from record.visit where subject_id = ${seal.sealedIds[0]!} and date > ${INDEX_DAY}`;
    await as(async ({ sql }) => {
      expect(await sql`select id from record.visit where id = ${hidden!["id"]}`).toHaveLength(0);
      const [most] =
        await sql`select max(date) as day, count(*) as n from record.visit where subject_id = ${seal.sealedIds[0]!}`;
      expect(most).toEqual({ day: INDEX_DAY, n: 2 });
    });
  });

  test("a condition that tells by an error what it saw, is not asked of hidden rows", async () => {
    const rows = await as(
      ({ sql }) =>
        sql`select 1 / (case when date > ${INDEX_DAY} then 0 else 1 end) from record.visit where subject_id = ${seal.sealedIds[0]!}`,
    );
    expect(rows).toHaveLength(2);
  });
});

describe("side doors", () => {
  const asRole = (sql: string, as = asModeller) => as(t.db, "ann", (tx) => tx.sql.unsafe(sql));
  const refused = (sql: string) => expect(asRole(sql), sql).rejects.toThrow(/permission denied/);

  test("what has an end or a grade does not show it, and no content can be guessed from a hash", async () => {
    for (const column of ["end_on", "document", "content_hash", "reason", "version"])
      await refused(`select ${column} from record.treatment`);
    for (const column of ["grade", "document", "content_hash"])
      await refused(`select ${column} from record.adverse_event`);
    for (const column of ["document", "content_hash"]) await refused(`select ${column} from record.lesion`);
    for (const table of ["subject", "follow_up", "visit", "measurement", "biomarker", "outcome"])
      await refused(`select content_hash from record.${table}`);
    await refused("select * from record.visit");
    await refused("select * from record.subject_whole");
    await refused("select * from board.meeting_now");
  });

  test("the enrolment document that it may read holds nothing of what became of the subject", async () => {
    const rows = await asModeller(
      t.db,
      "ann",
      ({ sql }) => sql<{ document: object }[]>`select document from record.subject`,
    );
    expect(rows).toHaveLength(4);
    expect(JSON.stringify(rows)).not.toMatch(/2024-09-09|deathOn|lastContactOn|treatmentFailureOn|note/);
  });

  test("it reads no sealed payload, no opened outcome, no log, no membership, no import, no job, no account", async () => {
    for (const table of [
      "sealed.outcome",
      "analysis.outcome",
      "audit.event",
      "audit.pending",
      "audit.head",
      "identity.membership",
      "identity.account",
      "identity.session",
      'identity."user"',
      "record.import_run",
      "derived.job",
      "validation.prediction",
      "validation.report",
      "sealed.opening",
      "migration.applied",
    ])
      await refused(`select 1 from ${table}`);
    await refused("select key_check from sealed.test_set");
  });

  test("not one role of the application reads the payload of a sealed outcome", async () => {
    for (const role of [
      "nadir_app",
      "nadir_modeller",
      "nadir_system",
      "nadir_outcome_writer",
      "nadir_unsealer",
      "nadir_auditor",
    ])
      await expect(
        t.db.sql.begin(async (sql) => {
          await sql`select set_config('role', ${role}, true)`;
          return sql`select payload from sealed.outcome`;
        }),
        role,
      ).rejects.toThrow(/permission denied/);
    // The two that own the functions hold rights there, and still see nothing outside an opening.
    for (const [role, rows] of [
      ["nadir_opener", 0],
      ["nadir_owner", 0],
    ] as const)
      expect(
        await t.admin.begin(async (sql) => {
          await sql.unsafe(`set local role ${role}`);
          return sql`select payload from sealed.outcome`;
        }),
        role,
      ).toHaveLength(rows);
    await expect(
      t.admin.begin(async (sql) => {
        await sql`set local role nadir_sealer`;
        return sql`select payload from sealed.outcome`;
      }),
    ).rejects.toThrow(/permission denied/);
  });

  test("the sealing and the opening functions are for their one role", async () => {
    const calls = [
      "select sealed.store_outcomes(gen_random_uuid(), '[]', '\\x00')",
      "select sealed.open_protocol(gen_random_uuid(), gen_random_uuid(), '\\x00', '\\x00')",
      "select crypto.pgp_sym_decrypt('\\x00', 'x')",
      "select crypto.hmac('a', 'b', 'sha256')",
      "select sealed.joined_key('\\x00', '\\x00')",
    ];
    for (const call of calls) {
      await refused(call);
      await expect(
        asPerson(t.db, "ann", ({ sql }) => sql.unsafe(call)),
        call,
      ).rejects.toThrow(/permission denied/);
      await expect(
        asSystem(t.db, "try", ({ sql }) => sql.unsafe(call)),
        call,
      ).rejects.toThrow(/permission denied/);
    }
  });

  test("the statistics of the planner show it nothing of protected tables", async () => {
    await t.admin`analyze`;
    const rows = await asModeller(
      t.db,
      "ann",
      ({ sql }) =>
        sql`select schemaname, tablename, attname from pg_stats where schemaname in ('record', 'sealed', 'analysis', 'derived', 'audit', 'validation')`,
    );
    expect(rows).toEqual([]);
    await refused("select * from pg_statistic");
    const asAnn = await asPerson(
      t.db,
      "ann",
      ({ sql }) => sql`select 1 from pg_stats where schemaname in ('record', 'sealed', 'analysis')`,
    );
    expect(asAnn).toHaveLength(0);
  });

  test("it writes nothing, so no unique or foreign key can answer it; to others the error names no hidden value", async () => {
    for (const table of ["visit", "outcome", "subject", "measurement"])
      await refused(`insert into record.${table} default values`);
    await refused("update record.visit set key = key");
    const subject = seal.trial.subjects[0]!;
    const error = await asPerson(
      t.db,
      "ann",
      ({ sql }) => sql`
      insert into record.visit (trial_id, site_id, subject_id, key, date, role, document, content_hash)
      values (${seal.trial.trialId}, ${subject.siteId}, ${subject.id}, 'v0', '2024-01-01', 'baseline', '{}', ${hashOf(1)})`,
    ).catch((e: unknown) => e);
    expect(error).toBeInstanceOf(postgres.PostgresError);
    expect((error as postgres.PostgresError).detail).toBeUndefined();
  });

  test("no sequence tells how much was written", async () => {
    const sequences =
      await t.admin`select n.nspname || '.' || c.relname as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
      where c.relkind = 'S' and n.nspname not like 'pg\\_%'`;
    expect(sequences.map((r) => r["name"])).toEqual(["audit.pending_id_seq"]);
    await refused("select last_value from audit.pending_id_seq");
    const visible = await asModeller(
      t.db,
      "ann",
      ({ sql }) => sql`select last_value from pg_sequences where last_value is not null`,
    );
    expect(visible).toHaveLength(0);
  });

  test("no materialised view, publication or staging table holds a copy", async () => {
    expect(await t.admin`select 1 from pg_matviews`).toHaveLength(0);
    expect(await t.admin`select 1 from pg_publication`).toHaveLength(0);
    const views =
      await t.admin`select schemaname || '.' || viewname as name from pg_views where schemaname not in ('pg_catalog', 'information_schema')`;
    expect(views.map((r) => r["name"]).sort()).toEqual(["board.meeting_now", "record.subject_whole"]);
    const loose =
      await t.admin`select schemaname || '.' || tablename as name from pg_tables where schemaname in ('public', 'pgboss', 'nadir', 'crypto')`;
    expect(loose).toEqual([]);
  });

  test("signed in by itself, it can take no other role", async () => {
    for (const role of [
      "nadir_app",
      "nadir_system",
      "nadir_unsealer",
      "nadir_outcome_writer",
      "nadir_auditor",
      "nadir_owner",
      "nadir_keeper",
      "nadir_opener",
      "nadir_sealer",
    ])
      await expect(modeller.sql.unsafe(`set role ${role}`), role).rejects.toThrow(/permission denied/);
    await expect(asPerson(modeller, "ann", async () => 1)).rejects.toThrow(/permission denied/);
    await expect(asSystem(modeller, "try", async () => 1)).rejects.toThrow(/permission denied/);
    await expect(modeller.sql`grant nadir_system to nadir_modeller`).rejects.toThrow(
      /permission denied|must have admin option/,
    );
    const granted =
      await t.admin`select pg_get_userbyid(m.roleid) as role from pg_auth_members m where pg_get_userbyid(m.member) = 'nadir_modeller'`;
    expect(granted).toEqual([]);
  });

  test("the application cannot become an owner or a definer", async () => {
    for (const role of ["nadir_owner", "nadir_keeper", "nadir_opener", "nadir_sealer"])
      await expect(t.db.sql.unsafe(`set role ${role}`), role).rejects.toThrow(/permission denied/);
  });

  test("every function that runs as its owner has a fixed search path that ends in pg_temp, and is not for everyone", async () => {
    const loose = await t.admin`
      select p.oid::regprocedure::text as name, p.proconfig, p.proacl::text as acl from pg_proc p join pg_namespace n on n.oid = p.pronamespace
       where n.nspname in ('nadir', 'audit', 'record', 'derived', 'sealed', 'validation') and p.prosecdef
         and (p.proconfig is null or not 'search_path=pg_catalog, pg_temp' = any (p.proconfig)
              or p.proacl is null or p.proacl::text ~ '[{,]=X')`;
    expect(loose).toEqual([]);
  });

  test("a function or operator of one's own in pg_temp or public does not get into them", async () => {
    await modeller.sql.begin(async (sql) => {
      await sql.unsafe("create function pg_temp.person() returns text language sql as $$ select 'ann' $$").simple();
      await sql.unsafe("create temporary table member (subject_id uuid, index_day date)").simple();
      await sql`set local search_path = pg_temp, sealed, nadir, public`;
      await sql`select set_config('app.person_id', 'ann', true)`;
      const rows = await sql`select date from record.visit where subject_id = ${seal.sealedIds[0]!}`;
      expect(rows).toHaveLength(2);
    });
    await expect(
      modeller.sql.unsafe("create function public.f() returns int language sql as 'select 1'"),
    ).rejects.toThrow(/permission denied/);
  });

  test("a former version is as hidden as the live row", async () => {
    const [late] =
      await t.admin`select id from record.visit where subject_id = ${seal.sealedIds[1]!} and date > ${INDEX_DAY}`;
    await asPerson(t.db, "ann", (tx) =>
      supersede(tx, "visit", late!["id"] as string, { date: "2024-04-23" }, "a day later"),
    );
    const rows = await asModeller(
      t.db,
      "ann",
      ({ sql }) => sql<{ date: string }[]>`select date from record.visit where subject_id = ${seal.sealedIds[1]!}`,
    );
    expect(rows.map((r) => r.date).sort()).toEqual([...VISIT_DAYS.slice(0, 2)]);
  });

  test("clinical roles keep the whole course: they treat the patient", async () => {
    const rows = await asPerson(
      t.db,
      "ann",
      ({ sql }) => sql`select date from record.visit where subject_id = ${seal.sealedIds[0]!}`,
    );
    expect(rows).toHaveLength(3);
    expect(
      await asPerson(
        t.db,
        "ann",
        ({ sql }) => sql`select death_on from record.follow_up where subject_id = ${seal.sealedIds[0]!}`,
      ),
    ).toHaveLength(1);
  });

  test("a sealed subject without an index day shows nothing dated", async () => {
    await t.admin`update sealed.member set index_day = null where subject_id = ${seal.sealedIds[1]!}`;
    const rows = await asModeller(
      t.db,
      "ann",
      ({ sql }) => sql`select 1 from record.visit where subject_id = ${seal.sealedIds[1]!}`,
    );
    expect(rows).toHaveLength(0);
  });

  test("the server writes no parameter of a query into its log", async () => {
    if (process.env["NADIR_TEST_ADMIN_URL"]) return;
    const settings =
      await t.admin`select name, setting from pg_settings where name in ('log_statement', 'log_parameter_max_length', 'log_parameter_max_length_on_error') order by name`;
    expect(settings.map((s) => s["setting"])).toEqual(["0", "0", "none"]);
  });
});
