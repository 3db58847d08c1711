import { asPerson, type Database, supersede, type Tx } from "@nadir/db";
import { hashOf, key, type LesionReading, lesionReading, refuse } from "@nadir/domain";
import { z } from "zod";
import { requirePermission } from "../identity/permissions.ts";
import { trialAccess } from "../read/index.ts";

/** The form as a reader sends it: who read is who asks. */
export const lesionReadingForm = z.object({
  trial: key,
  reading: z.discriminatedUnion("form", [
    lesionReading.options[0].omit({ reader: true }),
    lesionReading.options[1].omit({ reader: true }),
  ]),
  /** Why a signed reading is changed; needed only then. */
  reason: z.string().trim().max(500).optional(),
});
export type LesionReadingForm = z.infer<typeof lesionReadingForm>;

export const lesionReadingRecorded = z.object({ version: z.int(), state: z.enum(["draft", "signed"]) });
export type LesionReadingRecorded = z.infer<typeof lesionReadingRecorded>;

interface Place {
  readonly visitId: string;
  readonly lesionId: string;
  readonly subjectId: string;
  readonly siteId: string;
}
interface Stored {
  readonly id: string;
  readonly version: number;
  readonly state: LesionReading["state"];
  readonly contentHash: string;
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
): Promise<LesionReadingRecorded> {
  return asPerson(db, personId, async (tx) => {
    const { trialId } = await trialAccess(tx, personId, trial);
    await requirePermission(tx, personId, trialId, "measure");
    const place = await placeOf(tx, trialId, reading);
    const document = { ...reading, reader: personId } as LesionReading;
    const { state, form } = document;
    const contentHash = hashOf(document);
    const columns = { state, document, content_hash: contentHash };
    const stored = await storedOf(tx, place, form, personId);
    if (!stored) {
      await tx.sql`insert into record.lesion_reading ${tx.sql({
        trial_id: trialId,
        site_id: place.siteId,
        subject_id: place.subjectId,
        visit_id: place.visitId,
        lesion_id: place.lesionId,
        form,
        reader: personId,
        ...columns,
      } as unknown as Record<string, string>)}`;
      return { version: 1, state };
    }
    if (stored.contentHash === contentHash) return { version: stored.version, state };
    if (stored.state === "signed" && state === "draft")
      refuse("SIGNED_ALREADY", "This reading is signed; it can be corrected with a reason, but is no draft any more.");
    if (stored.state === "signed" && !reason)
      refuse("REASON_MISSING", "This reading is signed; say in a sentence why it is changed.");
    const why = stored.state === "signed" ? reason! : state === "signed" ? "signed" : "draft kept anew";
    const { version } = await supersede(tx, "lesion_reading", stored.id, columns, why);
    return { version, state };
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
): Promise<Stored | undefined> {
  const [stored] = await sql<Stored[]>`
    select id, version, state, content_hash as "contentHash" from record.lesion_reading
     where visit_id = ${visitId} and lesion_id = ${lesionId} and form = ${form} and reader = ${reader}
       and superseded_at is null for update`;
  return stored;
}
