import type { FiredRule, RuleFigures } from "@nadir/domain";
import type { Course } from "../course.ts";
import type { Exact } from "../exact.ts";
import { toNumber } from "../exact.ts";
import type { TargetRule } from "../recist-arithmetic.ts";
import { type Measure, missingAt, type Nadir, percentChange, type Sum } from "../sum.ts";
import { fire, type Rule } from "../trace.ts";
import { RECIST_RULES } from "./rules.ts";

const RULE_OF: Readonly<Record<TargetRule, Rule>> = {
  noTargets: RECIST_RULES.targetNoTargets,
  returned: RECIST_RULES.targetReturned,
  pdByRemainder: RECIST_RULES.targetPdByRemainder,
  missing: RECIST_RULES.targetMissing,
  cr: RECIST_RULES.targetCr,
  pd: RECIST_RULES.targetPd,
  noBaseline: RECIST_RULES.targetNoBaseline,
  pr: RECIST_RULES.targetPr,
  held: RECIST_RULES.targetHeld,
  sd: RECIST_RULES.targetSd,
};

export function fireTargetRule(
  trace: FiredRule[],
  rule: TargetRule,
  course: Course,
  visit: number,
  measure: Measure,
  sum: Sum,
  baseline: Exact | null,
  nadir: Nadir,
): void {
  fire(trace, RULE_OF[rule], sumsForTrace(course, visit, measure, sum, baseline, nadir));
}

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
    missing: sum.complete ? null : missingAt(tracks, visit, measure).join(", "),
    baseline: from,
    percentFromBaseline: percentChange(measured, from),
    nadir: lowest,
    nadirVisit: nadir.value === null ? null : (course.visits[nadir.visit]?.id ?? null),
    changeFromNadir: lowest === null ? null : Math.round((measured - lowest) * 1e6) / 1e6,
    percentFromNadir: percentChange(measured, lowest),
  };
}
