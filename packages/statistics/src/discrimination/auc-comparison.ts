import { checkLevel, checkSameLength, type Flags, type Numbers } from "../checked-input.ts";
import { normalTwoSided, tTwoSided, zOf } from "../distributions.ts";
import { type Estimated, estimated, type Interval, notEstimable } from "../estimate.ts";
import { aucCovariance, aucDeLong } from "./auc.ts";

export interface PairedAucComparison {
  readonly n: number;
  readonly auc1: number;
  readonly auc2: number;
  readonly variance1: number;
  readonly variance2: number;
  readonly covariance: number;
  /** auc1 - auc2. */
  readonly difference: number;
  readonly standardError: number;
  readonly z: number;
  /** Two-sided, normal. */
  readonly p: number;
  /** Of the difference. */
  readonly interval: Interval;
}

/**
 * Two scores on the same subjects (DeLong 1988). The caller passes complete pairs only. Not for nested models on the
 * data that fitted them.
 */
export function compareAucPaired(
  score1: Numbers,
  score2: Numbers,
  outcome: Flags,
  { level = 0.95 }: { level?: number } = {},
): Estimated<PairedAucComparison> {
  checkLevel(level);
  const n = checkSameLength({ score1, score2, outcome });
  const a = aucDeLong(score1, outcome);
  const b = aucDeLong(score2, outcome);
  if (!a.estimable) return a;
  if (!b.estimable) return b;
  if (a.variance === null || b.variance === null)
    return notEstimable(
      `DeLong's variance needs two of each class: ${a.cases} with the outcome, ${a.controls} without.`,
    );
  const covariance = aucCovariance(a, b);
  const difference = a.auc - b.auc;
  const v = a.variance + b.variance - 2 * covariance;
  // Identical rankings leave only rounding in the variance of their difference.
  if (!(v > 1e-14 * (a.variance + b.variance)))
    return notEstimable("The two scores rank the subjects alike: their difference has no variance.");
  const standardError = Math.sqrt(v);
  const z = difference / standardError;
  const half = zOf(level) * standardError;
  return estimated({
    n,
    auc1: a.auc,
    auc2: b.auc,
    variance1: a.variance,
    variance2: b.variance,
    covariance,
    difference,
    standardError,
    z,
    p: normalTwoSided(z),
    interval: { lower: difference - half, upper: difference + half, level },
  });
}

export interface UnpairedAucComparison {
  readonly auc1: number;
  readonly auc2: number;
  readonly variance1: number;
  readonly variance2: number;
  readonly difference: number;
  readonly standardError: number;
  /** difference / standardError. */
  readonly statistic: number;
  /** Two-sided, normal: the default. */
  readonly p: number;
  /** Welch-type degrees of freedom (v1 + v2)² / (v1²/(n1-1) + v2²/(n2-1)), n the group sizes. */
  readonly welchDf: number;
  /** Two-sided, Student t with `welchDf`. */
  readonly welchP: number;
  readonly interval: Interval;
}

/** The same or different scores in two independent groups. */
export function compareAucUnpaired(
  group1: { readonly scores: Numbers; readonly outcome: Flags },
  group2: { readonly scores: Numbers; readonly outcome: Flags },
  { level = 0.95 }: { level?: number } = {},
): Estimated<UnpairedAucComparison> {
  checkLevel(level);
  const a = aucDeLong(group1.scores, group1.outcome);
  const b = aucDeLong(group2.scores, group2.outcome);
  if (!a.estimable) return notEstimable(`First group: ${a.reason}`);
  if (!b.estimable) return notEstimable(`Second group: ${b.reason}`);
  if (a.variance === null || b.variance === null)
    return notEstimable("DeLong's variance needs two of each class in both groups.");
  const v = a.variance + b.variance;
  if (!(v > 0)) return notEstimable("Both AUCs have variance zero: their difference cannot be tested.");
  const difference = a.auc - b.auc;
  const standardError = Math.sqrt(v);
  const statistic = difference / standardError;
  const n1 = a.cases + a.controls;
  const n2 = b.cases + b.controls;
  const welchDf = v ** 2 / (a.variance ** 2 / (n1 - 1) + b.variance ** 2 / (n2 - 1));
  const half = zOf(level) * standardError;
  return estimated({
    auc1: a.auc,
    auc2: b.auc,
    variance1: a.variance,
    variance2: b.variance,
    difference,
    standardError,
    statistic,
    p: normalTwoSided(statistic),
    welchDf,
    welchP: tTwoSided(statistic, welchDf),
    interval: { lower: difference - half, upper: difference + half, level },
  });
}
