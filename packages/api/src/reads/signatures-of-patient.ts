import type { Tx } from "@nadir/db";
import type { ReaderRole } from "@nadir/domain";
import type { BoundSignature } from "../read/signature-shape.ts";
import { type DecisionRow, decisionsOn, everSignedSessions, type SessionRow } from "./session-row.ts";
import { namesOfPeople, signatureOfDecision, signaturesOfReads } from "./signature-of-read.ts";

/** A signed read, or an adjudicator's decision, as somebody who inspects the record finds it. */
export interface SignedLine {
  readonly visit: string;
  readonly as: ReaderRole | "adjudicator";
  readonly signature: BoundSignature;
  /** A read: a signed amendment has replaced it. A decision: a read that it was made on was amended since. */
  readonly isAmended: boolean;
  /** A read: it amends a former one. */
  readonly isAmendment: boolean;
  /** Why a former read was amended, or why the decision is what it is; null of a read that amends none. */
  readonly reason: string | null;
  /** A decision: whose reads stand by it. */
  readonly chosen: ReaderRole | null;
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
  const lines = sessions.flatMap(({ id, visit, readerRole, reader, amends, reason }): SignedLine[] => {
    const signature = signatures.get(id);
    if (!signature) return [];
    const by = names.get(reader) ?? reader;
    const isAmendment = amends !== null;
    const own = { isAmended: replaced.has(id), isAmendment, reason: isAmendment ? reason : null };
    return [{ visit, as: readerRole, signature: { ...signature, by }, ...own, chosen: null, comparison: null }];
  });
  for (const decision of decisions) {
    const signature = await signatureOfDecision(tx, decision);
    const { comparison, chosen, reason } = decision.document;
    const own = { isAmended: isOvertaken(decision, sessions), isAmendment: false, reason, chosen, comparison };
    if (signature) lines.push({ visit: decision.visit, as: "adjudicator", signature, ...own });
  }
  return lines.sort((a, b) => a.signature.at.getTime() - b.signature.at.getTime());
}

/** Whether a read that a decision was made on has been amended since. */
function isOvertaken({ signedAt, date }: DecisionRow, sessions: readonly SessionRow[]): boolean {
  const decided = signedAt?.getTime() ?? 0;
  const before = new Set(
    sessions.flatMap((read) => (read.date <= date && (read.signedAt?.getTime() ?? 0) <= decided ? [read.id] : [])),
  );
  return sessions.some((read) => read.amends !== null && before.has(read.amends) && !before.has(read.id));
}
