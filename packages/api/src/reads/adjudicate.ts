import { asPerson, type Database, type Tx } from "@nadir/db";
import { ADJUDICATION_MEANING, type Adjudication, adjudication, hashOf, type Lesion, refuse } from "@nadir/domain";
import { unitOf } from "@nadir/response";
import { z } from "zod";
import { readCourses, type SubjectCourse } from "../compute/read-courses.ts";
import { lockShownTo } from "../identity/lock-shown.ts";
import { notAllowed, permissionsOf, requirePermission } from "../identity/permissions.ts";
import { noteSealedCoursesOf } from "../read/note-sealed.ts";
import type { BoundSignature } from "../read/signature-shape.ts";
import { trialAccess } from "../read/view.ts";
import { requireAuthenticated, type Signatory } from "../trial-validation/index.ts";
import { baselineSum } from "./read-discrepancies.ts";
import { aboutTrial } from "./read-form.ts";
import {
  type AdjudicationForm,
  type AdjudicationSide,
  type ComparisonDocument,
  comparisonDocument,
} from "./read-shape.ts";
import { scanNamesOf } from "./scan-names.ts";
import { bothAsShown } from "./scan-names-in-reads.ts";
import { comparedSessions, decisionsOn, type SessionRow, signedSessions } from "./session-row.ts";
import { judgedReads, pairOf, readerOf } from "./settle-reads.ts";
import { signatureHashOf, signatureOfDecision, signaturesOfReads } from "./signature-of-read.ts";
import { recordLesion, recordMeasurement, recordNonTarget } from "./write-read.ts";

export const adjudicationToSign = adjudication;
export const adjudicated = z.object({ session: z.uuid() });

interface ComparisonRow {
  readonly id: string;
  readonly trialId: string;
  readonly trial: string;
  readonly siteId: string;
  readonly subjectId: string;
  readonly subject: string;
  readonly visitId: string;
  readonly visit: string;
  readonly date: string;
  readonly document: ComparisonDocument;
  readonly isReplaced: boolean;
}

async function comparisonRow({ sql }: Tx, id: string): Promise<ComparisonRow> {
  const [row] = await sql<ComparisonRow[]>`
    select c.id, c.trial_id as "trialId", t.key as trial, c.site_id as "siteId", c.subject_id as "subjectId", p.key as subject,
      c.visit_id as "visitId", v.key as visit, v.date::text as date, c.document,
      exists (select from record.read_comparison l where l.subject_id = c.subject_id and l.at > c.at) as "isReplaced"
      from record.read_comparison c join record.subject p on p.id = c.subject_id join record.visit v on v.id = c.visit_id
      join record.trial t on t.id = c.trial_id where c.id = ${id}`;
  return row
    ? { ...row, document: comparisonDocument.parse(row.document) }
    : refuse(
        "COMPARISON_UNKNOWN",
        "There is no such pair of reads, or it is not yours to decide: whoever reads a patient does not adjudicate them.",
      );
}

/**
 * Both reads of a patient side by side as they were compared, without who read them. Refuses `COMPARISON_UNKNOWN`, also to a reader, who is told of no
 * disagreement, and to an adjudicator who is one of the two readers.
 */
export async function readAdjudication(tx: Tx, personId: string, id: string): Promise<AdjudicationForm> {
  const row = await comparisonRow(tx, id);
  const held = await permissionsOf(tx, personId, row.trialId);
  if (!held.has("adjudicate") && !held.has("read-record")) notAllowed("adjudicate", held);
  await noteSealedCoursesOf(tx, [row.subjectId]);
  const { trialId, view } = await trialAccess(tx, personId, row.trial);
  const [{ trial }, signed, now, decided, names, [course], locked] = await Promise.all([
    aboutTrial(tx, trialId, view),
    row.isReplaced ? comparedSessions(tx, row.subjectId, row.id) : signedSessions(tx, row.subjectId),
    row.isReplaced ? signedSessions(tx, row.subjectId) : null,
    decidedOn(tx, row),
    scanNamesOf(tx, { trialId, view }, row.subjectId),
    readCourses(tx, { subjectIds: [row.subjectId] }),
    lockShownTo(tx, personId, { trialId, view }),
  ]);
  // What was judged: of each reader every read up to that day; what is shown: the visits that both had read.
  const judged = signed.filter(({ date }) => date <= row.date);
  const sessions = pairOf(judged)?.sessions ?? [];
  const signatures = await signaturesOfReads(tx, sessions);
  const current = new Set((now ?? signed).map(({ id }) => id));
  const isAmended = (role: SessionRow["readerRole"]) =>
    judged.some(({ id, readerRole }) => readerRole === role && !current.has(id));
  const side = (role: SessionRow["readerRole"]) =>
    // The record's figures are those of the reads as they are now.
    sideOf(
      row,
      { course: isAmended(role) ? course && courseAsSigned(course, judged, role) : course, sessions, signatures },
      role,
    );
  const { criterion, sumDiffersPercent, discrepancies } = row.document;
  const form: AdjudicationForm = {
    comparison: row.id,
    trial,
    criterion,
    subject: row.subject,
    visit: row.visit,
    sumDiffersPercent,
    discrepancies,
    first: side("reader-1"),
    second: side("reader-2"),
    decided,
    isReplaced: row.isReplaced,
    amended: (["reader-1", "reader-2"] as const).filter(isAmended),
    locked,
    may: { adjudicate: held.has("adjudicate") },
  };
  return bothAsShown(form, names);
}

