import { dayNumber } from "@nadir/domain";
import type { Course } from "../course.ts";
import type { Settings } from "../settings.ts";

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

/** The scan that a criterion with a baseline after radiotherapy compares with; the case's own where the protocol says so. */
export const glioBaseline = (course: Course, settings: Settings): number =>
  settings.baseline === "before-treatment" ? course.baseline : firstScanAfterRadiotherapy(course);

/**
 * Within the days after radiotherapy in which imaging cannot tell progression from its after-effects: as published 12 weeks,
 * day 84 is outside (Wen 2010 Table 1).
 */
export function isInRadiotherapyWindow(course: Course, visit: number, windowDays: number): boolean {
  const end = radiotherapyEndDay(course);
  return end !== null && (course.visits[visit]?.day as number) - end < windowDays;
}
