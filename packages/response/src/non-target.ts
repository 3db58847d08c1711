import type { Category } from "./category.ts";
import type { Course } from "./course.ts";

/** Whether there was non-target disease at the visit that serves as baseline; without it the part is NA throughout. */
export function hasNonTarget(course: Course, baseline: number): boolean {
  const status = course.visits[baseline]?.visit.nonTarget?.status;
  return status !== undefined && status !== "absent";
}

/** The non-target part of a visit: CR, NON, PD, NE or NA. A visit that says nothing of existing disease is NE. */
export function nonTargetAt(course: Course, visit: number, existed: boolean): Category {
  if (!existed) return "NA";
  switch (course.visits[visit]?.visit.nonTarget?.status) {
    case "absent":
      return "CR";
    case "present":
      return "NON";
    case "unequivocal-progression":
      return "PD";
    default:
      return "NE";
  }
}
