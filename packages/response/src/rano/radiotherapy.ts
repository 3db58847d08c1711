import { dayNumber } from "@nadir/domain";
import type { Course } from "../course.ts";

/** Last day of radiotherapy of a newly diagnosed glioma, in days from 1970-01-01; null where the rule does not apply. */
export function radiotherapyEndDay(course: Course): number | null {
  const { setting, radiotherapyEnd } = course.case.course;
  return setting === "newly-diagnosed" && radiotherapyEnd !== undefined ? dayNumber(radiotherapyEnd) : null;
}

/** The first scan after radiotherapy, -1 where there is none yet; without radiotherapy the case's own baseline. */
export function firstScanAfterRadiotherapy(course: Course): number {
  const end = radiotherapyEndDay(course);
  if (end === null) return course.baseline;
  return course.visits.findIndex(({ visit, day, imaged }) => visit.role !== "pre-baseline" && imaged && day > end);
}

/** Within 12 weeks of the end of radiotherapy; day 84 is outside. */
export function isInRadiotherapyWindow(course: Course, visit: number): boolean {
  const end = radiotherapyEndDay(course);
  return end !== null && (course.visits[visit]?.day as number) - end < RADIOTHERAPY_WINDOW_DAYS;
}

/** Days after the end of radiotherapy in which imaging cannot tell progression from its after-effects (Wen 2010 Table 1). */
export const RADIOTHERAPY_WINDOW_DAYS = 84;
