import type { Category } from "./category.ts";
import type { Exact } from "./exact.ts";
import type { Sum } from "./sum.ts";
import { exceedsBy, hasFallenBy, hasGrownBy } from "./threshold.ts";

/** The rule that decided the target part of a visit, in the order in which the rules are asked. */
export type TargetRule =
  | "noTargets"
  | "returned"
  | "pdByRemainder"
  | "missing"
  | "cr"
  | "pd"
  | "noBaseline"
  | "pr"
  | "held"
  | "sd";

export const CATEGORY_OF_TARGET_RULE: Readonly<Record<TargetRule, Category>> = {
  noTargets: "NA",
  returned: "PD",
  pdByRemainder: "PD",
  missing: "NE",
  cr: "CR",
  pd: "PD",
  noBaseline: "NE",
  pr: "PR",
  held: "PR",
  sd: "SD",
};

/** Thresholds of a criterion that adds up sizes: per cents against baseline and nadir, and the least absolute growth. */
export interface Thresholds {
  readonly responsePercent: number;
  readonly progressionPercent: number;
  readonly progressionAtLeast: Exact;
  /** Whether a sum with a missing lesion may show progression by its remainder (§4.4). */
  readonly byRemainder: boolean;
}

/**
 * Target response by the sum (Eisenhauer 2009 §4.3.1, §4.4), first rule that holds. `returned`: the last evaluable overall
 * was CR, so that any target there again is progression (Table 3 note a). `held`: a partial response stands until
 * progression (A4). CR is asked before PD (A3); only PD is concluded from a sum with a missing lesion (A1).
 */
export function targetRule(
  sum: Sum,
  hasTargets: boolean,
  baseline: Exact | null,
  nadir: Exact | null,
  thresholds: Thresholds,
  returned: boolean,
  held: boolean,
): TargetRule {
  if (!hasTargets) return "noTargets";
  if (returned && sum.there) return "returned";
  const progressed = nadir !== null && hasProgressed(sum.value, nadir, thresholds);
  if (!sum.complete) return progressed && thresholds.byRemainder ? "pdByRemainder" : "missing";
  if (sum.gone) return "cr";
  if (progressed) return "pd";
  if (baseline === null) return "noBaseline";
  if (hasFallenBy(sum.value, baseline, thresholds.responsePercent)) return "pr";
  return held ? "held" : "sd";
}

export const hasProgressed = (value: Exact, nadir: Exact, thresholds: Thresholds): boolean =>
  hasGrownBy(value, nadir, thresholds.progressionPercent) && exceedsBy(value, nadir, thresholds.progressionAtLeast);

/** Overall response without new lesions, and with them PD (Eisenhauer 2009 Tables 1 and 2). */
export function overallOf(target: Category, nonTarget: Category, newLesion: boolean): Category {
  if (newLesion || target === "PD" || nonTarget === "PD") return "PD";
  if (target === "NA") return nonTarget === "NA" ? "NED" : nonTarget;
  if (target === "CR") return nonTarget === "CR" || nonTarget === "NA" ? "CR" : "PR";
  return target;
}
