import { randomBytes } from "node:crypto";
import { chmod, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { getTableColumns, getTableName, is } from "drizzle-orm";
import { getTableConfig, PgTable } from "drizzle-orm/pg-core";
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import { asPerson, asSystem, connect, verifyAudit } from "../index.ts";
import * as schema from "../schema/index.ts";
import { type TestDatabase, testDatabase } from "../testing/index.ts";
import { addMember, plantTrial } from "../testing/planted-trial.ts";
import { initCluster, startCluster, stopCluster } from "./cluster.ts";
import { runnableBinaries } from "./ensure-server.ts";
import { setLoginRoles, urlFor, withAdmin } from "./login-roles.ts";
import { migrate, readMigrations } from "./migrate.ts";
import { serverAccount } from "./run.ts";

let t: TestDatabase;
beforeAll(async () => {
  t = await testDatabase();
});
afterAll(() => t.close());

const tables = Object.values(schema as Record<string, unknown>).filter((value): value is PgTable => is(value, PgTable));

test.each(tables.map((table) => [`${getTableConfig(table).schema}.${getTableName(table)}`, table] as const))(
  "%s stands in the database as drizzle says it: columns, types, what may be null",
  async (_name, table) => {
    const { schema: room, name } = getTableConfig(table);
    const found = await t.admin<{ column: string; type: string; required: boolean }[]>`
      select attname as column, format_type(atttypid, atttypmod) as type, attnotnull as required
        from pg_attribute where attrelid = ${`${room}."${name}"`}::regclass and attnum > 0 and not attisdropped order by attname`;
    const said = Object.values(getTableColumns(table))
      .map((c) => ({
        column: c.name,
        type: c
          .getSQLType()
          .replace("timestamp with", "timestamp with")
          .replace(/^(timestamp) \((\d)\)/, "$1($2)"),
        required: c.notNull,
      }))
      .sort((a, b) => (a.column < b.column ? -1 : 1));
    expect([...found]).toEqual(said);
  },
);

test("every table of the rooms is one that drizzle knows", async () => {
  const found = await t.admin<{ name: string }[]>`
    select schemaname || '.' || tablename as name from pg_tables
     where schemaname in ('board', 'record', 'derived', 'identity', 'audit', 'sealed', 'analysis', 'validation') order by 1`;
  expect(found.map((r) => r.name)).toEqual(tables.map((x) => `${getTableConfig(x).schema}.${getTableName(x)}`).sort());
});

describe("applying", () => {
  const fresh = async (): Promise<string> => {
    const { adminUrl } = inject("nadirTestServer");
    const name = `nadir_migrate_${randomBytes(4).toString("hex")}`;
    await withAdmin(adminUrl, (sql) => sql.unsafe(`CREATE DATABASE ${name}`));
    const url = new URL(adminUrl);
    url.pathname = `/${name}`;
    return url.toString();
  };
  const drop = (url: string) =>
    withAdmin(inject("nadirTestServer").adminUrl, (sql) =>
      sql.unsafe(`DROP DATABASE ${new URL(url).pathname.slice(1)} WITH (FORCE)`),
    );

  test("two at once: one applies, the other finds nothing to do", async () => {
    const url = await fresh();
    const results = await Promise.all([migrate(url), migrate(url), migrate(url)]);
    const all = readMigrations().map((m) => m.name);
    expect(results.map((r) => r.applied).filter((a) => a.length > 0)).toEqual([all]);
    await drop(url);
  });

  test("a database made by another text, or by a newer version, is refused and left alone", async () => {
    const url = await fresh();
    await migrate(url);
    await withAdmin(url, (sql) => sql`update migration.applied set hash = 'x' where name = '0004_audit'`);
    await expect(migrate(url)).rejects.toMatchObject({
      code: "MIGRATION_CHANGED",
      message: expect.stringContaining("0004_audit"),
    });
    const hash = readMigrations().find((m) => m.name === "0004_audit")!.hash;
    await withAdmin(url, async (sql) => {
      await sql`update migration.applied set hash = ${hash} where name = '0004_audit'`;
      await sql`insert into migration.applied (name, hash) values ('9999_future', 'y')`;
    });
    await expect(migrate(url)).rejects.toMatchObject({ code: "DATABASE_NEWER" });
    await drop(url);
  });
});

test("an administrator who is no superuser (as managed servers give) can migrate, and the rules hold", async () => {
  const folder = await mkdtemp(join(tmpdir(), "nadir-managed-"));
  await chmod(folder, 0o711);
  const account = serverAccount();
  const { binaries } = await runnableBinaries(folder, account);
  const cluster = { binaries, dataFolder: join(folder, "postgres"), account };
  await initCluster(cluster, "root-word", { settings: "fsync = off\n" });
  const port = await startCluster(cluster, 61_000);
  try {
    const root = `postgres://nadir_admin:root-word@127.0.0.1:${port}/postgres`;
    await withAdmin(root, async (sql) => {
      await sql.unsafe("CREATE ROLE manager LOGIN CREATEROLE CREATEDB PASSWORD 'manager-word'");
      await sql.unsafe("CREATE DATABASE managed OWNER manager");
    });
    const adminUrl = urlFor(
      root.replace("/postgres", "/managed").replace("//nadir_admin", "//x"),
      "manager",
      "manager-word",
    );
    await withAdmin(adminUrl, (sql) =>
      setLoginRoles(sql, { appPassword: "app-word", modellerPassword: "modeller-word" }),
    );
    await migrate(adminUrl);
    const db = connect(urlFor(adminUrl, "nadir_app", "app-word"), { max: 2 });
    const trial = await plantTrial(db, "one", 1);
    await addMember(db, "ann", trial.trialId, "coordinator", trial.siteIds[0]);
    expect(await asPerson(db, "ann", ({ sql }) => sql`select 1 from record.subject`)).toHaveLength(1);
    expect(await asSystem(db, "look", ({ sql }) => sql`select 1 from record.subject`)).toHaveLength(2);
    expect(await verifyAudit(db)).toMatchObject({ ok: true });
    await db.close();
    // Owner of the database, and yet a member of nothing.
    expect(
      await withAdmin(adminUrl, (sql) => sql`set role nadir_owner`.then(() => sql`select 1 from record.subject`)),
    ).toHaveLength(0);
  } finally {
    await stopCluster(cluster, "immediate");
    await rm(folder, { recursive: true, force: true });
  }
});
