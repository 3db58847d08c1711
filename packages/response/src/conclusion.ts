import { type BestOverall, type DurationOfResponse, daysBetween, type ProgressionFreeSurvival } from "@nadir/domain";
import { type BestResponseRules, bestResponse } from "./best-response.ts";
import type { Category, Words } from "./category.ts";
import type { Course } from "./course.ts";

/** The visits that a criterion judged, in order, with their overall category. */
export interface Judged {
  /** Index of the visit in the course. */
  readonly visits: number[];
  readonly days: number[];
  readonly categories: Category[];
}

export const nothingJudged = (): Judged => ({ visits: [], days: [], categories: [] });

export function judge(judged: Judged, course: Course, visit: number, category: Category): void {
  judged.visits.push(visit);
  judged.days.push(course.visits[visit]?.day as number);
  judged.categories.push(category);
}

export interface Progression {
  readonly date: string;
  /** Null where the criterion asks for no confirmation. */
  readonly confirmed: boolean | null;
}

export interface Conclusion {
  readonly bestOverall: BestOverall;
  readonly progressionDate: string | null;
  readonly progressionConfirmed: boolean | null;
  readonly pfs: ProgressionFreeSurvival;
  readonly durationOfResponse: DurationOfResponse | null;
}

/**
 * Best response, progression, progression-free survival and duration of response of one course.
 * `terminal` is the position in `judged` of the visit that ends the assessment (PD, iCPD, confirmed imPD), or -1.
 * PFS: event at the progression date, else death, else censored at the last visit that is not NE, else at treatment
 * start; no rule for missed visits (`response-criteria.md` §1.11).
 */
export function conclude(
  course: Course,
  judged: Judged,
  terminal: number,
  progression: Progression | null,
  hadTargets: boolean,
  rules: BestResponseRules,
  words: Words,
  progressionLabels: readonly Category[],
): Conclusion {
  const end = terminal < 0 ? judged.categories.length : terminal + 1;
  const categories = end === judged.categories.length ? judged.categories : judged.categories.slice(0, end);
  const best = bestResponse(categories, judged.days, course.startDay, hadTargets, rules, progressionLabels);
  const pfs = progressionFreeSurvival(course, judged, progression);
  const from = best.confirmedFrom < 0 ? null : course.visits[judged.visits[best.confirmedFrom] as number]?.date;
  return {
    bestOverall: { unconfirmed: words[best.unconfirmed], confirmed: words[best.confirmed] },
    progressionDate: progression?.date ?? null,
    progressionConfirmed: progression?.confirmed ?? null,
    pfs,
    durationOfResponse: from ? { from, to: pfs.date, status: pfs.status, days: daysBetween(from, pfs.date) } : null,
  };
}

function progressionFreeSurvival(
  course: Course,
  judged: Judged,
  progression: Progression | null,
): ProgressionFreeSurvival {
  if (progression) return { status: "event", cause: "progression", date: progression.date };
  const { deathDate, treatmentStart } = course.case.course;
  if (deathDate !== undefined) return { status: "event", cause: "death", date: deathDate };
  const last = judged.categories.findLastIndex((category) => category !== "NE");
  return {
    status: "censored",
    date: last < 0 ? treatmentStart : (course.visits[judged.visits[last] as number]?.date as string),
  };
}
