import { checkedNumbers, checkLevel, checkSameLength, type Numbers } from "../checked-input.ts";
import { mean, variance } from "../describe.ts";
import { tQuantile, tTwoSided } from "../distributions.ts";
import { type Estimated, estimated, type Interval, notEstimable } from "../estimate.ts";

export interface TTest {
  readonly statistic: number;
  readonly df: number;
  readonly p: number;
  /** Mean, mean difference (first less second), or mean of the paired differences. */
  readonly estimate: number;
  readonly interval: Interval;
}

const test = (estimate: number, se: number, df: number, level: number): Estimated<TTest> => {
  const statistic = estimate / se;
  const half = tQuantile(1 - (1 - level) / 2, df) * se;
  return estimated({
    statistic,
    df,
    p: tTwoSided(statistic, df),
    estimate,
    interval: { lower: estimate - half, upper: estimate + half, level },
  });
};

/** Student's t of two independent samples; `equalVariances` false (default) is Welch's, with Satterthwaite's df. Two-sided. */
export function tTest(
  first: Numbers,
  second: Numbers,
  { equalVariances = false, level = 0.95 }: { equalVariances?: boolean; level?: number } = {},
): Estimated<TTest> {
  checkLevel(level);
  const [a, b] = [checkedNumbers(first, "first sample"), checkedNumbers(second, "second sample")];
  const [n, m] = [a.length, b.length];
  if (n < 2 || m < 2) return notEstimable(`A t test needs two values in each sample; there are ${n} and ${m}.`);
  const [va, vb] = [variance(a), variance(b)];
  if (!(va + vb > 0)) return notEstimable("Both samples are constant: the difference has no spread.");
  const difference = mean(a) - mean(b);
  if (equalVariances) {
    const pooled = ((n - 1) * va + (m - 1) * vb) / (n + m - 2);
    return test(difference, Math.sqrt(pooled * (1 / n + 1 / m)), n + m - 2, level);
  }
  const [ea, eb] = [va / n, vb / m];
  return test(difference, Math.sqrt(ea + eb), (ea + eb) ** 2 / (ea ** 2 / (n - 1) + eb ** 2 / (m - 1)), level);
}

/** Paired t test: one sample of the differences first - second. */
export function pairedTTest(first: Numbers, second: Numbers, level = 0.95): Estimated<TTest> {
  checkLevel(level);
  const n = checkSameLength({ first, second });
  const [a, b] = [checkedNumbers(first, "first"), checkedNumbers(second, "second")];
  if (n < 2) return notEstimable(`A paired t test needs two pairs; there ${n === 1 ? "is 1" : "are 0"}.`);
  const d = a.map((v, i) => v - b[i]!);
  const spread = variance(d);
  if (!(spread > 0)) return notEstimable(`All ${n} differences are equal: they have no spread.`);
  return test(mean(d), Math.sqrt(spread / n), n - 1, level);
}
