import { checkedNumbers, checkLevel, checkSameLength, type Numbers } from "../checked-input.ts";
import { covariance, midRanks, variance } from "../describe.ts";
import { tTwoSided, zOf } from "../distributions.ts";
import { type Estimated, estimated, type Interval, notEstimable } from "../estimate.ts";

export interface Correlation {
  readonly n: number;
  /** -1 … 1. */
  readonly coefficient: number;
  /** Two-sided, t with n - 2 degrees of freedom; 0 at a perfect correlation. */
  readonly p: number;
}

/** Product-moment correlation. */
export function pearson(x: Numbers, y: Numbers): Estimated<Correlation> {
  const n = checkSameLength({ x, y });
  const a = checkedNumbers(x, "x");
  const b = checkedNumbers(y, "y");
  if (n < 3) return notEstimable(`A correlation with its test needs three pairs; there are ${n}.`);
  const spread = variance(a) * variance(b);
  if (!(spread > 0)) return notEstimable("One of the two is constant: no correlation exists.");
  const r = Math.max(-1, Math.min(1, covariance(a, b) / Math.sqrt(spread)));
  const rest = (1 - r) * (1 + r);
  const p = rest > 0 ? tTwoSided(r * Math.sqrt((n - 2) / rest), n - 2) : 0;
  return estimated({ n, coefficient: r, p });
}

/** Spearman's rho: Pearson's r of mid-ranks, p by the t approximation without continuity correction. */
export function spearman(x: Numbers, y: Numbers): Estimated<Correlation> {
  checkSameLength({ x, y });
  return pearson(midRanks(checkedNumbers(x, "x")), midRanks(checkedNumbers(y, "y")));
}

/**
 * Limits by Fisher's z: standard error 1 / sqrt(n - 3) for Pearson's r; for Spearman's rho sqrt((1 + rho² / 2) / (n - 3))
 * (Bonett & Wright 2000, Psychometrika 65:23).
 */
export function correlationInterval(
  { coefficient, n }: Pick<Correlation, "coefficient" | "n">,
  kind: "pearson" | "spearman" = "pearson",
  level = 0.95,
): Estimated<Interval> {
  checkLevel(level);
  if (n < 4) return notEstimable(`Limits of a correlation need four pairs; there are ${n}.`);
  if (Math.abs(coefficient) >= 1)
    return notEstimable(`The correlation is ${coefficient}; Fisher's z has no value there.`);
  const se = Math.sqrt((kind === "pearson" ? 1 : 1 + coefficient ** 2 / 2) / (n - 3));
  const [centre, half] = [Math.atanh(coefficient), zOf(level) * se];
  return estimated({ lower: Math.tanh(centre - half), upper: Math.tanh(centre + half), level });
}

/** Kendall's tau-b: (concordant - discordant) / sqrt((pairs - ties in x)(pairs - ties in y)). O(n²). */
export function kendallTauB(x: Numbers, y: Numbers): Estimated<{ readonly n: number; readonly coefficient: number }> {
  const n = checkSameLength({ x, y });
  const a = checkedNumbers(x, "x");
  const b = checkedNumbers(y, "y");
  let balance = 0;
  let untiedX = 0;
  let untiedY = 0;
  for (let i = 0; i < n; i++)
    for (let j = 0; j < i; j++) {
      const dx = Math.sign(a[i]! - a[j]!);
      const dy = Math.sign(b[i]! - b[j]!);
      balance += dx * dy;
      untiedX += dx * dx;
      untiedY += dy * dy;
    }
  if (untiedX === 0 || untiedY === 0) return notEstimable(`One of the two is constant over ${n} pairs: no tau exists.`);
  return estimated({ n, coefficient: balance / Math.sqrt(untiedX * untiedY) });
}
