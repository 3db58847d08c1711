import { asPerson, type Database, type Tx } from "@nadir/db";
import { key, type LesionReading, lesionReading, refuse } from "@nadir/domain";
import { z } from "zod";
import { requirePermission } from "../identity/permissions.ts";
import { trialAccess } from "../read/index.ts";
import { correctionReason, keepReading, type ReadingKept, type StoredReading } from "../reader-forms/keep-reading.ts";

/** The form as a reader sends it: who read is who asks. */
export const lesionReadingForm = z.object({
  trial: key,
  reading: z.discriminatedUnion("form", [
    lesionReading.options[0].omit({ reader: true }),
    lesionReading.options[1].omit({ reader: true }),
  ]),
  reason: correctionReason,
});
export type LesionReadingForm = z.infer<typeof lesionReadingForm>;

interface Place {
  readonly visitId: string;
  readonly lesionId: string;
  readonly subjectId: string;
  readonly siteId: string;
}
/**
 * Records a reader's own form of a lesion at a visit, as a draft or signed. The same answers again change nothing; others are
 * a new version, and of a signed reading only with a reason: it never becomes a draft again.
 * Refuses `NOT_ALLOWED`, `TRIAL_UNKNOWN`, `LESION_UNKNOWN`, `REASON_MISSING`, `SIGNED_ALREADY`.
 */
export function recordLesionReading(
  db: Database,
  personId: string,
  { trial, reading, reason }: LesionReadingForm,
): Promise<ReadingKept> {
  return asPerson(db, personId, async (tx) => {
    const { trialId } = await trialAccess(tx, personId, trial);
    await requirePermission(tx, personId, trialId, "measure");
    const place = await placeOf(tx, trialId, reading);
    const document = { ...reading, reader: personId } as LesionReading;
    return keepReading(tx, "lesion_reading", await storedOf(tx, place, document.form, personId), {
      place: {
        trial_id: trialId,
        site_id: place.siteId,
        subject_id: place.subjectId,
        visit_id: place.visitId,
        lesion_id: place.lesionId,
        form: document.form,
        reader: personId,
      },
      document,
      reason,
    });
  });
}

async function placeOf(
  { sql }: Tx,
  trialId: string,
  { subject, visit, lesion }: { subject: string; visit: string; lesion: string },
): Promise<Place> {
  const [place] = await sql<Place[]>`
    select v.id as "visitId", l.id as "lesionId", s.id as "subjectId", s.site_id as "siteId"
      from record.subject s
      join record.visit v on v.subject_id = s.id and v.superseded_at is null
      join record.lesion l on l.subject_id = s.id and l.superseded_at is null
     where s.trial_id = ${trialId} and s.key = ${subject} and v.key = ${visit} and l.key = ${lesion}
       and s.superseded_at is null`;
  return (
    place ??
    refuse(
      "LESION_UNKNOWN",
      `There is no lesion '${lesion}' or no visit '${visit}' of a patient '${subject}' in this trial, or not at a site of yours.`,
    )
  );
}

async function storedOf(
  { sql }: Tx,
  { visitId, lesionId }: Place,
  form: LesionReading["form"],
  reader: string,
): Promise<StoredReading | undefined> {
  const [stored] = await sql<StoredReading[]>`
    select id, version, state, content_hash as "contentHash" from record.lesion_reading
     where visit_id = ${visitId} and lesion_id = ${lesionId} and form = ${form} and reader = ${reader}
       and superseded_at is null for update`;
  return stored;
}
