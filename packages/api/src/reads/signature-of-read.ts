import type { Tx } from "@nadir/db";
import { hashOf } from "@nadir/domain";
import type { BoundSignature } from "../read/signature-shape.ts";
import type { DecisionRow, SessionRow } from "./session-row.ts";
import { ENTERED, recordMeasurement, recordNonTarget } from "./write-read.ts";

/** The hash that a signature of a read is: over who signed what, as which reader, in which meaning, and after which read. */
export const signatureHashOf = (
  session: Pick<SessionRow | DecisionRow, "id" | "visitId" | "readerRole" | "reader">,
  meaning: string,
  documentHash: string,
  amends: string | null,
): string =>
  hashOf({
    session: session.id,
    visit: session.visitId,
    person: session.reader,
    as: session.readerRole,
    meaning,
    document: documentHash,
    amends,
  });

/** The signature of a read as it is shown; null of a draft. */
export async function signatureOfRead(tx: Tx, session: SessionRow): Promise<BoundSignature | null> {
  return shown(session, async () => brokenRead(tx, session));
}

/** The signature of an adjudicator's decision as it is shown. Later reads bring another comparison, and leave it as it is. */
export async function signatureOfDecision(tx: Tx, decision: DecisionRow): Promise<BoundSignature | null> {
  return shown(decision, async () =>
    (await isAsSigned(tx, decision)) ? null : "What this decision says is no longer what was signed.",
  );
}

async function shown(
  { signedAt, meaning, signatureHash }: Pick<SessionRow, "signedAt" | "meaning" | "signatureHash">,
  broken: () => Promise<string | null>,
): Promise<BoundSignature | null> {
  if (!signedAt || !signatureHash) return null;
  return { at: signedAt, meaning: meaning ?? "", hash: signatureHash, broken: await broken() };
}

/** What stands in the row is what its signature is over. */
async function isAsSigned({ sql }: Tx, row: SessionRow | DecisionRow): Promise<boolean> {
  const [before] = row.amends
    ? await sql<{ hash: string | null }[]>`
        select signature_hash as hash from record.read_session where id = ${row.amends}`
    : [];
  const documentHash = hashOf(row.document);
  return (
    documentHash === row.documentHash &&
    row.signatureHash === signatureHashOf(row, row.meaning ?? "", documentHash, before?.hash ?? null)
  );
}

/**
 * Why the signature of a read no longer holds; null where it holds. It is bound to what the read says (21 CFR 11.70), and broken
 * too where the record's figures in the reader's name have been changed since by anything but a signed amendment.
 */
async function brokenRead(tx: Tx, session: SessionRow): Promise<string | null> {
  const [holds, [amendment], live] = await Promise.all([
    isAsSigned(tx, session),
    tx.sql<{ signed: boolean }[]>`
      select state = 'signed' as signed from record.read_session where amends = ${session.id}`,
    tx.sql<{ hash: string }[]>`
      select content_hash as hash from record.measurement
       where visit_id = ${session.visitId} and reader = ${session.reader} and method = ${ENTERED} and superseded_at is null
      union all
      select content_hash from record.non_target_assessment
       where visit_id = ${session.visitId} and reader = ${session.reader} and superseded_at is null`,
  ]);
  if (!holds) return "What this read says is no longer what was signed.";
  // Of a read that a signed one amends, the record holds the later figures.
  if (amendment?.signed) return null;
  const nonTarget = recordNonTarget(session, session.document.nonTarget);
  const signed = [
    ...session.document.lesions.map((lesion) => hashOf(recordMeasurement(session, lesion))),
    ...(nonTarget === null ? [] : [hashOf(nonTarget)]),
  ];
  const isSame =
    signed.sort().join() ===
    live
      .map(({ hash }) => hash)
      .sort()
      .join();
  return isSame
    ? null
    : "Figures in this reader's name have been changed in the record since they were signed: the log tells by whom and why.";
}
