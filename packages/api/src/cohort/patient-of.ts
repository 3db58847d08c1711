import { daysBetween } from "@nadir/domain";
import { bestChangeOf, overallSurvival, progressionFreeSurvival, type TimeToEvent } from "@nadir/response";
import type { CourseRow } from "./cohort-courses.ts";
import type { CohortPatient, CohortQuery, CohortTime } from "./cohort-shape.ts";

/** A stored course as the plots draw it; days instead of dates. Times by the same rules as the trial's endpoints. */
export function patientOf(row: CourseRow, best: CohortQuery["best"]): CohortPatient {
  const { start, baselineOn, visits } = row;
  const onTreatment = (date: string | null): number | null =>
    start === null || date === null ? null : daysBetween(start, date);
  const measured = visits.flatMap(({ percent }) => (percent === null ? [] : [percent]));
  const lowest = measured.length > 0 ? Math.min(...measured) : null;
  const bestChange = bestChangeOf(visits, row.outcome.progressionDate)?.percent ?? null;
  const end = row.deathOn ?? latest([row.lastContactOn, row.lastVisitOn]);
  const nadirAt = lowest === null ? -1 : visits.findIndex(({ percent }) => percent === lowest);
  return {
    subject: row.key,
    site: row.site,
    arm: row.arm,
    best: row.best[best],
    bestChange,
    noChange: bestChange === null ? whyNoChange(row) : null,
    baseline: row.baseline,
    simulated: row.simulated,
    visits: visits.map((visit, at) => ({
      visit: visit.id,
      day: daysBetween(baselineOn ?? start ?? visit.date, visit.date),
      dayOfTreatment: onTreatment(visit.date),
      overall: visit.overall,
      changePercent: visit.percent,
      newLesions: visit.newLesions,
      nadir: at === nadirAt && (lowest ?? 0) < 0,
    })),
    treatments:
      start === null
        ? []
        : row.treatments.map(({ kind, name, ...t }) => ({
            kind,
            name,
            from: daysBetween(start, t.start),
            to: onTreatment(t.end),
          })),
    end: onTreatment(end),
    death: onTreatment(row.deathOn),
    progression: onTreatment(row.outcome.progressionDate),
    ...timesOf(row),
  };
}

function whyNoChange({ visits, baseline, outcome }: CourseRow): string {
  if (visits.length === 0) return "no visit after baseline";
  if (baseline === null) return "no measured target at baseline";
  if (baseline === 0) return "nothing measurable at baseline";
  return outcome.progressionDate === null
    ? "no complete measurement after baseline"
    : "no complete measurement up to progression";
}

function timesOf({ start, deathOn, lastContactOn, lastVisitOn, visits, outcome }: CourseRow): {
  pfs: CohortTime | null;
  os: CohortTime | null;
} {
  if (start === null) return { pfs: null, os: null };
  const document = {
    course: { treatmentStart: start, ...(deathOn === null ? {} : { deathDate: deathOn }) },
    visits: lastVisitOn === null ? [] : [{ date: lastVisitOn }],
  };
  const timedOutcome = {
    pfs: outcome.pfs,
    progressionDate: outcome.progressionDate,
    progressionConfirmed: outcome.progressionConfirmed,
    visitOrder: visits.map(({ id }) => id),
    visits: Object.fromEntries(visits.map(({ id, date, overall }) => [id, { date, overall }])),
  };
  return {
    pfs: shown(progressionFreeSurvival(document, timedOutcome)),
    os: shown(overallSurvival(document, lastContactOn ?? undefined)),
  };
}

const shown = ({ days, status, rule }: TimeToEvent): CohortTime => ({ days, event: status === "event", rule });

const latest = (days: readonly (string | null)[]): string | null =>
  days
    .filter((day): day is string => day !== null)
    .sort()
    .at(-1) ?? null;
