import { checkedNumbers, checkLevel, checkSameLength, type Numbers } from "../checked-input.ts";
import { mean, variance } from "../describe.ts";
import { tQuantile, tTwoSided } from "../distributions.ts";
import { type Estimated, estimated, type Interval, notEstimable } from "../estimate.ts";

export interface PooledEstimate {
  readonly estimate: number;
  readonly standardError: number;
  readonly statistic: number;
  /** Barnard & Rubin 1999. */
  readonly df: number;
  readonly p: number;
  readonly interval: Interval;
  readonly within: number;
  readonly between: number;
  readonly total: number;
  /** Relative increase in variance, share of variance due to missing data, fraction of missing information. */
  readonly relativeIncrease: number;
  readonly lambda: number;
  readonly fractionMissing: number;
}

/**
 * Rubin's rules over m completed data sets: an estimate and its variance from each. `completeDf`: residual degrees of
 * freedom had the data been complete; Infinity for large-sample estimates.
 */
export function poolRubin(
  estimates: Numbers,
  variances: Numbers,
  { completeDf = Number.POSITIVE_INFINITY, level = 0.95 }: { completeDf?: number; level?: number } = {},
): Estimated<PooledEstimate> {
  checkLevel(level);
  const m = checkSameLength({ estimate: estimates, variance: variances });
  const q = checkedNumbers(estimates, "estimate");
  const u = checkedNumbers(variances, "variance");
  if (m < 2) return notEstimable(`Pooling needs two completed data sets; there are ${m}.`);
  const estimate = mean(q);
  const within = mean(u);
  const between = variance(q);
  const total = within + (1 + 1 / m) * between;
  if (!(total > 0)) return notEstimable("The pooled variance is 0.");
  const lambda = ((1 + 1 / m) * between) / total;
  const relativeIncrease = ((1 + 1 / m) * between) / within;
  const old = lambda > 0 ? (m - 1) / lambda ** 2 : Number.POSITIVE_INFINITY;
  const observed = Number.isFinite(completeDf)
    ? ((completeDf + 1) / (completeDf + 3)) * completeDf * (1 - lambda)
    : Number.POSITIVE_INFINITY;
  const df = Number.isFinite(old) ? (Number.isFinite(observed) ? (old * observed) / (old + observed) : old) : observed;
  const standardError = Math.sqrt(total);
  const statistic = estimate / standardError;
  // Beyond any table t is the normal distribution.
  const usable = Math.min(df, 1e10);
  const half = tQuantile(1 - (1 - level) / 2, usable) * standardError;
  return estimated({
    estimate,
    standardError,
    statistic,
    df,
    p: tTwoSided(statistic, usable),
    interval: { lower: estimate - half, upper: estimate + half, level },
    within,
    between,
    total,
    relativeIncrease,
    lambda,
    fractionMissing: (relativeIncrease + 2 / (df + 3)) / (1 + relativeIncrease),
  });
}
