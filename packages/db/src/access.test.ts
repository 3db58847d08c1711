import { Refusal } from "@nadir/domain";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { asPerson, asSystem } from "./index.ts";
import { type TestDatabase, testDatabase } from "./testing/index.ts";
import { addMember, addPerson, type PlantedTrial, plantTrial, recorded } from "./testing/planted-trial.ts";

let t: TestDatabase;
let one: PlantedTrial;
let two: PlantedTrial;

beforeAll(async () => {
  t = await testDatabase();
  one = await plantTrial(t.db, "one");
  two = await plantTrial(t.db, "two");
  await addMember(t.db, "whole", one.trialId, "coordinator");
  await addMember(t.db, "north", one.trialId, "coordinator", one.siteIds[0]);
  await addMember(t.db, "chief", one.trialId, "administrator");
  await addPerson(t.db, "stranger");
});
afterAll(() => t.close());

const TABLES_WITH_SUBJECTS = [
  ...[
    "subject",
    "follow_up",
    "visit",
    "lesion",
    "measurement",
    "non_target_assessment",
    "observation",
    "biomarker",
  ].map((n) => `record.${n}`),
  ...["treatment", "adverse_event", "image", "mask"].map((n) => `record.${n}`),
  ...["feature_vector", "feature_delta", "assessment", "flag"].map((n) => `derived.${n}`),
];

const sitesSeenBy = (personId: string, table: string) =>
  asPerson(t.db, personId, async ({ sql }) => {
    const rows = await sql<{ site_id: string }[]>`select distinct site_id from ${sql(table)} order by 1`;
    return rows.map((r) => r.site_id).sort();
  });

