import type { Subject } from "./record/subject.ts";

/**
 * The fields of a subject that say what became of it. They are outcome proxies (validation.md §3.1): they are kept
 * apart from what was known at enrolment, so that a modelling role can see the one without the other.
 */
export const FOLLOW_UP_FIELDS = [
  "treatmentFailureOn",
  "onTreatmentAtLastContact",
  "deathOn",
  "lastContactOn",
  "note",
] as const;
export type FollowUp = Pick<Subject, (typeof FOLLOW_UP_FIELDS)[number]>;
export type SubjectAtEnrolment = Omit<Subject, (typeof FOLLOW_UP_FIELDS)[number]>;

/** Parts a subject into what was known at enrolment and what became of it (`undefined` when nothing is known yet). */
export function partSubject(subject: Subject): { atEnrolment: SubjectAtEnrolment; followUp: FollowUp | undefined } {
  const { treatmentFailureOn, onTreatmentAtLastContact, deathOn, lastContactOn, note, ...atEnrolment } = subject;
  const became = { treatmentFailureOn, onTreatmentAtLastContact, deathOn, lastContactOn, note };
  const followUp = Object.fromEntries(Object.entries(became).filter(([, value]) => value !== undefined)) as FollowUp;
  return { atEnrolment, followUp: Object.keys(followUp).length > 0 ? followUp : undefined };
}
