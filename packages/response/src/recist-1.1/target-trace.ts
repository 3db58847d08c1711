import type { FiredRule } from "@nadir/domain";
import type { Course } from "../course.ts";
import { type Exact, toNumber } from "../exact.ts";
import type { TargetRule, Thresholds } from "../recist-arithmetic.ts";
import type { Measure, Nadir, Sum } from "../sum.ts";
import { sumsForTrace } from "../sums-for-trace.ts";
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
  thresholds: Thresholds,
): void {
  fire(trace, RULE_OF[rule], {
    ...sumsForTrace(course, visit, measure, sum, baseline, nadir),
    responsePercent: thresholds.responsePercent,
    progressionPercent: thresholds.progressionPercent,
    progressionAtLeastMm: toNumber(thresholds.progressionAtLeast, measure.decimals(course.scale)),
  });
}
