import { asSystem, type Database } from "@nadir/db";

export const MAX_FAILURES = 8;
export const WINDOW_MINUTES = 15;

/**
 * Until when nothing more is read for this address or person: eight failures within a quarter of an hour lock it, until
 * the oldest of the last eight is a quarter of an hour old. Null: not locked. Kept in the database, so that a restart or a
 * second portal does not open the lock.
 */
export async function lockedUntil(db: Database, of: string): Promise<Date | null> {
  const [row] = await asSystem(
    db,
    "read failed attempts",
    ({ sql }) => sql<{ until: Date }[]>`
      select at + make_interval(mins => ${WINDOW_MINUTES}) as until from identity.failed_attempt
       where of = ${of} and at > now() - make_interval(mins => ${WINDOW_MINUTES})
       order by at desc offset ${MAX_FAILURES - 1} limit 1`,
  );
  return row?.until ?? null;
}

export async function noteFailure(db: Database, of: string): Promise<void> {
  await asSystem(db, "note a failed attempt", async ({ sql }) => {
    await sql`delete from identity.failed_attempt where at < now() - interval '1 day'`;
    await sql`insert into identity.failed_attempt (of) values (${of})`;
  });
}

export async function forgetFailures(db: Database, of: string): Promise<void> {
  await asSystem(db, "forget failed attempts", ({ sql }) => sql`delete from identity.failed_attempt where of = ${of}`);
}

/** The time of day at which the lock opens, as a sentence ends with it. */
export const openAgain = (until: Date): string => `at ${until.toISOString().slice(11, 16)} UTC`;
