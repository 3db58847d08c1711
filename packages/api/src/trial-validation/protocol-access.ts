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

/** By what names the custodians know the key of a protocol's test set. */
export async function testSetNames(
  tx: Tx,
  protocolId: string,
): Promise<{ family: string; study: string; testSet: string }> {
  const [row] = await tx.sql<{ family: string; study: string; testSet: string }[]>`
    select p.family, t.key as study, s.key as "testSet" from validation.protocol p
      join record.trial t on t.id = p.trial_id join sealed.test_set s on s.id = p.test_set_id where p.id = ${protocolId}`;
  return row ?? refuse("PROTOCOL_UNKNOWN", refusalSentence("PROTOCOL_UNKNOWN"), { found: protocolId });
}
