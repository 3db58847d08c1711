import type { RuleFigures } from "@nadir/domain";
import type { Course } from "./course.ts";
import { type Exact, toNumber } from "./exact.ts";
import { type Measure, missingAt, type Nadir, percentChange, type Sum, thereAt } from "./sum.ts";

/** The figures of every sentence about a sum: the measured and the complete sum, what they are compared with, who is missing. */
export function sumsForTrace(
  course: Course,
  visit: number,
  measure: Measure,
  sum: Sum,
  baseline: Exact | null,
  nadir: Nadir,
  tracks = course.targets,
): RuleFigures {
  const decimals = measure.decimals(course.scale);
  const measured = toNumber(sum.value, decimals);
  const from = baseline === null ? null : toNumber(baseline, decimals);
  const lowest = nadir.value === null ? null : toNumber(nadir.value, decimals);
  return {
    sum: sum.complete ? measured : null,
    measured,
    // None left, nodes below 10 mm counted as gone, is what makes CR: the sum alone does not tell it.
    lesionsThere: thereAt(tracks, visit, measure, course.scale).length,
    missing: sum.complete ? null : missingAt(tracks, visit, measure).join(", "),
    baseline: from,
    percentFromBaseline: percentChange(measured, from),
    nadir: lowest,
    nadirVisit: nadir.value === null ? null : (course.visits[nadir.visit]?.id ?? null),
    changeFromNadir: lowest === null ? null : Math.round((measured - lowest) * 1e6) / 1e6,
    percentFromNadir: percentChange(measured, lowest),
  };
}