/** The course with one reader's figures and lesions as these reads say them, in the place of what has come of them since. */
function courseAsSigned(
  { course, ...whose }: SubjectCourse,
  sessions: readonly SessionRow[],
  role: SessionRow["readerRole"],
): SubjectCourse {
  const own = sessions.filter(({ readerRole }) => readerRole === role);
  const reader = readerOf(sessions, role);
  const isOthers = (row: { readonly reader?: string | undefined }) => row.reader !== reader;
  const lesions = new Map<string, Lesion>();
  // Lesions that everybody reads stay as they are; each later read goes on from the one before.
  const shared = new Set(course.lesions.filter(isOthers).map(({ id }) => id));
  for (const session of own)
    for (const lesion of session.document.lesions)
      if (!shared.has(lesion.id)) lesions.set(lesion.id, recordLesion(session, lesion, lesions.get(lesion.id)));
  return {
    ...whose,
    course: {
      ...course,
      lesions: [...course.lesions.filter(isOthers), ...lesions.values()],
      measurements: [
        ...course.measurements.filter(isOthers),
        ...own.flatMap((session) => session.document.lesions.map((lesion) => recordMeasurement(session, lesion))),
      ],
      nonTarget: [
        ...course.nonTarget.filter(isOthers),
        ...own.flatMap((session) => recordNonTarget(session, session.document.nonTarget) ?? []),
      ],
    },
  };
}

/** The decision on this comparison, also where a later one has been decided on since. */
async function decidedOn(tx: Tx, { id, subjectId }: ComparisonRow): Promise<AdjudicationForm["decided"]> {
  const made = (await decisionsOn(tx, subjectId)).find(({ document }) => document.comparison === id);
  const signature = made ? await signatureOfDecision(tx, made) : null;
  if (!made || !signature) return null;
  const { chosen, reason } = made.document;
  return { chosen, reason, ...signature, by: signature.by ?? made.reader };
}

function sideOf(
  { date, document }: ComparisonRow,
  {
    course,
    sessions,
    signatures,
  }: {
    readonly course: SubjectCourse | undefined;
    readonly sessions: readonly SessionRow[];
    readonly signatures: ReadonlyMap<string, BoundSignature | null>;
  },
  role: SessionRow["readerRole"],
): AdjudicationSide {
  const own = sessions.filter(({ readerRole }) => readerRole === role);
  const outcome = judgedReads(course, readerOf(sessions, role), document.criterion, date);
  return {
    best: outcome?.bestOverall.confirmed ?? null,
    progressionOn: outcome?.progressionDate ?? null,
    visits: own.map((session) => {
      const judged = outcome?.visits[session.visit];
      const isBaseline = session.visit === outcome?.baselineVisit;
      return {
        visit: session.visit,
        date: session.date,
        signed: signatures.get(session.id)!,
        overall: judged?.overall ?? null,
        sum: judged?.size.value ?? (isBaseline && outcome ? baselineSum(outcome) : null),
        unit: judged?.size.unit ?? (isBaseline && outcome ? unitOf(outcome) : null),
        lesions: [...session.document.lesions],
        nonTarget: session.document.nonTarget,
        note: session.document.note,
      };
    }),
  };
}

/**
 * Signs whose reads of a patient stand; they are what the trial's responses are judged from. Signed twice alike, it is signed
 * once. Refuses `SIGNATURE_MISSING`, `COMPARISON_UNKNOWN`, `NOT_ALLOWED`, `CHANGED_MEANWHILE` where the reads were
 * amended since, and `DECIDED_ALREADY`.
 */
export async function adjudicate(
  db: Database,
  signatory: Signatory,
  document: Adjudication,
): Promise<{ session: string; trialId: string; trial: string; isRepeated: boolean }> {
  await requireAuthenticated(signatory, ADJUDICATION_MEANING);
  const { personId } = signatory;
  return asPerson(db, personId, async (tx) => {
    const row = await comparisonRow(tx, document.comparison);
    await requirePermission(tx, personId, row.trialId, "adjudicate");
    await requirePermission(tx, personId, row.trialId, "sign");
    await tx.sql`select pg_advisory_xact_lock(hashtextextended(${`nadir.adjudicate/${row.subjectId}`}, 0))`;
    await noteSealedCoursesOf(tx, [row.subjectId]);
    const answer = (session: string, isRepeated: boolean) => ({
      session,
      trialId: row.trialId,
      trial: row.trial,
      isRepeated,
    });
    const decisions = await decisionsOn(tx, row.subjectId);
    const made = decisions.find((decision) => decision.document.comparison === row.id);
    if (made && made.reader === personId && hashOf(made.document) === hashOf(document)) return answer(made.id, true);
    if (made) refuse("DECIDED_ALREADY", "These two reads have been decided on already; look at the decision.");
    if (row.isReplaced)
      refuse("CHANGED_MEANWHILE", "A read was signed or amended since; look at the reads again, then decide.");
    const before = decisions.findLast(({ visitId }) => visitId === row.visitId);
    const [begun] = await tx.sql<{ id: string }[]>`
      insert into record.read_session ${tx.sql({
        trial_id: row.trialId,
        site_id: row.siteId,
        subject_id: row.subjectId,
        visit_id: row.visitId,
        reader_role: "adjudicator",
        reader: personId,
        document: document as never,
        chosen: document.chosen,
        ...(before ? { amends: before.id, reason: document.reason } : {}),
      } as unknown as Record<string, string>)} returning id`;
    const documentHash = hashOf(document);
    const session = { id: begun!.id, visitId: row.visitId, readerRole: "adjudicator" as const, reader: personId };
    const signatureHash = signatureHashOf(session, ADJUDICATION_MEANING, documentHash, before?.signatureHash ?? null);
    await tx.sql`update record.read_session set version = 2, state = 'signed', meaning = ${ADJUDICATION_MEANING},
      document_hash = ${documentHash}, signature_hash = ${signatureHash} where id = ${begun!.id}`;
    return answer(begun!.id, false);
  });
}
