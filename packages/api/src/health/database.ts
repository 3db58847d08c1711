import { asSystem, type Database, MIGRATIONS } from "@nadir/db";
import { type Finding, lacks, note, well } from "./finding.ts";

const MEGABYTE = 1024 ** 2;

/** Which server answers, and how large the database is. */
export async function databaseFinding(db: Database, where = ""): Promise<Finding> {
  const [row] = await db.sql<{ version: string; bytes: string }[]>`
    select current_setting('server_version') as version, pg_database_size(current_database())::text as bytes`;
  return well(
    "database",
    `PostgreSQL ${row?.version} answers, ${(Number(row?.bytes) / MEGABYTE).toFixed(1)} MB${where}`,
  );
}

/** Whether the database is of this version of Nadir. */
export async function migrationsFinding(db: Database): Promise<Finding> {
  const applied = await asSystem(db, "read which migrations were applied", ({ sql }) =>
    sql<{ name: string }[]>`select name from migration.applied order by name`.then((rows) => rows.map((r) => r.name)),
  );
  const lacking = MIGRATIONS.filter((name) => !applied.includes(name));
  const unknown = applied.filter((name) => !MIGRATIONS.includes(name));
  if (unknown.length > 0)
    return lacks(
      "migrations",
      `the database has ${unknown.join(", ")}, which this version does not know`,
      "Use the version of Nadir that the database was last used with, or a newer one.",
    );
  if (lacking.length > 0)
    return lacks(
      "migrations",
      `${lacking.join(", ")} not applied`,
      "Stop portal and worker, migrate (any nadir command that opens the database does), start them again.",
    );
  return well("migrations", `all ${applied.length}, the last ${applied.at(-1)}`);
}

/** Seconds by which the clocks of this machine and of the database differ from which it is told, and from which it is wrong. */
const DIFFERS_S = 2;
const WRONG_S = 60;

/** Whether this machine and the database tell the same time: stamps of the log come from one, those of sessions from the other. */
export async function clockFinding(db: Database, now: () => number = Date.now): Promise<Finding> {
  const before = now();
  const [row] = await db.sql<{ ms: number }[]>`select extract(epoch from clock_timestamp())::float8 * 1000 as ms`;
  const after = now();
  // Between asking and hearing any answer is right.
  const ms = row!.ms;
  const off = ms < before ? (before - ms) / 1000 : ms > after ? (ms - after) / 1000 : 0;
  const found = `${new Date(ms).toISOString().slice(0, 19).replace("T", " ")} UTC at the database, ${off.toFixed(1)} s from this machine`;
  if (off < DIFFERS_S) return well("clock", found);
  const mend =
    "Set the clocks of both machines by a time server (chrony, ntpd); one-time codes and sessions fail by a wrong clock.";
  return off < WRONG_S ? note("clock", found, mend) : lacks("clock", found, mend);
}
