import { refuse } from "@nadir/domain";
import { type RandomSlopes, randomSlopes } from "@nadir/statistics";
import type { Course } from "./read-courses.ts";

/** The mixed model of the logarithm over days on training courses, up to the landmark. Refuses `NO_LINE` with the reason. */
export function learnLine(training: readonly Course[], landmark: number): RandomSlopes {
  const rows = training.flatMap(({ subject, points }) =>
    points.flatMap(({ day, value }) => (day <= landmark && value > 0 ? [{ subject, day, y: Math.log(value) }] : [])),
  );
  const fit = randomSlopes(
    rows.map((r) => r.day),
    rows.map((r) => r.y),
    rows.map((r) => r.subject),
  );
  if (!fit.estimable) refuse("NO_LINE", `No line can be learnt from the training courses: ${fit.reason}`);
  return fit;
}

export const LOG_NOTE = (groups: number): string =>
  `The lines borrow strength from ${groups} training subjects; values of 0 have no logarithm and do not enter them.`;
