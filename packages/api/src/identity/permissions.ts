import type { Tx } from "@nadir/db";
import { PERMISSION_WORDS, PERMISSIONS, type Permission, type Role, refuse } from "@nadir/domain";

export interface Membership {
  readonly trialId: string;
  readonly trialKey: string;
  /** Null = all sites of the trial. */
  readonly siteId: string | null;
  readonly role: Role;
}

/** Every membership of the person that has not been revoked, by trial key. */
export async function membershipsOf(tx: Tx, personId: string): Promise<Membership[]> {
  return tx.sql<Membership[]>`
    select m.trial_id as "trialId", t.key as "trialKey", m.site_id as "siteId", m.role
    from identity.membership m
    join record.trial t on t.id = m.trial_id
    where m.user_id = ${personId} and m.revoked_at is null
    order by t.key, m.role`;
}

/** What the person may do in the trial: the union over their roles there. Empty for a stranger. */
export async function permissionsOf(tx: Tx, personId: string, trialId: string): Promise<ReadonlySet<Permission>> {
  const rows = await tx.sql<{ role: Role }[]>`
    select role from identity.membership
    where user_id = ${personId} and trial_id = ${trialId} and revoked_at is null`;
  return permissionsOfRoles(rows.map((row) => row.role));
}

export const permissionsOfRoles = (roles: readonly Role[]): ReadonlySet<Permission> =>
  new Set(roles.flatMap((role) => PERMISSIONS[role]));

/** Refuses `NOT_ALLOWED` unless the person holds the permission in the trial. */
export async function requirePermission(
  tx: Tx,
  personId: string,
  trialId: string,
  permission: Permission,
): Promise<ReadonlySet<Permission>> {
  const held = await permissionsOf(tx, personId, trialId);
  if (!held.has(permission)) notAllowed(permission, held);
  return held;
}

/** As `requirePermission`, by a role held for the whole trial: what is done stands for all of its sites. */
export async function requireWholePermission(
  tx: Tx,
  personId: string,
  trialId: string,
  permission: Permission,
): Promise<void> {
  await requirePermission(tx, personId, trialId, permission);
  const rows = await tx.sql<{ role: Role }[]>`
    select role from identity.membership
    where user_id = ${personId} and trial_id = ${trialId} and site_id is null and revoked_at is null`;
  if (!permissionsOfRoles(rows.map((row) => row.role)).has(permission))
    refuse(
      "NOT_ALLOWED",
      `This stands for all sites of the trial, and you may ${PERMISSION_WORDS[permission]} at some of them; ask a member of the whole trial.`,
      { expected: permission },
    );
}

/** Refuses `NOT_ALLOWED` and says what would be needed; whoever is blinded is not advised to ask for what unblinds them. */
export function notAllowed(needed: Permission, held: ReadonlySet<Permission>): never {
  const words =
    needed === "read-record" && held.has("read-blinded")
      ? "Your role in this trial is blinded, and this would tell what it must not know."
      : `Your role in this trial does not let you ${PERMISSION_WORDS[needed]}. An administrator of the trial gives roles.`;
  return refuse("NOT_ALLOWED", words, { found: [...held].sort().join(", ") || "no permission", expected: needed });
}
