import { refuse } from "@nadir/domain";
import { checkLevel } from "../checked-input.ts";
import { betaQuantile, zOf } from "../distributions.ts";
import { type Estimated, estimated, type Interval, notEstimable } from "../estimate.ts";

export interface ProportionEstimate {
  readonly estimate: number;
  readonly successes: number;
  readonly total: number;
  /** Wilson 1927, without continuity correction: the default. */
  readonly wilson: Interval;
  /** Wilson with Yates' correction (Newcombe 1998, method 4). */
  readonly wilsonContinuity: Interval;
  /** Clopper & Pearson 1934, exact by beta quantiles. */
  readonly clopperPearson: Interval;
}

/** `successes` of `total`, whole numbers with 0 <= successes <= total. Not estimable when total is 0. */
export function proportion(successes: number, total: number, level = 0.95): Estimated<ProportionEstimate> {
  checkLevel(level);
  if (!Number.isInteger(successes) || !Number.isInteger(total) || successes < 0 || successes > total)
    refuse("NOT_A_COUNT", `${successes} of ${total} is no proportion; give whole numbers with 0 <= x <= n.`);
  if (total === 0) return notEstimable("0 of 0: there is nobody to take a proportion of.");
  const estimate = successes / total;
  return estimated({
    estimate,
    successes,
    total,
    wilson: wilson(successes, total, level, 0),
    wilsonContinuity: wilson(successes, total, level, Math.min(0.5, Math.abs(successes - total / 2))),
    clopperPearson: {
      lower: successes === 0 ? 0 : betaQuantile((1 - level) / 2, successes, total - successes + 1),
      upper: successes === total ? 1 : betaQuantile(1 - (1 - level) / 2, successes + 1, total - successes),
      level,
    },
  });
}

/** Score limits; `correction` (in counts) widens the estimate before each limit. */
function wilson(x: number, n: number, level: number, correction: number): Interval {
  const z = zOf(level);
  const zz = (z * z) / (2 * n);
  const limit = (p: number, sign: 1 | -1) =>
    (p + zz + sign * z * Math.sqrt((p * (1 - p)) / n + zz / (2 * n))) / (1 + 2 * zz);
  const low = (x - correction) / n;
  const high = (x + correction) / n;
  return {
    lower: low <= 0 ? 0 : Math.max(0, limit(low, -1)),
    upper: high >= 1 ? 1 : Math.min(1, limit(high, 1)),
    level,
  };
}
