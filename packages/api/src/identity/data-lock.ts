import { asPerson, asSystem, type Database, type Tx } from "@nadir/db";
import { PERMISSIONS, type Permission, type Role, refuse, role as roles } from "@nadir/domain";
import { z } from "zod";
import type { BoundSignature } from "../read/signature-shape.ts";
import { notAllowed, permissionsOfRoles } from "./permissions.ts";
import { reauthenticate } from "./reauthenticate.ts";
import type { Person } from "./standing.ts";

export interface DataLock {
  readonly trial: string;
  readonly lockedAt: Date;
  readonly lockedBy: string;
  /** Locked by whoever asks: another person unlocks it. */
  readonly byYou: boolean;
  readonly reason: string;
  readonly unlockedAt: Date | null;
  readonly unlockedBy: string | null;
  readonly unlockReason: string | null;
  /** Of a present lock, for who may lock; null for others, and of locks that nobody signed. */
  readonly signature: BoundSignature | null;
}

/** A lock that stands, as whoever would record something is told of it beforehand. */
export const presentLock = z.object({
  since: z.date(),
  by: z.string(),
  /** Locked by whoever asks: another person unlocks it. */
  byYou: z.boolean(),
  /** Null to whoever is blinded: its words may tell how patients fare. */
  reason: z.string().nullable(),
});
export type PresentLock = z.infer<typeof presentLock>;

/** The lock that stands over a trial of the person's; null where its data are not locked. */
export async function presentLockOf({ sql }: Tx, personId: string, trialId: string): Promise<PresentLock | null> {
  const [row] = await sql<PresentLock[]>`
    select l.locked_at as since, coalesce(u.name, l.locked_by) as by, l.locked_by = ${personId} as "byYou", l.reason
      from identity.data_lock l left join identity."user" u on u.id = l.locked_by
     where l.trial_id = ${trialId} and l.unlocked_at is null`;
  return row ?? null;
}

const NEEDED: Permission = "lock-data";
const LOCKING_ROLES = roles.options.filter((role) => PERMISSIONS[role].includes(NEEDED));

/** A trial whose data the person may lock, and who else may unlock them. */
export interface LockableTrial {
  readonly trial: string;
  /** Names; without any, the person is refused to lock. */
  readonly others: readonly string[];
}

/** The trials whose data the person may lock: by a role for all of their sites. */
export async function lockableTrials(db: Database, personId: string): Promise<LockableTrial[]> {
  return asSystem(
    db,
    "who may unlock what a person may lock",
    ({ sql }) => sql<LockableTrial[]>`
    select t.key as trial, array(
      select distinct u.name from identity.membership o join identity."user" u on u.id = o.user_id
       where o.trial_id = t.id and o.user_id <> ${personId} and o.site_id is null and o.revoked_at is null
         and o.role = any (${LOCKING_ROLES}) and exists (select from identity.account a where a.user_id = u.id)
       order by u.name) as others
      from record.trial t
     where t.superseded_at is null and exists (
       select from identity.membership m where m.trial_id = t.id and m.user_id = ${personId} and m.site_id is null
          and m.revoked_at is null and m.role = any (${LOCKING_ROLES}))
     order by t.key`,
  );
}

/** Every lock of the data of the person's trials, the present and the past ones, the newest first. */
export async function dataLocks(db: Database, personId: string): Promise<DataLock[]> {
  return asPerson(db, personId, async (tx) => {
    const locks = await tx.sql<(DataLock & { id: string; trialId: string })[]>`
      select l.id, l.trial_id as "trialId", t.key as trial, l.locked_at as "lockedAt",
             coalesce(a.name, l.locked_by) as "lockedBy", l.locked_by = ${personId} as "byYou", l.reason,
             l.unlocked_at as "unlockedAt", coalesce(b.name, l.unlocked_by) as "unlockedBy", l.unlock_reason as "unlockReason"
        from identity.data_lock l join record.trial t on t.id = l.trial_id
        left join identity."user" a on a.id = l.locked_by left join identity."user" b on b.id = l.unlocked_by
       order by l.locked_at desc, l.id`;
    const looked: DataLock[] = [];
    for (const { id, trialId, ...lock } of locks)
      looked.push({ ...lock, signature: lock.unlockedAt ? null : await signatureOf(tx, personId, { id, trialId }) });
    return looked;
  });
}

