import type { Tx } from "@nadir/db";
import { type Permission, refusalSentence, refuse } from "@nadir/domain";
import { notAllowed, permissionsOf } from "../identity/permissions.ts";

/** Finds the trial of a protocol and what the person may do in it; a protocol that is not theirs is told as unknown. */
export async function protocolAccess(
  tx: Tx,
  personId: string,
  protocolId: string,
  anyOf: readonly Permission[],
): Promise<{ trialId: string; permissions: ReadonlySet<Permission> }> {
  const isId = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(protocolId);
  const [row] = isId
    ? await tx.sql<{ trial_id: string }[]>`select trial_id from validation.protocol where id = ${protocolId}`
    : [];
  if (!row) return refuse("PROTOCOL_UNKNOWN", refusalSentence("PROTOCOL_UNKNOWN"), { found: protocolId });
  const permissions = await permissionsOf(tx, personId, row.trial_id);
  if (!anyOf.some((p) => permissions.has(p))) return notAllowed(anyOf[0]!, permissions);
  return { trialId: row.trial_id, permissions };
}
