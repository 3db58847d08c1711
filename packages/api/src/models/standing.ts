import type { Tx } from "@nadir/db";
import { hashOf, signature } from "@nadir/domain";
import { z } from "zod";
import { permissionsOf } from "../identity/permissions.ts";
import type { TrialAccess } from "../read/view.ts";

export const standing = z.object({
  /** `validated`: a locked protocol that froze this very signature was opened, reported, and its primary analysis was shown. */
  state: z.enum(["research-only", "validated"]),
  /** The protocols that froze it and were reported, with their verdict. */
  protocols: z.array(
    z.object({
      id: z.string(),
      trial: z.string(),
      family: z.string(),
      version: z.int(),
      verdict: z.enum(["shown", "not-shown", "too-small-to-conclude"]),
    }),
  ),
});
export type Standing = z.infer<typeof standing>;

/**
 * Reported protocols by the hash of the signature that they froze, as far as the person may read reports (null: the system). The hash is worked
 * out here from the locked text, so that nobody can claim a pass for another formula.
 */
export async function reportedSignatures(
  tx: Tx,
  personId: string | null,
): Promise<ReadonlyMap<string, Standing["protocols"]>> {
  const rows = await tx.sql<(Standing["protocols"][number] & { trialId: string; signature: unknown })[]>`
    select p.id, p.trial_id as "trialId", t.key as trial, p.family, p.version,
           r.result -> 'primary' ->> 'verdict' as verdict, p.document -> 'model' -> 'signature' as signature
      from validation.protocol p join record.trial t on t.id = p.trial_id join validation.report r on r.protocol_id = p.id
     where p.state in ('reported', 'archived') and p.document -> 'model' ->> 'type' = 'imported-signature'
     order by p.family, p.version`;
  const found = new Map<string, Standing["protocols"]>();
  for (const { trialId, signature: frozen, ...protocol } of rows) {
    const read = signature.safeParse(frozen);
    if (!read.success) continue;
    if (personId !== null && !(await permissionsOf(tx, personId, trialId)).has("read-report")) continue;
    const hash = hashOf(read.data);
    found.set(hash, [...(found.get(hash) ?? []), protocol]);
  }
  return found;
}

export const standingOf = (protocols: Standing["protocols"] = []): Standing => ({
  state: protocols.some(({ verdict }) => verdict === "shown") ? "validated" : "research-only",
  protocols,
});

/** Research-only models are kept from whoever sits on the board and holds no other role in the trial. */
export const isBoardAlone = ({ roles }: TrialAccess): boolean =>
  roles.length > 0 && roles.every((role) => role === "board");
