import type { ResponseCase } from "@nadir/domain";

/**
 * The case as it was known on an ISO day: visits up to it, and nothing that was learnt later. A new lesion that proved real
 * afterwards is still equivocal, an injection, radiotherapy, treatment failure or death that came afterwards has not
 * happened. Null where there is no baseline yet. What is judged from it can stand as a predictor of what follows.
 */
export function caseUntil(document: ResponseCase, day: string): ResponseCase | null {
  const visits = document.visits.filter(({ date }) => date <= day);
  if (!visits.some(({ role }) => role === "baseline")) return null;
  const known = new Set(visits.map(({ id }) => id));
  const { radiotherapy, radiotherapyEnd, treatmentFailureDate, deathDate, ...course } = document.course;
  const until = <T extends string | undefined>(date: T) => (date !== undefined && date <= day ? date : undefined);
  const by = {
    radiotherapyEnd: until(radiotherapyEnd),
    treatmentFailureDate: until(treatmentFailureDate),
    deathDate: until(deathDate),
    radiotherapy: radiotherapy !== undefined && radiotherapy.start <= day ? radiotherapy : undefined,
  };
  return {
    ...document,
    course: { ...course, ...Object.fromEntries(Object.entries(by).filter(([, value]) => value !== undefined)) },
    lesions: document.lesions.map(({ confirmedAt, injectedFrom, ...lesion }) => ({
      ...lesion,
      ...(confirmedAt !== undefined && known.has(confirmedAt) ? { confirmedAt } : {}),
      ...(injectedFrom !== undefined && known.has(injectedFrom) ? { injectedFrom } : {}),
    })),
    visits,
  };
}
