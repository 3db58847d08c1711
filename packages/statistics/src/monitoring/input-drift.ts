import { checkedNumbers, type Numbers } from "../checked-input.ts";
import { quantile } from "../describe.ts";
import { chiSquareQuantile } from "../distributions.ts";
import { type Estimated, estimated, notEstimable } from "../estimate.ts";

export interface PopulationStability {
  readonly index: number;
  /** What two samples of these sizes from one distribution stay below with 95 %. */
  readonly limit: number;
  /** Shares of the reference and of the new sample in each interval, from the lowest. */
  readonly intervals: readonly { readonly reference: number; readonly now: number }[];
}

/**
 * Population stability index: sum of (now - reference) ln(now / reference) over intervals that hold equal shares of the reference
 * (Siddiqi 2006; ties may make them fewer). An empty interval counts as half a subject. The usual marks 0.1 and 0.25 ignore the size of
 * the samples; the limit is the 95 % point of chi-square with (intervals - 1) degrees of freedom times 1/n + 1/m (Yurdakul &
 * Naranjo 2020, J Risk Model Validation 14:89). Not estimable with fewer than ten in either.
 */
export function populationStability(reference: Numbers, now: Numbers, count = 10): Estimated<PopulationStability> {
  const [a, b] = [checkedNumbers(reference, "reference"), checkedNumbers(now, "new values")];
  if (a.length < 10 || b.length < 10)
    return notEstimable(`The stability index wants ten values on either side; there are ${a.length} and ${b.length}.`);
  const sorted = a.slice().sort();
  const limits = [...new Set(Array.from({ length: count - 1 }, (_, k) => quantile(sorted, (k + 1) / count)))];
  const shares = (values: Float64Array): number[] => {
    const counts = new Array<number>(limits.length + 1).fill(0);
    for (const v of values) counts[limits.filter((l) => v > l).length]! += 1;
    return counts.map((c) => (c === 0 ? 0.5 : c) / values.length);
  };
  const [was, is] = [shares(a), shares(b)];
  return estimated({
    index: was.reduce((s, w, k) => s + (is[k]! - w) * Math.log(is[k]! / w), 0),
    limit: limits.length === 0 ? 0 : chiSquareQuantile(0.95, limits.length) * (1 / a.length + 1 / b.length),
    intervals: was.map((w, k) => ({ reference: w, now: is[k]! })),
  });
}

export interface KolmogorovSmirnov {
  /** Greatest distance of the two distribution functions. */
  readonly d: number;
  /** Two-sided, from the limiting distribution (conservative with ties and small samples). */
  readonly p: number;
}

/** Two-sample test of Kolmogorov & Smirnov; p = 2 Σ (-1)^(k-1) exp(-2 k² z²), z = d √(nm / (n + m)). */
export function kolmogorovSmirnov(x: Numbers, y: Numbers): Estimated<KolmogorovSmirnov> {
  const [a, b] = [checkedNumbers(x, "first sample").sort(), checkedNumbers(y, "second sample").sort()];
  if (a.length === 0 || b.length === 0) return notEstimable("The test needs values on either side.");
  let [i, k, d] = [0, 0, 0];
  while (i < a.length && k < b.length) {
    const at = Math.min(a[i]!, b[k]!);
    while (a[i]! <= at) i++;
    while (b[k]! <= at) k++;
    d = Math.max(d, Math.abs(i / a.length - k / b.length));
  }
  const z = d * Math.sqrt((a.length * b.length) / (a.length + b.length));
  return estimated({ d, p: kolmogorovUpper(z) });
}

function kolmogorovUpper(z: number): number {
  // The series converges slowly near 0; its twin for the lower tail (Marsaglia, Tsang & Wang 2003) converges there.
  if (z < 1) {
    if (z < 0.04) return 1;
    let sum = 0;
    for (let k = 1; k < 40; k += 2) sum += Math.exp((-(k * k) * Math.PI * Math.PI) / (8 * z * z));
    return 1 - (Math.sqrt(2 * Math.PI) / z) * sum;
  }
  let sum = 0;
  for (let k = 1; k < 40; k++) sum += (k % 2 ? 1 : -1) * Math.exp(-2 * k * k * z * z);
  return Math.min(1, 2 * sum);
}
