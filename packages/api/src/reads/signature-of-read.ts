import type { Tx } from "@nadir/db";
import { hashOf } from "@nadir/domain";
import type { SessionRow } from "./session-row.ts";
import { ENTERED, recordMeasurement, recordNonTarget } from "./write-read.ts";

/** What a reader's signature says that it means. */
export const READ_MEANING = "I have read this scan myself, and this is my read.";

/** The hash that a signature of a read is: over who signed what, as which reader, in which meaning, and after which read. */
export const signatureHashOf = (
  session: Pick<SessionRow, "id" | "visitId" | "readerRole" | "reader">,
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

/**
 * Why the signature of a read no longer holds; null where it holds. It is bound to what the read says (21 CFR 11.70), and broken
 * too where the record's figures in the reader's name have been changed since by anything but a signed amendment.
 */
export async function brokenSignature(tx: Tx, session: SessionRow): Promise<string | null> {
  if (session.state !== "signed") return null;
  const [before] = session.amends
    ? await tx.sql<{ hash: string | null }[]>`
        select signature_hash as hash from record.read_session where id = ${session.amends}`
    : [];
  const documentHash = hashOf(session.document);
  if (
    documentHash !== session.documentHash ||
    session.signatureHash !== signatureHashOf(session, session.meaning ?? "", documentHash, before?.hash ?? null)
  )
    return "What this read says is no longer what was signed.";
  // Of a read that a signed one amends, the record holds the later figures.
  const [amendment] = await tx.sql<{ signed: boolean }[]>`
    select state = 'signed' as signed from record.read_session where amends = ${session.id}`;
  if (amendment?.signed) return null;
  const nonTarget = recordNonTarget(session, session.document.nonTarget);
  const signed = [
    ...session.document.lesions.map((lesion) => hashOf(recordMeasurement(session, lesion))),
    ...(nonTarget === null ? [] : [hashOf(nonTarget)]),
  ];
  const live = await tx.sql<{ hash: string }[]>`
    select content_hash as hash from record.measurement
     where visit_id = ${session.visitId} and reader = ${session.reader} and method = ${ENTERED} and superseded_at is null
    union all
    select content_hash from record.non_target_assessment
     where visit_id = ${session.visitId} and reader = ${session.reader} and superseded_at is null`;
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