/** The signature of a present lock: it holds while the record is the one that was locked. */
async function signatureOf(
  tx: Tx,
  personId: string,
  { id, trialId }: { readonly id: string; readonly trialId: string },
): Promise<BoundSignature | null> {
  // The hash is of the whole record: who sees a part of it could not tell.
  if (!(await wholePermissions(tx, personId, trialId)).has(NEEDED)) return null;
  const [row] = await tx.sql<{ by: string; at: Date; meaning: string; hash: string; holds: boolean }[]>`
    select coalesce(u.name, s.person) as by, s.at, s.meaning, s.signature_hash as hash,
           s.signature_hash = identity.lock_signature_hash(s) and s.record_hash = record.hash_of_trial(s.trial_id) as holds
      from identity.data_lock_signature s left join identity."user" u on u.id = s.person
     where s.lock_id = ${id} and s.act = 'lock'`;
  if (!row) return null;
  const { holds, ...signed } = row;
  return { ...signed, broken: holds ? null : "The record of this trial is not the one that was locked." };
}

async function wholePermissions({ sql }: Tx, personId: string, trialId: string) {
  const rows = await sql<{ role: Role }[]>`
    select role from identity.membership
     where user_id = ${personId} and trial_id = ${trialId} and site_id is null and revoked_at is null`;
  return permissionsOfRoles(rows.map(({ role }) => role));
}

interface Act {
  readonly trial: string;
  readonly reason: string;
  readonly password: string;
}

/**
 * Locks the data of a trial: from then on the database takes nothing into its record. The person gives their password and
 * says why. Refuses `NOT_ALLOWED`, `SIGNATURE_MISSING`, `REASON_MISSING`, `DATA_LOCKED` where it is locked already, and
 * `NOBODY_UNLOCKS` where no other person could unlock it: it would stay locked for good.
 */
export async function lockData(db: Database, person: Person, act: Act): Promise<void> {
  await acting(
    db,
    person,
    "The data of this trial are as they should be, and are locked.",
    act,
    async (tx, trialId) => {
      const found = (await lockableTrials(db, person.id)).find(({ trial }) => trial === act.trial);
      if (found?.others.length === 0)
        refuse(
          "NOBODY_UNLOCKS",
          `Whoever locks does not unlock, and nobody else could unlock ${act.trial}: first give another person the role administrator or data-manager for all of its sites.`,
        );
      const made = await tx.sql`
      insert into identity.data_lock (trial_id, reason) values (${trialId}, ${act.reason.trim()})
      on conflict do nothing returning id`;
      if (made.length === 0) refuse("DATA_LOCKED", `The data of ${act.trial} are locked already.`);
    },
  );
}

/** Ends the lock, by another person than who set it (`SECOND_PERSON_NEEDED`). Refuses `DATA_NOT_LOCKED`. */
export async function unlockData(db: Database, person: Person, act: Act): Promise<void> {
  await acting(db, person, "data unlock", act, async (tx, trialId) => {
    const ended = await tx.sql`
      update identity.data_lock set unlocked_at = now(), unlock_reason = ${act.reason.trim()}
       where trial_id = ${trialId} and unlocked_at is null returning id`;
    if (ended.length === 0) refuse("DATA_NOT_LOCKED", `The data of ${act.trial} are not locked.`);
  });
}

async function acting(
  db: Database,
  person: Person,
  meaning: string,
  { trial, reason, password }: Act,
  work: (tx: Tx, trialId: string) => Promise<void>,
): Promise<void> {
  const trialId = await asPerson(db, person.id, (tx) => whoLocks(tx, person.id, trial));
  if (reason.trim() === "") refuse("REASON_MISSING", "Say why: the reason stands in the log beside the act.");
  const about = async () => ({ trialId });
  if (!(await reauthenticate(db, person, password, { kind: "signature", meaning, about })))
    refuse("SIGNATURE_MISSING", "Wrong password: nothing was done.");
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
