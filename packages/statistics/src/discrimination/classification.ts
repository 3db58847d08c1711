import { refuse } from "@nadir/domain";
import { checkedFlags, checkedNumbers, checkSameLength, type Flags, type Numbers } from "../checked-input.ts";
import { zOf } from "../distributions.ts";
import { type Estimated, estimated, type Interval, notEstimable } from "../estimate.ts";
import { type ProportionEstimate, proportion } from "./proportion.ts";

/** Counts of a two-by-two table: prediction (positive, negative) against outcome. */
export interface ConfusionCounts {
  readonly truePositive: number;
  readonly falsePositive: number;
  readonly falseNegative: number;
  readonly trueNegative: number;
}

/** Positive when `score >= threshold`. */
export function classify(scores: Numbers, outcome: Flags, threshold: number): ConfusionCounts {
  checkSameLength({ score: scores, outcome });
  const values = checkedNumbers(scores, "score");
  const flags = checkedFlags(outcome, "outcome");
  const counts = [0, 0, 0, 0];
  for (let i = 0; i < values.length; i++) counts[2 * (values[i]! >= threshold ? 1 : 0) + flags[i]!]!++;
  return {
    trueNegative: counts[0]!,
    falseNegative: counts[1]!,
    falsePositive: counts[2]!,
    truePositive: counts[3]!,
  };
}

export interface Ratio {
  readonly estimate: number;
  readonly interval: Interval;
}

export interface ClassificationPerformance extends ConfusionCounts {
  readonly n: number;
  readonly prevalence: number | null;
  readonly sensitivity: Estimated<ProportionEstimate>;
  readonly specificity: Estimated<ProportionEstimate>;
  /** Positive and negative predictive value at the prevalence of these data. */
  readonly ppv: Estimated<ProportionEstimate>;
  readonly npv: Estimated<ProportionEstimate>;
  readonly accuracy: Estimated<ProportionEstimate>;
  readonly balancedAccuracy: number | null;
  readonly youden: number | null;
  readonly f1: number | null;
  /** Matthews correlation coefficient; null when a margin is empty. */
  readonly mcc: number | null;
  /** Likelihood ratios with log-method limits (Simel, Samsa & Matchar 1991). */
  readonly likelihoodRatioPositive: Estimated<Ratio>;
  readonly likelihoodRatioNegative: Estimated<Ratio>;
}

/** Every figure of a two-by-two table with its limits. */
export function classificationPerformance(counts: ConfusionCounts, level = 0.95): ClassificationPerformance {
  const { truePositive: tp, falsePositive: fp, falseNegative: fn, trueNegative: tn } = counts;
  for (const [name, v] of Object.entries(counts))
    if (!Number.isInteger(v) || v < 0)
      refuse("NOT_A_COUNT", `${name} is ${v}; give a whole number of subjects.`, { found: String(v) });
  const withOutcome = tp + fn;
  const without = fp + tn;
  const n = withOutcome + without;
  const both = withOutcome > 0 && without > 0;
  const sensitivity = tp / withOutcome;
  const specificity = tn / without;
  const margins = (tp + fp) * (tp + fn) * (tn + fp) * (tn + fn);
  return {
    truePositive: tp,
    falsePositive: fp,
    falseNegative: fn,
    trueNegative: tn,
    n,
    prevalence: n > 0 ? withOutcome / n : null,
    sensitivity: proportion(tp, withOutcome, level),
    specificity: proportion(tn, without, level),
    ppv: proportion(tp, tp + fp, level),
    npv: proportion(tn, tn + fn, level),
    accuracy: proportion(tp + tn, n, level),
    balancedAccuracy: both ? (sensitivity + specificity) / 2 : null,
    youden: both ? sensitivity + specificity - 1 : null,
    f1: 2 * tp + fp + fn > 0 ? (2 * tp) / (2 * tp + fp + fn) : null,
    mcc: margins > 0 ? (tp * tn - fp * fn) / Math.sqrt(margins) : null,
    likelihoodRatioPositive: likelihoodRatio(tp, withOutcome, fp, without, level),
    likelihoodRatioNegative: likelihoodRatio(fn, withOutcome, tn, without, level),
  };
}

/** (a / n1) / (b / n2) with limits exp(ln ratio ± z sqrt(1/a - 1/n1 + 1/b - 1/n2)). */
function likelihoodRatio(a: number, n1: number, b: number, n2: number, level: number): Estimated<Ratio> {
  if (n1 === 0 || n2 === 0) return notEstimable(`A likelihood ratio needs both classes: ${n1} with, ${n2} without.`);
  if (a === 0 || b === 0)
    return notEstimable(
      `A cell is empty (${a} of ${n1} with the outcome, ${b} of ${n2} without): no finite log limits.`,
    );
  const estimate = a / n1 / (b / n2);
  const half = zOf(level) * Math.sqrt(1 / a - 1 / n1 + 1 / b - 1 / n2);
  return estimated({
    estimate,
    interval: { lower: estimate * Math.exp(-half), upper: estimate * Math.exp(half), level },
  });
}
