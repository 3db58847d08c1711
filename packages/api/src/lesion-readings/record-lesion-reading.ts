import { asPerson, type Database, type Tx } from "@nadir/db";
import { key, type LesionReading, lesionReading, READING_MEANING, refuse } from "@nadir/domain";
import { z } from "zod";
import { requirePermission } from "../identity/permissions.ts";
import { trialAccess } from "../read/index.ts";
import { correctionReason, keepReading, type ReadingKept } from "../reader-forms/keep-reading.ts";
import { visitMeant } from "../reads/scan-names.ts";
import { requireAuthenticated, type Signatory } from "../trial-validation/sign-protocol.ts";

/** The form as a reader sends it: who read is who asks, and whether it is signed how they send it. */
export const lesionReadingForm = z.object({
  trial: key,
  reading: z.discriminatedUnion("form", [
    lesionReading.options[0].omit({ reader: true, state: true }),
    lesionReading.options[1].omit({ reader: true, state: true }),
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
 * Keeps a reader's own form of a lesion at a visit as a draft. The same answers again change nothing; others are a new version.
 * Refuses `NOT_ALLOWED`, `TRIAL_UNKNOWN`, `LESION_UNKNOWN`, `SIGNED_ALREADY`.
 */
export const draftLesionReading = (db: Database, personId: string, form: LesionReadingForm): Promise<ReadingKept> =>
  keep(db, personId, form, "draft");

/**
 * Signs a reader's own form of a lesion at a visit. Signed twice alike, it is signed once; other answers are a new version with
 * a signature of its own, and want a reason. Refuses `SIGNATURE_MISSING` where the reader does not confirm who they are,
 * `REASON_MISSING`, and what `draftLesionReading` refuses.
 */
export async function signLesionReading(
  db: Database,
  signatory: Signatory,
  form: LesionReadingForm,
): Promise<ReadingKept> {
  await requireAuthenticated(signatory, READING_MEANING);
  return keep(db, signatory.personId, form, "signed");
}

function keep(
  db: Database,
  personId: string,
  { trial, reading, reason }: LesionReadingForm,
  state: LesionReading["state"],
): Promise<ReadingKept> {
  return asPerson(db, personId, async (tx) => {
    const access = await trialAccess(tx, personId, trial);
    const { trialId } = access;
    await requirePermission(tx, personId, trialId, "measure");
    if (state === "signed") await requirePermission(tx, personId, trialId, "sign");
    const visit = await visitMeant(tx, access, reading);
    const place = await placeOf(tx, trialId, { ...reading, visit });
    const document = { ...reading, visit, reader: personId, state } as LesionReading;
    return keepReading(tx, "lesion_reading", {
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
