import type { Patient } from "@nadir/api/read";

/** The last judged visit under each criterion of the trial. */
export const latestBy = (patient: Patient) =>
  patient.assessments.flatMap(({ criterion, outcome }) => {
    const id = outcome.visitOrder.at(-1);
    const visit = id ? outcome.visits[id] : undefined;
    const isPrimary = patient.trial.criteria.some((c) => c.id === criterion && c.primary);
    return id && visit ? [{ criterion, isPrimary, id, visit, outcome }] : [];
  });

/** The visit of the lowest burden before the latest one, under the primary criterion; null where none is known. */
export function nadirVisit(patient: Patient): string | null {
  const latest = latestBy(patient);
  return (latest.find((l) => l.isPrimary) ?? latest[0])?.visit.size.nadirVisit ?? null;
}
