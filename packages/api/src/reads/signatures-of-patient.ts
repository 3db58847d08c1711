import type { Tx } from "@nadir/db";
import type { ReaderRole } from "@nadir/domain";
import type { BoundSignature } from "../read/signature-shape.ts";
import { decisionsOn, everSignedSessions } from "./session-row.ts";
import { namesOfPeople, signatureOfDecision, signaturesOfReads } from "./signature-of-read.ts";

/** A signed read, or an adjudicator's decision, as somebody who inspects the record finds it. */
export interface SignedLine {
  readonly visit: string;
  readonly as: ReaderRole | "adjudicator";
  readonly signature: BoundSignature;
  /** A read: a signed amendment has replaced it. */
  readonly isAmended: boolean;
  /** A decision: the comparison that it decides. */
  readonly comparison: string | null;
}

/** Every signed read of a patient and every decision between two, first to last, with its signature and whose it is (21 CFR 11.50). */
export async function signaturesOfPatient(tx: Tx, subjectId: string): Promise<SignedLine[]> {
  const [sessions, decisions] = await Promise.all([everSignedSessions(tx, subjectId), decisionsOn(tx, subjectId)]);
  if (sessions.length === 0) return [];
  const [signatures, names] = await Promise.all([
    signaturesOfReads(tx, sessions),
    namesOfPeople(
      tx,
      sessions.map(({ reader }) => reader),
    ),
  ]);
  const replaced = new Set(sessions.flatMap(({ amends }) => amends ?? []));
  const lines = sessions.flatMap(({ id, visit, readerRole, reader }): SignedLine[] => {
    const signature = signatures.get(id);
    if (!signature) return [];
    const by = names.get(reader) ?? reader;
    return [{ visit, as: readerRole, signature: { ...signature, by }, isAmended: replaced.has(id), comparison: null }];
  });
  for (const decision of decisions) {
    const signature = await signatureOfDecision(tx, decision);
    const { comparison } = decision.document;
    if (signature) lines.push({ visit: decision.visit, as: "adjudicator", signature, isAmended: false, comparison });
  }
  return lines.sort((a, b) => a.signature.at.getTime() - b.signature.at.getTime());
}
