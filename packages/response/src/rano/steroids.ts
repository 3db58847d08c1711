import type { CaseVisit } from "@nadir/domain";
import type { Course } from "../course.ts";

/** Dexamethasone in mg a day; physiologic replacement alone is 0; null where no dose is recorded. */
export const doseAt = (visit: CaseVisit | undefined): number | null =>
  visit?.physiologicSteroidsOnly === true ? 0 : (visit?.dexamethasoneMgPerDay ?? null);

/** Both by the last dose known at the visit: a dose stands until another is recorded, and none is 0 before the first record. */
export const isDoseAbove = (course: Course, visit: number, than: number): boolean =>
  lastKnownDose(course, visit) > lastKnownDose(course, than);

export const isDoseBelow = (course: Course, visit: number, than: number): boolean =>
  lastKnownDose(course, visit) < lastKnownDose(course, than);

/**
 * The first visit of the run of doses above baseline that lasts until `visit`; `visit` itself if there is none. A visit
 * without a recorded dose does not end the run.
 */
export function startOfSteroidIncrease(course: Course, visit: number, baseline: number): number {
  let first = visit;
  if (!isDoseAbove(course, visit, baseline)) return first;
  for (let i = visit - 1; i > baseline; i--) {
    if (doseAt(course.visits[i]?.visit) === null) continue;
    if (!isDoseAbove(course, i, baseline)) break;
    first = i;
  }
  return first;
}

/** The dose of the visit, or the last one recorded before it; 0 where none ever was. */
export function lastKnownDose(course: Course, visit: number): number {
  for (let i = visit; i >= 0; i--) {
    const dose = doseAt(course.visits[i]?.visit);
    if (dose !== null) return dose;
  }
  return 0;
}
