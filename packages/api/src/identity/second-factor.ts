import { appendAudit, asSystem, type Database, type Tx } from "@nadir/db";
import { type Role, refuse } from "@nadir/domain";
import { known } from "./people-acts.ts";
import { endSessionsOf } from "./sessions.ts";

export interface SecondFactor {
  readonly isOn: boolean;
  /** Roles of the person for which a trial asks for it. */
  readonly requiredBy: readonly { readonly trial: string; readonly role: Role }[];
}

export async function secondFactorOf(db: Database, personId: string): Promise<SecondFactor> {
  return asSystem(db, "read a person's second factor", async ({ sql }) => {
    const [person] = await sql<{ isOn: boolean }[]>`
      select two_factor_enabled as "isOn" from identity."user" where id = ${personId}`;
    const requiredBy = await sql<{ trial: string; role: Role }[]>`
      select distinct t.key as trial, r.role
        from identity.second_factor_rule r
        join identity.membership m on m.trial_id = r.trial_id and m.role = r.role and m.revoked_at is null
        join record.trial t on t.id = r.trial_id
       where r.ended_at is null and m.user_id = ${personId} order by t.key, r.role`;
    return { isOn: person?.isOn ?? false, requiredBy };
  });
}

/**
 * From now on whoever holds the role in the trial is nobody until they have set up a second factor; or no longer. The
 * transaction is an administrator's of the trial. Nothing happens where it is so already.
 */
export async function setSecondFactorRule(
  tx: Tx,
  { trialId, role, required }: { readonly trialId: string; readonly role: Role; readonly required: boolean },
): Promise<void> {
  const changed = required
    ? await tx.sql`
        insert into identity.second_factor_rule (trial_id, role) values (${trialId}, ${role})
        on conflict do nothing returning id`
    : await tx.sql`
        update identity.second_factor_rule set ended_at = now()
         where trial_id = ${trialId} and role = ${role} and ended_at is null returning id`;
  if (changed.length > 0)
    await appendAudit(tx, {
      action: required ? "second-factor-required" : "second-factor-optional",
      object: `trial:${trialId}`,
      payload: { trial: trialId, role },
    });
}

/** For a person who lost device and recovery codes: they sign in by password and set up another. Sessions end. */
export async function removeSecondFactor(db: Database, email: string): Promise<void> {
  await asSystem(db, "remove a second factor", async (tx) =>
    removeSecondFactorOf(tx, { id: await known(tx, email), email }),
  );
}

/** Refuses `SECOND_FACTOR_OFF` where there is none. */
export async function removeSecondFactorOf(tx: Tx, { id, email }: { readonly id: string; readonly email: string }) {
  const [row] = await tx.sql<{ isOn: boolean }[]>`
    select two_factor_enabled as "isOn" from identity."user" where id = ${id}`;
  if (!row?.isOn) refuse("SECOND_FACTOR_OFF", `${email} has no second factor; there is nothing to remove.`);
  await tx.sql`delete from identity.two_factor where user_id = ${id}`;
  await tx.sql`update identity."user" set two_factor_enabled = false where id = ${id}`;
  await endSessionsOf(tx, id);
  await appendAudit(tx, { action: "second-factor-removed", object: `person:${id}`, payload: {} });
}
