import { appendAudit, asPerson, asSystem, type Database, type Tx } from "@nadir/db";
import { refuse } from "@nadir/domain";
import { noteSignIn } from "./sign-in-note.ts";

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

/** Whose failure it is: of somebody who is signed in, or who stands at the sign-in and is known by an address or a passkey. */
type Failed = { readonly signedIn: string } | { readonly atSignIn: string | undefined; readonly email: string };

/**
 * Counts a failure; what it tells comes after that, so that nothing on the way leaves a guess uncounted. Then tells the log
 * where it is the one that locks (21 CFR 11.300(d)).
 */
export async function noteFailure(
  db: Database,
  of: string,
  who: Failed,
  tell: () => Promise<unknown> = async () => {},
): Promise<void> {
  const isLocked = await asSystem(db, "note a failed attempt", async ({ sql }) => {
    // One after the other: of two at once each would else count without the other, and neither be the one that locks.
    await sql`select pg_advisory_xact_lock(hashtextextended(${`failed attempts of ${of}`}, 0))`;
    await sql`delete from identity.failed_attempt where at < now() - interval '1 day'`;
    await sql`insert into identity.failed_attempt (of) values (${of})`;
    const [row] = await sql<{ failures: number }[]>`
      select count(*)::int as failures from identity.failed_attempt
       where of = ${of} and at > now() - make_interval(mins => ${WINDOW_MINUTES})`;
    return row!.failures === MAX_FAILURES;
  });
  await tell();
  if (!isLocked) return;
  const payload = { failures: MAX_FAILURES, withinMinutes: WINDOW_MINUTES };
  if ("signedIn" in who)
    await asPerson(db, who.signedIn, (tx) =>
      appendAudit(tx, { action: "password-locked", object: `person:${who.signedIn}`, payload }),
    );
  else await noteSignIn(db, "sign-in-locked", who.atSignIn, { email: who.email, ...payload });
}

export async function forgetFailures(db: Database, of: string): Promise<void> {
  await asSystem(db, "forget failed attempts", ({ sql }) => sql`delete from identity.failed_attempt where of = ${of}`);
}

interface Locked {
  readonly id: string;
  readonly email: string;
}

/** What a person's failures are noted under: at the sign-in the address, where somebody is signed in the person. */
const noted = ({ id, email }: Locked): string[] => [`sign-in:${email.toLowerCase()}`, `password:${id}`];

/** Which of these people are turned away now, and until when: for wrong passwords, or codes of the second factor. */
export async function locksOf({ sql }: Tx, people: readonly Locked[]): Promise<ReadonlyMap<string, Date>> {
  const of = people.flatMap((person) => noted(person).map((name) => ({ id: person.id, name })));
  const rows = await sql<{ id: string; until: Date }[]>`
    select id, max(until) as until from (
      select asked.id, lock.until
        from unnest(${of.map(({ id }) => id)}::text[], ${of.map(({ name }) => name)}::text[]) asked (id, name)
       cross join lateral (
         select f.at + make_interval(mins => ${WINDOW_MINUTES}) as until from identity.failed_attempt f
          where f.of = asked.name and f.at > now() - make_interval(mins => ${WINDOW_MINUTES})
          order by f.at desc offset ${MAX_FAILURES - 1} limit 1) lock
      union all
      select user_id, locked_until from identity.two_factor
       where user_id = any (${people.map(({ id }) => id)}::text[]) and locked_until > now()) each
     group by id`;
  return new Map(rows.map(({ id, until }) => [id, until]));
}

/** Forgets a person's failures before their time. Refuses `NOT_LOCKED`: there would be nothing to tell the log of. */
export async function unlockSignIn(tx: Tx, person: Locked): Promise<void> {
  const until = (await locksOf(tx, [person])).get(person.id);
  if (!until) refuse("NOT_LOCKED", `The sign-in of ${person.email} is not locked.`);
  await tx.sql`delete from identity.failed_attempt where of = any (${noted(person)}::text[])`;
  await tx.sql`
    update identity.two_factor set failed_verification_count = 0, locked_until = null where user_id = ${person.id}`;
  await appendAudit(tx, { action: "sign-in-unlocked", object: `person:${person.id}`, payload: { lockedUntil: until } });
}

/** The time of day at which the lock opens, as a sentence ends with it. */
export const openAgain = (until: Date): string => `at ${until.toISOString().slice(11, 16)} UTC`;
