import type { Tx } from "@nadir/db";
import type { FhirSignature } from "@nadir/response";
import type { SignedReads } from "../compute/read-of-record.ts";
import { decisionsOn, signedSessions } from "../reads/session-row.ts";
import { signatureOfDecision, signaturesOfReads } from "../reads/signature-of-read.ts";

/**
 * Signatures under the reading that stands: of the reader whose reads it is, and of whoever decided between two readers. None
 * where an imported reading stands, which nobody signed here.
 */
export async function readSignatures(
  tx: Tx,
  subjectId: string,
  reads: SignedReads | undefined,
  standingReader: string | undefined,
): Promise<FhirSignature[]> {
  if (!reads?.standing || standingReader !== reads.standing) return [];
  const sessions = await signedSessions(tx, subjectId, reads.standing);
  const signatures = await signaturesOfReads(tx, sessions);
  const decisions = await decisionsOn(tx, subjectId);
  const found: FhirSignature[] = [];
  for (const { id, visit, reader } of sessions) {
    const one = signatures.get(id);
    if (one) found.push({ kind: "read", visit, person: reader, ...told(one) });
  }
  for (const decision of decisions) {
    const one = await signatureOfDecision(tx, decision);
    if (one) found.push({ kind: "adjudication", visit: decision.visit, person: decision.reader, ...told(one) });
  }
  return found;
}

const told = ({ at, meaning, hash, broken }: { at: Date; meaning: string; hash: string; broken: string | null }) => ({
  at: at.toISOString(),
  meaning,
  hash,
  broken,
});
