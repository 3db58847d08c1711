import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { refuse } from "@nadir/domain";
import postgres from "postgres";
import { refusalOf } from "../refusals.ts";

export interface Migration {
  readonly name: string;
  readonly text: string;
  readonly hash: string;
}

/** The migrations in order, as drizzle-kit's journal lists them. */
export function readMigrations(): readonly Migration[] {
  const folder = fileURLToPath(new URL("../../drizzle/", import.meta.url));
  const journal = JSON.parse(readFileSync(`${folder}meta/_journal.json`, "utf8")) as { entries: { tag: string }[] };
  return journal.entries.map(({ tag }) => {
    const text = readFileSync(`${folder}${tag}.sql`, "utf8");
    return { name: tag, text, hash: createHash("sha256").update(text).digest("hex") };
  });
}

/** Held by whoever migrates, so that two who start at once do it one after the other. */
const MIGRATION_LOCK = [7814202, 0] as const;

/**
 * Brings a database to the present schema, all pending migrations in one transaction or none. Nothing to do takes one
 * query. `adminUrl` signs in as a superuser, or as a role that may create roles and owns the database.
 * @throws Refusal `MIGRATION_CHANGED`, `DATABASE_NEWER` when the database was made by other migrations than these.
 */
export async function migrate(adminUrl: string): Promise<{ applied: readonly string[]; total: number }> {
  const migrations = readMigrations();
  const sql = postgres(adminUrl, { max: 1, onnotice: () => {}, connection: { application_name: "nadir-migrate" } });
  try {
    if (pendingOf(migrations, await appliedIn(sql)).length === 0) return { applied: [], total: migrations.length };
    return await sql.begin(async (tx) => {
      await tx`select pg_advisory_xact_lock(${MIGRATION_LOCK[0]}, ${MIGRATION_LOCK[1]})`;
      await tx`create schema if not exists migration`;
      await tx`create table if not exists migration.applied
        (name text primary key, hash text not null, at timestamptz not null default now())`;
      const pending = pendingOf(migrations, await appliedIn(tx));
      for (const { name, text, hash } of pending) {
        // The first makes the roles, as the administrator; the rest belong to nadir_owner.
        if (name !== migrations[0]?.name) await tx`set local role nadir_owner`;
        await tx
          .unsafe(text)
          .simple()
          .catch((error: Error) => failed(name, error));
        await tx`reset role`;
        await tx`insert into migration.applied (name, hash) values (${name}, ${hash})`;
      }
      // The data lock of a trial holds every table of the record, whichever migration made it.
      await tx`set local role nadir_owner`;
      await tx`select record.hold_by_lock()`;
      await tx`reset role`;
      // Which migrations a database has is told by the health of an installation.
      await tx`grant usage on schema migration to nadir_system`;
      await tx`grant select on migration.applied to nadir_system`;
      return { applied: pending.map((m) => m.name), total: migrations.length };
    });
  } catch (error) {
    throw refusalOf(error);
  } finally {
    await sql.end({ timeout: 5 });
  }
}

function failed(name: string, error: Error): never {
  if (refusalOf(error) !== error) throw error;
  return refuse("MIGRATION_FAILED", `Migration ${name} failed and nothing was changed: ${error.message}.`, {
    found: String((error as postgres.PostgresError).where ?? (error as postgres.PostgresError).position ?? ""),
  });
}

interface Applied {
  readonly name: string;
  readonly hash: string;
}

async function appliedIn(sql: postgres.Sql | postgres.TransactionSql): Promise<readonly Applied[]> {
  const [there] = await sql<[{ there: boolean }]>`select to_regclass('migration.applied') is not null as there`;
  return there.there ? sql<Applied[]>`select name, hash from migration.applied order by name` : [];
}

function pendingOf(migrations: readonly Migration[], applied: readonly Applied[]): readonly Migration[] {
  const hashes = new Map(applied.map((a) => [a.name, a.hash]));
  for (const m of migrations) {
    const hash = hashes.get(m.name);
    if (hash !== undefined && hash !== m.hash)
      refuse(
        "MIGRATION_CHANGED",
        `The database was made with another text of migration ${m.name}. Use the version of Nadir that made it, or begin with an empty database (for a demonstration: stop the server and remove its home folder).`,
      );
    hashes.delete(m.name);
  }
  const unknown = [...hashes.keys()][0];
  if (unknown !== undefined)
    refuse(
      "DATABASE_NEWER",
      `The database holds migration ${unknown}, which this version does not know. Use a newer version of Nadir.`,
    );
  return migrations.filter((m) => !applied.some((a) => a.name === m.name));
}
