import { asPerson, type Database, type Tx } from "@nadir/db";
import { key, READING_MEANING, refuse, type VasariRow, vasariRow } from "@nadir/domain";
import { z } from "zod";
import { requirePermission } from "../identity/permissions.ts";
import { readingOfParts, trialAccess } from "../read/index.ts";
import { correctionReason, keepReading, type ReadingKept } from "../reader-forms/keep-reading.ts";
import { visitMeant } from "../reads/scan-names.ts";
import { requireAuthenticated, type Signatory } from "../trial-validation/sign-protocol.ts";

/** The form as a reader sends it: who read is who asks, and whether it is signed how they send it. */
export const vasariForm = z.object({
  trial: key,
  form: vasariRow.omit({ reader: true, state: true }),
  reason: correctionReason,
});
export type VasariForm = z.infer<typeof vasariForm>;

interface Place {
  readonly visitId: string;
  readonly subjectId: string;
  readonly siteId: string;
}
/**
 * Keeps a reader's own VASARI form of a visit as a draft. The same answers again change nothing; others are a new version.
 * Refuses `NOT_ALLOWED`, `TRIAL_UNKNOWN`, `VISIT_UNKNOWN`, `NOTHING_READ`, `SIGNED_ALREADY`.
 */
export const draftVasari = (db: Database, personId: string, form: VasariForm): Promise<ReadingKept> =>
  keep(db, personId, form, "draft");

/**
 * Signs a reader's own VASARI form of a visit. Signed twice alike, it is signed once; other answers are a new version with a
 * signature of its own, and want a reason. A correction made when the reader could see what the masks say bears that in its
 * reason. Refuses `SIGNATURE_MISSING` where the reader does not confirm who they are, `REASON_MISSING`, and what
 * `draftVasari` refuses.
 */
export async function signVasari(db: Database, signatory: Signatory, form: VasariForm): Promise<ReadingKept> {
  await requireAuthenticated(signatory, READING_MEANING);
  return keep(db, signatory.personId, form, "signed");
}

function keep(
  db: Database,
  personId: string,
  { trial, form, reason }: VasariForm,
  state: VasariRow["state"],
): Promise<ReadingKept> {
  return asPerson(db, personId, async (tx) => {
    const access = await trialAccess(tx, personId, trial);
    const { trialId } = access;
    await requirePermission(tx, personId, trialId, "measure");
    if (state === "signed") await requirePermission(tx, personId, trialId, "sign");
    const visit = await visitMeant(tx, access, form);
    const place = await placeOf(tx, trialId, { ...form, visit });
    const document: VasariRow = { ...form, visit, reader: personId, state };
    const { subject: _subject, visit: _visit, reader: _reader, state: _state, ...answers } = document;
    if (Object.values(answers).every((answer) => answer === undefined))
      refuse("NOTHING_READ", "No item of the form is answered; answer at least one before it is kept.");
    return keepReading(tx, "vasari_reading", {
      place: {
        trial_id: trialId,
        site_id: place.siteId,
        subject_id: place.subjectId,
        visit_id: place.visitId,
        reader: personId,
      },
      document,
      reason,
      correction: (given) => correction(tx, place, personId, given),
    });
  });
}

async function correction(tx: Tx, { subjectId }: Place, personId: string, reason: string): Promise<string> {
  const { visits, toSign } = await readingOfParts(tx, subjectId, personId);
  return visits.length > 0 && toSign.length === 0 ? `${reason} (${AFTER_MASKS})` : reason;
}
const AFTER_MASKS = "corrected when what the masks say could be seen";

async function placeOf(
  { sql }: Tx,
  trialId: string,
  { subject, visit }: { subject: string; visit: string },
): Promise<Place> {
  const [place] = await sql<Place[]>`
    select v.id as "visitId", s.id as "subjectId", s.site_id as "siteId"
      from record.subject s join record.visit v on v.subject_id = s.id and v.superseded_at is null
     where s.trial_id = ${trialId} and s.key = ${subject} and v.key = ${visit} and s.superseded_at is null`;
  return (
    place ??
    refuse(
      "VISIT_UNKNOWN",
      `There is no visit '${visit}' of a patient '${subject}' in this trial, or not at a site of yours.`,
    )
  );
}
