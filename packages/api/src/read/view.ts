import type { Tx } from "@nadir/db";
import { type Permission, type Role, refuse } from "@nadir/domain";
import { notAllowed, permissionsOfRoles } from "../identity/permissions.ts";

/**
 * What of a subject's record a person may see.
 * `full`: everything but what is sealed. `statistician`: the same, from which the database withholds whatever lies after
 * the index day of a sealed subject. `reader`: images, delineations, lesions and the reader's own figures, nothing from
 * which arm, site, course or another's reading could be known.
 */
export type View = "full" | "statistician" | "reader";

export interface TrialAccess {
  readonly trialId: string;
  readonly trialKey: string;
  readonly roles: readonly Role[];
  readonly permissions: ReadonlySet<Permission>;
  readonly view: View;
}

export function viewOf(permissions: ReadonlySet<Permission>): View {
  if (permissions.has("read-record")) return "full";
  if (!permissions.has("read-blinded")) return notAllowed("read-record", permissions);
  return permissions.has("measure") || permissions.has("adjudicate") ? "reader" : "statistician";
}

/** Finds the trial and how the person may see it. A trial that is not theirs is told like one that does not exist. */
export async function trialAccess(tx: Tx, personId: string, trialKey: string): Promise<TrialAccess> {
  const [row] = await tx.sql<{ id: string; roles: Role[] }[]>`
    select t.id, array_agg(distinct m.role) as roles
    from record.trial t
    join identity.membership m on m.trial_id = t.id and m.user_id = ${personId} and m.revoked_at is null
    where t.key = ${trialKey} and t.superseded_at is null
    group by t.id`;
  if (!row) return refuse("TRIAL_UNKNOWN", `There is no trial '${trialKey}', or you are not a member of it.`);
  const permissions = permissionsOfRoles(row.roles);
  return { trialId: row.id, trialKey, roles: row.roles, permissions, view: viewOf(permissions) };
}
