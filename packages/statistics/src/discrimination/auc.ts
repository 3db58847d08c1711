import { refuse } from "@nadir/domain";
import {
  checkedFlags,
  checkedNumbers,
  checkLevel,
  checkSameLength,
  type Flags,
  type Numbers,
} from "../checked-input.ts";
import { covariance, midRanks, variance } from "../describe.ts";
import { zOf } from "../distributions.ts";
import { type Estimated, estimated, type Interval, notEstimable } from "../estimate.ts";

/**
 * Area under the ROC curve with DeLong's structural components (DeLong, DeLong & Clarke-Pearson 1988, Biometrics 44:837),
 * by mid-ranks in O(n log n) (Sun & Xu 2014, IEEE Signal Process. Lett. 21:1389).
 * Direction: a larger score means the outcome is more likely; it is never turned round to suit the data.
 */
export interface AucEstimate {
  /** P(score of a case > score of a control) + 0.5 P(equal). */
  readonly auc: number;
  readonly cases: number;
  readonly controls: number;
  /** DeLong variance; null with a single case or a single control. */
  readonly variance: number | null;
  /** Structural component V10 of each case, in input order. */
  readonly caseComponents: Float64Array;
  /** Structural component V01 of each control, in input order. */
  readonly controlComponents: Float64Array;
}

export function aucDeLong(scores: Numbers, outcome: Flags): Estimated<AucEstimate> {
  checkSameLength({ score: scores, outcome });
  const all = checkedNumbers(scores, "score");
  const flags = checkedFlags(outcome, "outcome");
  const inCases = all.filter((_, i) => flags[i] === 1);
  const inControls = all.filter((_, i) => flags[i] === 0);
  const m = inCases.length;
  const n = inControls.length;
  if (m === 0 || n === 0) return notEstimable(`The AUC needs both classes: ${m} with the outcome, ${n} without.`);
  const ranks = midRanks(all);
  const caseRanks = midRanks(inCases);
  const controlRanks = midRanks(inControls);
  const v10 = new Float64Array(m);
  const v01 = new Float64Array(n);
  let i1 = 0;
  let i0 = 0;
  for (let i = 0; i < all.length; i++) {
    if (flags[i] === 1) {
      v10[i1] = (ranks[i]! - caseRanks[i1]!) / n;
      i1++;
    } else {
      v01[i0] = 1 - (ranks[i]! - controlRanks[i0]!) / m;
      i0++;
    }
  }
  return estimated({
    // From the rank sum, whose halves are exact, so that equal AUCs are equal numbers.
    auc: aucValue(all, flags)!,
    cases: m,
    controls: n,
    variance: m > 1 && n > 1 ? variance(v10) / m + variance(v01) / n : null,
    caseComponents: v10,
    controlComponents: v01,
  });
}

/** The AUC alone, for resampling loops: no checks, no components. Null when a class is missing. */
export function aucValue(scores: Numbers, flags: Uint8Array): number | null {
  const ranks = midRanks(scores);
  let rankSum = 0;
  let cases = 0;
  for (let i = 0; i < flags.length; i++)
    if (flags[i] === 1) {
      rankSum += ranks[i]!;
      cases++;
    }
  const controls = flags.length - cases;
  return cases === 0 || controls === 0 ? null : (rankSum - (cases * (cases + 1)) / 2) / (cases * controls);
}

export type AucIntervalMethod = "wald" | "logit";

/**
 * Confidence limits of an AUC. `wald`: normal limits clipped to [0, 1]. `logit`: normal on the logit scale by the delta
 * method, recommended near 1. Not estimable where the variance is zero (a perfect or perfectly wrong separation).
 */
export function aucInterval(
  estimate: AucEstimate,
  { method = "wald", level = 0.95 }: { method?: AucIntervalMethod; level?: number } = {},
): Estimated<Interval & { readonly method: AucIntervalMethod }> {
  checkLevel(level);
  const { auc, variance: v, cases, controls } = estimate;
  if (v === null)
    return notEstimable(`DeLong's variance needs two of each class: ${cases} with the outcome, ${controls} without.`);
  if (!(v > 0))
    return notEstimable(
      `The AUC is ${auc} with variance zero in ${cases} with the outcome and ${controls} without; normal limits say nothing.`,
    );
  const half = zOf(level) * Math.sqrt(v);
  if (method === "wald")
    return estimated({ lower: Math.max(0, auc - half), upper: Math.min(1, auc + half), level, method });
  if (auc <= 0 || auc >= 1) return notEstimable(`The AUC is ${auc}; it has no logit.`);
  const centre = Math.log(auc / (1 - auc));
  const halfLogit = half / (auc * (1 - auc));
  const back = (x: number) => 1 / (1 + Math.exp(-x));
  return estimated({ lower: back(centre - halfLogit), upper: back(centre + halfLogit), level, method });
}

/** Covariance of two AUCs on the same subjects (same outcome, same order). */
export function aucCovariance(a: AucEstimate, b: AucEstimate): number {
  if (a.cases < 2 || a.controls < 2)
    refuse(
      "NOT_ESTIMABLE",
      `A covariance of AUCs needs two subjects of each class; there are ${a.cases} and ${a.controls}.`,
    );
  return (
    covariance(a.caseComponents, b.caseComponents) / a.cases +
    covariance(a.controlComponents, b.controlComponents) / a.controls
  );
}
