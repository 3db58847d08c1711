import { randomUUID } from "node:crypto";
import { retract, supersede, type Tx } from "@nadir/db";
import {
  FROM_MASK,
  hashOf,
  type Lesion,
  lesion as lesionSchema,
  type Measurement,
  type NonTargetAssessment,
  type ReadDocument,
  type ReadLesion,
  refuse,
} from "@nadir/domain";
import { caseLesionOf } from "@nadir/response";
import type { SessionRow } from "./session-row.ts";

/**
 * Writes a signed read into the record as an import would: the reader's own lesions, one measurement a lesion, and the
 * non-target disease, each in the reader's name, so that whatever reads measurements reads these. An amendment makes new
 * versions of what it changes, with its reason, and retracts what it no longer has.
 */
export async function writeRead(tx: Tx, session: SessionRow, document: ReadDocument): Promise<void> {
  const lesionIds = await writeLesions(tx, session, document.lesions);
  await writeMeasurements(tx, session, document.lesions, lesionIds);
  await writeNonTarget(tx, session, document);
}

const placeOf = ({ trialId, siteId, subjectId }: SessionRow) => ({
  trial_id: trialId,
  site_id: siteId,
  subject_id: subjectId,
});
const reasonOf = ({ reason, visit }: SessionRow): string => reason ?? `read at ${visit}`;

async function insert({ sql }: Tx, table: string, columns: Record<string, unknown>): Promise<void> {
  await sql`insert into ${sql(`record.${table}`)} ${sql(columns as Record<string, string>)}`;
}

async function writeLesions(tx: Tx, session: SessionRow, lesions: readonly ReadLesion[]): Promise<Map<string, string>> {
  const rows = await tx.sql<{ id: string; key: string; document: Lesion; contentHash: string }[]>`
    select id, key, document, content_hash as "contentHash" from record.lesion
     where subject_id = ${session.subjectId} and superseded_at is null`;
  const known = new Map(rows.map((row) => [row.key, row]));
  const ids = new Map<string, string>();
  for (const lesion of lesions) {
    const row = known.get(lesion.id);
    const id = row?.id ?? randomUUID();
    ids.set(lesion.id, id);
    if (row && row.document.reader !== session.reader) continue;
    if (row && (row.document.role !== lesion.role || row.document.node !== lesion.node))
      refuse(
        "LESION_NAME",
        `Lesion ${lesion.id} is another lesion in a later read of yours; give this one the next free number.`,
      );
    const document = recordLesion(session, lesion, row?.document);
    const columns = {
      role: document.role,
      organ: document.organ,
      node: document.node,
      document: document as never,
      content_hash: hashOf(document),
    };
    if (!row) await insert(tx, "lesion", { id, ...placeOf(session), key: lesion.id, ...columns });
    else if (row.contentHash !== columns.content_hash) await supersede(tx, "lesion", id, columns, reasonOf(session));
  }
  return ids;
}

/** A reader's own lesion as the record holds it, after what the record holds of it already. */
export function recordLesion(session: SessionRow, lesion: ReadLesion, known: Lesion | undefined): Lesion {
  const { certainty, confirmedAt } = caseLesionOf(lesion, known, session.visit);
  return lesionSchema.parse({
    subject: session.subject,
    id: lesion.id,
    role: lesion.role,
    organ: lesion.organ,
    node: lesion.node,
    reader: session.reader,
    ...(lesion.location === "" ? {} : { location: lesion.location }),
    ...(lesion.component === null ? {} : { component: lesion.component }),
    ...(certainty === undefined ? {} : { certainty }),
    ...(confirmedAt === undefined ? {} : { confirmedAt }),
  });
}

/** The one way in which a reader's figures come to stand in the record. */
const ENTERED = "entered";

type Place = Pick<SessionRow, "subject" | "visit" | "reader">;

/** A lesion's figures of a read as a measurement of the record. */
export const recordMeasurement = ({ subject, visit, reader }: Place, lesion: ReadLesion): Measurement => ({
  subject,
  visit,
  lesion: lesion.id,
  reader,
  method: ENTERED,
  ...(lesion.longestMm === null ? {} : { longestMm: lesion.longestMm }),
  ...(lesion.shortMm === null ? {} : { shortMm: lesion.shortMm }),
  ...(lesion.volumeMm3 === null ? {} : { volumeMm3: lesion.volumeMm3 }),
  ...(lesion.status === null ? {} : { status: lesion.status }),
});

/** The non-target disease of a read as the record holds it; null where the read says nothing of it. */
export const recordNonTarget = (
  { subject, visit, reader }: Place,
  { status, sinceLast }: Pick<ReadDocument["nonTarget"], "status" | "sinceLast">,
): NonTargetAssessment | null =>
  status === null ? null : { subject, visit, reader, status, ...(sinceLast === null ? {} : { sinceLast }) };

async function writeMeasurements(
  tx: Tx,
  session: SessionRow,
  lesions: readonly ReadLesion[],
  lesionIds: ReadonlyMap<string, string>,
): Promise<void> {
  const rows = await tx.sql<{ id: string; lesionId: string; method: string; contentHash: string }[]>`
    select id, lesion_id as "lesionId", method, content_hash as "contentHash" from record.measurement
     where visit_id = ${session.visitId} and reader = ${session.reader} and method <> ${FROM_MASK} and superseded_at is null`;
  const known = new Map(rows.flatMap((row) => (row.method === ENTERED ? [[row.lesionId, row] as const] : [])));
  // What stood in the reader's name by another way is no part of what is signed.
  for (const { id, method } of rows) if (method !== ENTERED) await retract(tx, "measurement", id, reasonOf(session));
  for (const lesion of lesions) {
    const lesionId = lesionIds.get(lesion.id)!;
    const row = known.get(lesionId);
    known.delete(lesionId);
    const document = recordMeasurement(session, lesion);
    const columns = {
      longest_mm: lesion.longestMm,
      short_mm: lesion.shortMm,
      volume_mm3: lesion.volumeMm3,
      status: lesion.status,
      document: document as never,
      content_hash: hashOf(document),
    };
    if (!row)
      await insert(tx, "measurement", {
        ...placeOf(session),
        visit_id: session.visitId,
        lesion_id: lesionId,
        reader: session.reader,
        method: ENTERED,
        ...columns,
      });
    else if (row.contentHash !== columns.content_hash)
      await supersede(tx, "measurement", row.id, columns, reasonOf(session));
  }
  for (const { id } of known.values()) await retract(tx, "measurement", id, reasonOf(session));
}

async function writeNonTarget(tx: Tx, session: SessionRow, { nonTarget }: ReadDocument): Promise<void> {
  const [row] = await tx.sql<{ id: string; contentHash: string }[]>`
    select id, content_hash as "contentHash" from record.non_target_assessment
     where visit_id = ${session.visitId} and reader = ${session.reader} and superseded_at is null`;
  const document = recordNonTarget(session, nonTarget);
  if (document === null) {
    if (row) await retract(tx, "non_target_assessment", row.id, reasonOf(session));
    return;
  }
  const columns = { status: document.status, document: document as never, content_hash: hashOf(document) };
  if (!row)
    await insert(tx, "non_target_assessment", {
      ...placeOf(session),
      visit_id: session.visitId,
      reader: session.reader,
      ...columns,
    });
  else if (row.contentHash !== columns.content_hash)
    await supersede(tx, "non_target_assessment", row.id, columns, reasonOf(session));
}
