import type { Tx } from "@nadir/db";

/**
 * Writes in the log that the person was told of the courses of sealed patients, who in a clinical role sees them whole
 * (rule book validation §3.1). The database decides who that is, and writes nothing for whoever sees the same as a modelling
 * role.
 */

/** Of all patients of a trial that the person sees: one line a day, `what` and set of patients. */
export async function noteSealedCourses(tx: Tx, trialId: string, what: string): Promise<void> {
  await tx.sql`select audit.note_sealed_courses(${trialId}, ${what}, array(
    select s.id from record.subject s where s.trial_id = ${trialId} and s.superseded_at is null))
    where audit.holds_sealed(${trialId})`;
}

/** Of some patients of a trial: one line a patient and day. */
export async function noteSealedCoursesOf(tx: Tx, subjectIds: readonly string[]): Promise<void> {
  const ids = [...new Set(subjectIds)];
  if (ids.length > 0) await tx.sql`select audit.note_sealed_reading(id) from unnest(${ids}::uuid[]) id`;
}

/** Of one patient: one line a day. */
export async function noteSealedCourse(tx: Tx, subjectId: string): Promise<void> {
  await tx.sql`select audit.note_sealed_reading(${subjectId})`;
}
