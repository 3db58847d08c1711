import { checkedNumbers, checkSameLength, type Numbers } from "../checked-input.ts";
import { covariance, midRanks, variance } from "../describe.ts";
import { tTwoSided } from "../distributions.ts";
import { type Estimated, estimated, notEstimable } from "../estimate.ts";

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
