import { asPerson, type Database, type Tx } from "@nadir/db";
import { type Permission, refuse } from "@nadir/domain";
import { notAllowed, permissionsOfRoles } from "./permissions.ts";
import { reauthenticate } from "./reauthenticate.ts";
import type { Person } from "./standing.ts";

export interface DataLock {
  readonly trial: string;
  readonly lockedAt: Date;
  readonly lockedBy: string;
  readonly reason: string;
  readonly unlockedAt: Date | null;
  readonly unlockedBy: string | null;
  readonly unlockReason: string | null;
}

const NEEDED: Permission = "lock-data";

/** Every lock of the data of the person's trials, the present and the past ones, the newest first. */
export async function dataLocks(db: Database, personId: string): Promise<DataLock[]> {
  return asPerson(
    db,
    personId,
    ({ sql }) => sql<DataLock[]>`
      select t.key as trial, l.locked_at as "lockedAt", coalesce(a.name, l.locked_by) as "lockedBy", l.reason,
             l.unlocked_at as "unlockedAt", coalesce(b.name, l.unlocked_by) as "unlockedBy", l.unlock_reason as "unlockReason"
        from identity.data_lock l join record.trial t on t.id = l.trial_id
        left join identity."user" a on a.id = l.locked_by left join identity."user" b on b.id = l.unlocked_by
       order by l.locked_at desc, l.id`,
  );
}

interface Act {
  readonly trial: string;
  readonly reason: string;
  readonly password: string;
}

/**
 * Locks the data of a trial: from then on the database takes nothing into its record. The person gives their password and
 * says why. Refuses `NOT_ALLOWED`, `SIGNATURE_MISSING`, `REASON_MISSING`, `DATA_LOCKED` where it is locked already.
 */
export async function lockData(db: Database, person: Person, act: Act): Promise<void> {
  await acting(db, person, act, async (tx, trialId) => {
    const made = await tx.sql`
      insert into identity.data_lock (trial_id, reason) values (${trialId}, ${act.reason.trim()})
      on conflict do nothing returning id`;
    if (made.length === 0) refuse("DATA_LOCKED", `The data of ${act.trial} are locked already.`);
  });
}

/** Ends the lock, by another person than who set it (`SECOND_PERSON_NEEDED`). Refuses `DATA_NOT_LOCKED`. */
export async function unlockData(db: Database, person: Person, act: Act): Promise<void> {
  await acting(db, person, act, async (tx, trialId) => {
    const ended = await tx.sql`
      update identity.data_lock set unlocked_at = now(), unlock_reason = ${act.reason.trim()}
       where trial_id = ${trialId} and unlocked_at is null returning id`;
    if (ended.length === 0) refuse("DATA_NOT_LOCKED", `The data of ${act.trial} are not locked.`);
  });
}

async function acting(
  db: Database,
  person: Person,
  { trial, reason, password }: Act,
  work: (tx: Tx, trialId: string) => Promise<void>,
): Promise<void> {
  const trialId = await asPerson(db, person.id, (tx) => whoLocks(tx, person.id, trial));
  if (reason.trim() === "") refuse("REASON_MISSING", "Say why: the reason stands in the log beside the act.");
  if (!(await reauthenticate(db, person, password)))
    refuse("SIGNATURE_MISSING", "The password given is not yours; nothing was done.");
  await asPerson(db, person.id, (tx) => work(tx, trialId));
}

/** A role for all sites of the trial: a lock holds all of them. */
async function whoLocks(tx: Tx, personId: string, trial: string): Promise<string> {
  const rows = await tx.sql<{ id: string; role: "administrator"; whole: boolean }[]>`
    select t.id, m.role, m.site_id is null as whole from identity.membership m
      join record.trial t on t.id = m.trial_id and t.superseded_at is null
     where m.user_id = ${personId} and m.revoked_at is null and t.key = ${trial}`;
  if (rows.length === 0) refuse("TRIAL_UNKNOWN", `There is no trial '${trial}', or you are not a member of it.`);
  const held = permissionsOfRoles(rows.filter((r) => r.whole).map((r) => r.role));
  if (!held.has(NEEDED)) notAllowed(NEEDED, held);
  return rows[0]!.id;
}
