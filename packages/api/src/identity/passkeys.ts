import { appendAudit, asSystem, type Database, type Tx } from "@nadir/db";
import { refuse } from "@nadir/domain";
import { known } from "./people-acts.ts";
import { endSessionsOf } from "./sessions.ts";

/** A passkey as its owner sees it. */
export interface Passkey {
  readonly id: string;
  readonly name: string;
  readonly since: Date;
  /** Null: not used yet. */
  readonly lastUsed: Date | null;
}

/** The person's passkeys, the newest first. */
export const passkeysOf = (db: Database, personId: string): Promise<Passkey[]> =>
  asSystem(
    db,
    "read a person's passkeys",
    ({ sql }) => sql<Passkey[]>`
      select id, name, created_at as since, last_used_at as "lastUsed" from identity.passkey
       where user_id = ${personId} order by created_at desc, id`,
  );

/** For a person who lost the device that keeps them. */
export const removePasskeys = (db: Database, email: string): Promise<void> =>
  asSystem(db, "remove a person's passkeys", async (tx) => removePasskeysOf(tx, { id: await known(tx, email), email }));

/** Removes all passkeys of the person and ends their sessions. Refuses `PASSKEY_NONE` where there is none. */
export async function removePasskeysOf(tx: Tx, { id, email }: { readonly id: string; readonly email: string }) {
  const removed = await tx.sql`delete from identity.passkey where user_id = ${id} returning id`;
  if (removed.length === 0) refuse("PASSKEY_NONE", `${email} has no passkey; there is nothing to remove.`);
  await endSessionsOf(tx, id);
  await appendAudit(tx, {
    action: "passkeys-removed",
    object: `person:${id}`,
    payload: { passkeys: removed.length },
  });
}