describe("reading", () => {
  test("every table of trial data enables and forces row-level security", async () => {
    const open = await t.admin`
      select n.nspname || '.' || c.relname as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
       where c.relkind = 'r' and not (c.relrowsecurity and c.relforcerowsecurity)
         and (n.nspname in ('record', 'derived', 'validation', 'sealed', 'analysis', 'audit')
              or n.nspname = 'identity' and c.relname = 'membership')`;
    expect(open.map((r) => r["name"])).toEqual([]);
  });

  test("the application owns no table, and neither it nor any role of Nadir bypasses row-level security", async () => {
    const roles =
      await t.admin`select rolname from pg_roles where rolname like 'nadir\\_%' and rolname <> 'nadir_admin' and (rolsuper or rolbypassrls or rolcreaterole or rolcreatedb)`;
    expect(roles).toEqual([]);
    const owners =
      await t.admin`select distinct tableowner from pg_tables where schemaname in ('record', 'derived', 'validation', 'sealed', 'analysis', 'audit', 'identity')`;
    expect(owners.map((r) => r["tableowner"])).toEqual(["nadir_owner"]);
    const logins =
      await t.admin`select rolname from pg_roles where rolname like 'nadir\\_%' and rolname <> 'nadir_admin' and rolcanlogin order by 1`;
    expect(logins.map((r) => r["rolname"])).toEqual(["nadir_app", "nadir_modeller"]);
  });

  test("the application holds its roles without inheriting their rights", async () => {
    const roles = await t.admin`
      select r.rolname as role, pg_has_role('nadir_app', r.oid, 'USAGE') as inherited from pg_roles r
       where pg_has_role('nadir_app', r.oid, 'MEMBER') and r.rolname <> 'nadir_app' order by 1`;
    expect(roles.map((r) => r["role"])).toEqual([
      "nadir_auditor",
      "nadir_modeller",
      "nadir_outcome_writer",
      "nadir_system",
      "nadir_unsealer",
    ]);
    expect(roles.filter((r) => r["inherited"])).toEqual([]);
  });

  test.each(TABLES_WITH_SUBJECTS)(
    "%s: no person, no rows; a member its trial or site; a stranger nothing",
    async (table) => {
      expect(await t.db.sql`select * from ${t.db.sql(table)}`).toHaveLength(0);
      expect(await sitesSeenBy("whole", table)).toEqual([...one.siteIds].sort());
      expect(await sitesSeenBy("north", table)).toEqual([one.siteIds[0]]);
      expect(await sitesSeenBy("stranger", table)).toEqual([]);
    },
  );

  test("the name of the service person alone opens nothing: it takes the role", async () => {
    await expect(asPerson(t.db, "system", async () => 1)).rejects.toThrow(Refusal);
    const rows = await t.db.sql.begin(async (sql) => {
      await sql`select set_config('app.person_id', 'system', true)`;
      return sql`select * from record.subject`;
    });
    expect(rows).toHaveLength(0);
  });

  test("the service person sees every trial", async () => {
    const trials = await asSystem(
      t.db,
      "look",
      ({ sql }) => sql<{ key: string }[]>`select key from record.trial order by key`,
    );
    expect(trials.map((r) => r.key)).toEqual(["one", "two"]);
  });

  test("the owner of the tables sees nothing, because the policies are forced on it", async () => {
    const rows = await t.admin.begin(async (sql) => {
      await sql`set local role nadir_owner`;
      return sql`select id from record.subject union all select id from record.trial union all select id from sealed.outcome`;
    });
    expect(rows).toHaveLength(0);
  });

  test("the person of one transaction is forgotten in the next one on the same connection", async () => {
    await asPerson(t.db, "whole", ({ sql }) => sql`select 1`);
    for (let i = 0; i < 8; i++) expect(await t.db.sql`select * from record.subject`).toHaveLength(0);
  });

  test("a revoked membership gives nothing", async () => {
    await addMember(t.db, "left", one.trialId, "coordinator");
    expect(await sitesSeenBy("left", "record.subject")).toHaveLength(2);
    await asSystem(
      t.db,
      "the person left",
      ({ sql }) => sql`update identity.membership set revoked_at = now() where user_id = 'left'`,
    );
    expect(await sitesSeenBy("left", "record.subject")).toHaveLength(0);
  });

  test("no query of the application is compiled: policies make small ones look costly enough", async () => {
    expect(await t.db.sql`show jit`).toEqual([{ jit: "off" }]);
  });

  test("the membership functions are asked once a query, not once a row", async () => {
    const plan = await asPerson(t.db, "whole", async ({ sql }) => {
      const rows = await sql`explain (analyze, format json) select * from record.measurement`;
      return JSON.stringify(rows[0]);
    });
    const loops = [...plan.matchAll(/"Subplan Name":"InitPlan[^}]*?"Actual Loops":(\d+)/g)].map((m) => Number(m[1]));
    expect(loops.length).toBeGreaterThan(0);
    for (const n of loops) expect(n).toBeLessThanOrEqual(1);
  });
});

describe("writing", () => {
  const newVisit = (siteId: string, subjectId: string) => ({
    trial_id: one.trialId,
    site_id: siteId,
    subject_id: subjectId,
    key: "v9",
    date: "2024-06-01",
    role: "follow-up",
  });
  const north = () => one.subjects[0]!;
  const south = () => one.subjects[2]!;

  test("a member writes at its site, and a row for another site is refused in words", async () => {
    await asPerson(t.db, "north", async (tx) => {
      expect(await recorded(tx, "visit", newVisit(one.siteIds[0], north().id))).toBeTruthy();
    });
    await expect(
      asPerson(t.db, "north", (tx) => recorded(tx, "visit", newVisit(one.siteIds[1], south().id))),
    ).rejects.toMatchObject({ name: "Refusal", problems: [{ code: "NOT_A_MEMBER" }] });
  });

  test("naming one's own site in a row of another site's subject is refused by the key to the subject", async () => {
    await expect(
      asPerson(t.db, "north", (tx) => recorded(tx, "visit", newVisit(one.siteIds[0], south().id))),
    ).rejects.toThrow(/visit_subject/);
  });

  test("a row of another subject's visit is refused", async () => {
    const [a, b] = [one.subjects[0]!, one.subjects[1]!];
    await expect(
      asPerson(t.db, "north", (tx) =>
        recorded(tx, "non_target_assessment", {
          trial_id: one.trialId,
          site_id: a.siteId,
          subject_id: a.id,
          visit_id: b.visitIds[0],
          reader: "x",
          status: "present",
        }),
      ),
    ).rejects.toThrow(/non_target_assessment_visit/);
  });

  test("a member of one site corrects neither the other site's rows nor the trial", async () => {
    const changed = await asPerson(t.db, "north", async ({ sql }) => [
      (await sql`update record.subject set reason = 'x', sex = 'male' where id = ${south().id}`).count,
      (await sql`update record.trial set reason = 'x', title = 'mine' where id = ${one.trialId}`).count,
    ]);
    expect(changed).toEqual([0, 0]);
  });

  test("nobody becomes a member by writing so; an administrator adds members to its own trial only", async () => {
    const grant = (personId: string, trialId: string) =>
      asPerson(
        t.db,
        personId,
        ({ sql }) =>
          sql`insert into identity.membership (user_id, trial_id, role) values ('stranger', ${trialId}, 'board')`,
      );
    await expect(grant("stranger", one.trialId)).rejects.toMatchObject({ name: "Refusal" });
    await expect(grant("whole", one.trialId)).rejects.toMatchObject({ name: "Refusal" });
    await expect(grant("chief", two.trialId)).rejects.toMatchObject({ name: "Refusal" });
    await grant("chief", one.trialId);
    expect(await sitesSeenBy("stranger", "record.subject")).toHaveLength(2);
  });

  test("a membership is ended, not rewritten", async () => {
    await expect(
      asPerson(
        t.db,
        "chief",
        ({ sql }) => sql`update identity.membership set role = 'administrator' where user_id = 'whole'`,
      ),
    ).rejects.toThrow(/permission denied/);
  });

  test("a person cannot make a trial; the service person can", async () => {
    const make = (tx: Parameters<typeof recorded>[0]) => recorded(tx, "trial", { key: "three", title: "3" }, { n: 3 });
    await expect(asPerson(t.db, "chief", make)).rejects.toMatchObject({ name: "Refusal" });
    expect(await asSystem(t.db, "make a trial", make)).toBeTruthy();
  });

  test("who recorded a row and when is set by the database, whatever the client says", async () => {
    const id = await asPerson(t.db, "whole", (tx) =>
      recorded(tx, "observation", {
        trial_id: one.trialId,
        site_id: one.siteIds[0],
        subject_id: north().id,
        date: "2024-01-02",
        code: "CRP",
        value: 3,
        recorded_by: "somebody else",
        recorded_at: "1999-01-01",
        version: 7,
        reason: "none",
      }),
    );
    const [row] =
      await t.admin`select recorded_by, recorded_at, version, reason from record.observation where id = ${id}`;
    expect(row).toMatchObject({ recorded_by: "whole", version: 1, reason: null });
    expect((row!["recorded_at"] as Date).getFullYear()).toBeGreaterThan(2020);
  });

  test("the application removes and truncates nothing", async () => {
    for (const statement of [
      "delete from record.visit",
      "truncate record.visit cascade",
      "delete from derived.flag",
      "drop table record.visit",
      "alter table record.visit disable row level security",
    ])
      await expect(asPerson(t.db, "whole", ({ sql }) => sql.unsafe(statement))).rejects.toThrow(
        /permission denied|must be owner/,
      );
  });

  test("a document with a follow-up field is refused for the subject table", async () => {
    await expect(
      asSystem(t.db, "try", (tx) =>
        recorded(
          tx,
          "subject",
          { trial_id: one.trialId, site_id: one.siteIds[0], arm_id: north().id, key: "x", sex: "female" },
          { key: "x", deathOn: "2024-01-01" },
        ),
      ),
    ).rejects.toThrow(/subject_document_has_no_follow_up/);
  });
});
