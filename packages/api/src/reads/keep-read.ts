import { asPerson, type Database, type Tx } from "@nadir/db";
import { hashOf, READ_MEANING, Refusal, readDocument, refuse } from "@nadir/domain";
import { unitOf } from "@nadir/response";
import { z } from "zod";
import { requirePermission } from "../identity/permissions.ts";
import { holdScans, requireScanStays } from "../read/hold-scans.ts";
import { noteSealedCoursesOf } from "../read/note-sealed.ts";
import { trialAccess } from "../read/view.ts";
import { requireAuthenticated, type Signatory } from "../trial-validation/index.ts";
import { checkSession } from "./check-session.ts";
import { areSame, imagesInSight, requireImagesSeen } from "./images-in-sight.ts";
import { baselineSum } from "./read-discrepancies.ts";
import { type ReadStanding, readStanding } from "./read-shape.ts";
import { refusedAsShown, type ScanNames, scanNamesOf } from "./scan-names.ts";
import { standingAsShown } from "./scan-names-in-reads.ts";
import { ownSession, requireNotDropped, type SessionRow, type StandingSession, signedSessions } from "./session-row.ts";
import { signatureHashOf } from "./signature-of-read.ts";
import { writeRead } from "./write-read.ts";

/** A read as its reader sends it, and the version of the draft that they had before them. */
export const keptRead = z.object({ session: z.uuid(), version: z.int().min(1), document: readDocument });
type KeptRead = z.infer<typeof keptRead>;

export const readKept = z.object({
  version: z.int(),
  state: z.enum(["draft", "signed"]),
  standing: readStanding,
  /** The images in sight are others than those that the read was sent with. */
  haveImagesChanged: z.boolean(),
});
type ReadKept = z.infer<typeof readKept>;

/**
 * Keeps a draft. The same again is kept once; on another state of the draft than the one that was seen nothing is written.
 * Refuses `READ_UNKNOWN`, `NOT_ALLOWED`, `READ_DROPPED`, `READ_SIGNED`, `CHANGED_MEANWHILE`.
 */
export function saveDraft(db: Database, personId: string, kept: KeptRead): Promise<ReadKept> {
  return asPerson(db, personId, async (tx) => {
    const { session, names } = await open(tx, personId, kept);
    const standing = standingAsShown(await standingOf(tx, session, kept), names);
    const haveImagesChanged = !areSame(await imagesInSight(tx, session), kept.document.images);
    if (isSame(session, kept)) return { version: session.version, state: session.state, standing, haveImagesChanged };
    requireSeen(session, kept);
    const version = session.version + 1;
    await tx.sql`update record.read_session set version = ${version}, document = ${tx.sql.json(kept.document as never)}
      where id = ${session.id}`;
    return { version, state: "draft", standing, haveImagesChanged };
  });
}

/**
 * Signs a read: from then on it stays as it is, and its figures stand in the record as this reader's. The signature binds
 * who signed what, where and as what. Signed twice alike, it is signed once. Refuses `SIGNATURE_MISSING` where the reader
 * does not confirm who they are, `SCAN_TAKEN_BACK`, `IMAGES_CHANGED` where it is sent with other images than are in sight, all that `checkRead` finds, and what `saveDraft` refuses.
 */
export async function signRead(
  db: Database,
  signatory: Signatory,
  kept: KeptRead,
): Promise<ReadKept & { trial: string; subject: string; isRepeated: boolean }> {
  await requireAuthenticated(signatory, READ_MEANING);
  const { personId } = signatory;
  return asPerson(db, personId, async (tx) => {
    const { session, names } = await open(tx, personId, kept, true);
    await requirePermission(tx, personId, session.trialId, "sign");
    return refusedAsShown(names, () => sign(tx, session, kept, names));
  });
}

async function sign(tx: Tx, session: SessionRow, kept: KeptRead, names: ScanNames) {
  const { trial, subject, reader } = session;
  const checked = await checkSession(tx, session, kept.document);
  const standing = standingAsShown(standingIn(session.visit, checked), names);
  if (session.state === "signed" && isSame(session, kept))
    return { ...signed(session.version), standing, trial, subject, isRepeated: true };
  if (!isSame(session, kept)) requireSeen(session, kept);
  await requireScanStays(tx, session.visitId, "its read");
  await requireImagesSeen(tx, session, kept.document.images);
  if (checked.problems.length > 0) throw new Refusal(checked.problems);
  const amended = session.amends === null ? undefined : await ownSession(tx, reader, session.amends);
  if (amended) await requireLaterReadsKept(tx, amended, kept);
  const documentHash = hashOf(kept.document);
  const signatureHash = signatureHashOf(session, READ_MEANING, documentHash, amended?.signatureHash ?? null);
  const version = session.version + 1;
  await tx.sql`update record.read_session set version = ${version}, document = ${tx.sql.json(kept.document as never)},
    state = 'signed', meaning = ${READ_MEANING}, document_hash = ${documentHash}, signature_hash = ${signatureHash}
    where id = ${session.id}`;
  await writeRead(tx, session, kept.document);
  return { ...signed(version), standing, trial, subject, isRepeated: false };
}

