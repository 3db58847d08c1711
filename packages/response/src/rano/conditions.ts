import type { FiredRule } from "@nadir/domain";
import type { Category } from "../category.ts";
import { CATEGORY_OF_SIZE_RULE, sizeRule } from "./category.ts";
import { combined } from "./combined.ts";
import type { Conditioned, Findings, Plan } from "./plan.ts";
import { isDoseAbove, lastKnownDose } from "./steroids.ts";
import { fireConditions } from "./trace.ts";

/**
 * The label of a visit that is not progressive: the size part, if steroids are not above baseline and T2/FLAIR, where it
 * counts, could be read. Everything gone, but steroids or non-target disease left, is PR. Growth that was found not to be
 * progression leaves what the size is against baseline: SD or better.
 */
export function withoutProgression(plan: Plan, findings: Findings, trace: FiredRule[] | null): Conditioned {
  const target = findings.target === "PD" ? againstBaseline(findings) : findings.target;
  const conditioned = labelOf(plan, findings, target);
  if (trace) fireConditions(trace, plan, findings.visit, target, conditioned);
  return conditioned;
}

const againstBaseline = ({ parts }: Findings): Category =>
  parts
    .map(({ component, sum, category }) => {
      if (category !== "PD") return category;
      const { hasTargets, baseline, thresholds } = component;
      return CATEGORY_OF_SIZE_RULE[sizeRule(sum, hasTargets, baseline, null, thresholds, false)];
    })
    .reduce<Category>(combined, "NA");

function labelOf(
  { course, baseline, flairCounts }: Plan,
  { visit, nonTarget }: Findings,
  target: Category,
): Conditioned {
  const now = course.visits[visit];
  if (target === "NE" || now?.imaged === false) return { overall: "NE", code: null };
  if (isDoseAbove(course, visit, baseline)) return { overall: "NE", code: "steroid-increase" };
  if (flairCounts && now?.visit.flair === "not-evaluable") return { overall: "NE", code: "flair-not-evaluable" };
  if (target === "NA") return { overall: "SD", code: null };
  if (target !== "CR") return { overall: target, code: null };
  const clear = nonTarget === "CR" || nonTarget === "NA";
  return { overall: clear && lastKnownDose(course, visit) === 0 ? "CR" : "PR", code: null };
}
