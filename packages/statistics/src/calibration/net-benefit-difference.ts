import { checkedFlags, checkLevel, checkSameLength, type Flags, type Numbers } from "../checked-input.ts";
import { mean, standardDeviation } from "../describe.ts";
import { normalTwoSided, zOf } from "../distributions.ts";
import { type Estimated, estimated, type Interval, notEstimable } from "../estimate.ts";
import { checkedProbabilities } from "./binary-calibration.ts";
import { netBenefit } from "./net-benefit.ts";

export interface NetBenefitDifference {
  readonly threshold: number;
  readonly first: number;
  readonly second: number;
  readonly difference: number;
  /** Zero where the two decide alike for everybody. */
  readonly standardError: number;
  readonly interval: Interval;
  readonly p: number | null;
}

/**
 * Net benefit of the first model less that of the second on the same subjects (Vickers & Elkin 2006). The difference is the mean over subjects of
 * ([p1 >= t] - [p2 >= t]) (y - (1 - y) t / (1 - t)), so its standard error is that of a mean; subjects are drawn, the share of the
 * outcome among them too. Not estimable with fewer than two subjects or no event.
 */
export function netBenefitDifference(
  first: Numbers,
  second: Numbers,
  outcome: Flags,
  threshold: number,
  level = 0.95,
): Estimated<NetBenefitDifference> {
  checkLevel(level);
  const n = checkSameLength({ first, second, outcome });
  if (n < 2) return notEstimable(`A difference of net benefit needs two subjects; there are ${n}.`);
  const [one, two] = [netBenefit(first, outcome, [threshold]), netBenefit(second, outcome, [threshold])];
  if (!one.estimable) return one;
  if (!two.estimable) return two;
  const [a, b, y] = [checkedProbabilities(first).p, checkedProbabilities(second).p, checkedFlags(outcome, "outcome")];
  const odds = threshold / (1 - threshold);
  const parts = a.map((v, i) => (Number(v >= threshold) - Number(b[i]! >= threshold)) * (y[i] === 1 ? 1 : -odds));
  const difference = mean(parts);
  const standardError = standardDeviation(parts) / Math.sqrt(n);
  const half = zOf(level) * standardError;
  return estimated({
    threshold,
    first: one.points[0]!.model,
    second: two.points[0]!.model,
    difference,
    standardError,
    interval: { lower: difference - half, upper: difference + half, level },
    p: standardError > 0 ? normalTwoSided(difference / standardError) : null,
  });
}