const signed = (version: number) => ({ version, state: "signed" as const, haveImagesChanged: false });

export const readToAmend = z.object({
  session: z.uuid(),
  reason: z.string().trim().min(1, "Say in a sentence why the read is amended.").max(500),
});

/**
 * Begins an amendment of a signed read: a draft with the same answers, which replaces it once it is signed. Begun already, it
 * is answered as it is; after one that was dropped another is begun. Refuses `READ_UNKNOWN`, `READ_NOT_SIGNED`, `READ_DROPPED`.
 */
export function amendRead(
  db: Database,
  personId: string,
  { session: id, reason }: z.infer<typeof readToAmend>,
): Promise<{ session: string }> {
  return asPerson(db, personId, async (tx) => {
    await ownSession(tx, personId, id, true);
    // Looked at again once it is held: what amends it may have been begun while this one waited.
    const session = await ownSession(tx, personId, id);
    await requirePermission(tx, personId, session.trialId, "measure");
    requireNotDropped(session);
    if (session.state !== "signed") refuse("READ_NOT_SIGNED", "This read is a draft: change it as it is.");
    if (session.amendedBy !== null) return { session: session.amendedBy };
    const [made] = await tx.sql<{ id: string }[]>`
      insert into record.read_session (trial_id, site_id, subject_id, visit_id, reader_role, reader, document, amends, reason)
      values (${session.trialId}, ${session.siteId}, ${session.subjectId}, ${session.visitId}, ${session.readerRole},
        ${personId}, ${tx.sql.json(session.document as never)}, ${session.id}, ${reason}) returning id`;
    return { session: made!.id };
  });
}

async function open(
  tx: Tx,
  personId: string,
  { session: id }: KeptRead,
  isToSign = false,
): Promise<{ session: StandingSession; names: ScanNames }> {
  const found = await ownSession(tx, personId, id, true);
  await requirePermission(tx, personId, found.trialId, "measure");
  const session = requireNotDropped(found);
  if (isToSign) await holdScans(tx, [session.subjectId]);
  await noteSealedCoursesOf(tx, [session.subjectId]);
  const { trialId, view } = await trialAccess(tx, personId, session.trial);
  return { session, names: await scanNamesOf(tx, { trialId, view }, session.subjectId) };
}

const isSame = (session: SessionRow, { document }: KeptRead): boolean => hashOf(session.document) === hashOf(document);

function requireSeen(session: SessionRow, { version }: KeptRead): void {
  if (session.state === "signed")
    refuse("READ_SIGNED", "This read is signed and stays as it is; amend it with a reason.");
  if (session.version !== version)
    refuse(
      "CHANGED_MEANWHILE",
      "This read was changed in another window or on another device since you opened it here. What you see here is not lost: compare it with what was kept there, and keep one of the two.",
    );
}

/** What the reader is told of a read while it is written. */
export async function standingOf(
  tx: Tx,
  session: SessionRow,
  { document }: Pick<KeptRead, "document">,
  already?: Parameters<typeof checkSession>[3],
): Promise<ReadStanding> {
  return standingIn(session.visit, await checkSession(tx, session, document, already));
}

function standingIn(visit: string, { problems, outcome }: Awaited<ReturnType<typeof checkSession>>): ReadStanding {
  const judged = outcome?.visits[visit];
  return {
    problems: problems.map(({ code, message, where }) => ({ code, message, path: where?.path ?? null })),
    overall: judged?.overall ?? null,
    sum: judged?.size.value ?? (outcome && baselineSum(outcome)),
    unit: judged?.size.unit ?? (outcome && unitOf(outcome)),
    percentFromBaseline: judged?.size.percentFromBaseline ?? null,
    percentFromNadir: judged?.size.percentFromNadir ?? null,
  };
}

/** An amendment takes no lesion away that later signed reads of the reader go on with. Refuses `LESION_READ_LATER`. */
async function requireLaterReadsKept(tx: Tx, amended: SessionRow, { document }: KeptRead): Promise<void> {
  const kept = new Set(document.lesions.map(({ id }) => id));
  const dropped = new Set(amended.document.lesions.flatMap(({ id }) => (kept.has(id) ? [] : [id])));
  for (const { visit, date, document: later } of await signedSessions(tx, amended.subjectId, amended.reader)) {
    const lesion = date > amended.date ? later.lesions.find(({ id }) => dropped.has(id)) : undefined;
    if (lesion)
      refuse(
        "LESION_READ_LATER",
        `Lesion ${lesion.id} is read at the later visit '${visit}' too; it stays in this read.`,
      );
  }
}
