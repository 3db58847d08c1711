import { checkedNumbers, checkLevel, checkSameLength, type Numbers } from "../checked-input.ts";
import { covariance, mean, standardDeviation, variance } from "../describe.ts";
import { chiSquareQuantile, tQuantile, zOf } from "../distributions.ts";
import { type Estimated, estimated, type Interval, notEstimable } from "../estimate.ts";

export interface BlandAltman {
  readonly n: number;
  /** Mean of first - second. */
  readonly bias: number;
  readonly sdOfDifferences: number;
  /** t limits. */
  readonly biasInterval: Interval;
  /** bias ± z SD. */
  readonly limits: { readonly lower: number; readonly upper: number };
  /** SD sqrt(1/n + z² / (2 (n - 1))): approximate standard error of a limit. */
  readonly limitStandardError: number;
  readonly lowerLimitInterval: Interval;
  readonly upperLimitInterval: Interval;
}

/** Bland & Altman 1986. The limits hold z SD with the z of `level`; the intervals use t with n - 1. */
export function blandAltman(first: Numbers, second: Numbers, level = 0.95): Estimated<BlandAltman> {
  checkLevel(level);
  const n = checkSameLength({ first, second });
  const a = checkedNumbers(first, "first");
  const b = checkedNumbers(second, "second");
  if (n < 2) return notEstimable(`Limits of agreement need two pairs; there are ${n}.`);
  const d = a.map((v, i) => v - b[i]!);
  const bias = mean(d);
  const sd = standardDeviation(d);
  const t = tQuantile(1 - (1 - level) / 2, n - 1);
  const around = (centre: number, se: number): Interval => ({ lower: centre - t * se, upper: centre + t * se, level });
  const z = zOf(level);
  const lower = bias - z * sd;
  const upper = bias + z * sd;
  const se = sd * Math.sqrt(1 / n + z ** 2 / (2 * (n - 1)));
  return estimated({
    n,
    bias,
    sdOfDifferences: sd,
    biasInterval: around(bias, sd / Math.sqrt(n)),
    limits: { lower, upper },
    limitStandardError: se,
    lowerLimitInterval: around(lower, se),
    upperLimitInterval: around(upper, se),
  });
}

export interface ConcordanceCorrelation {
  readonly n: number;
  readonly ccc: number;
  readonly interval: Interval;
  readonly pearson: number;
  /** Accuracy: ccc / pearson. */
  readonly biasCorrection: number;
  /** Ratio of standard deviations, second / first. */
  readonly scaleShift: number;
  /** (mean of second - mean of first) / sqrt(product of standard deviations). */
  readonly locationShift: number;
}

/** Lin's concordance correlation (Lin 1989, corrected 2000) with 1/n variances; Fisher-z limits. */
export function concordanceCorrelation(
  first: Numbers,
  second: Numbers,
  level = 0.95,
): Estimated<ConcordanceCorrelation> {
  checkLevel(level);
  const n = checkSameLength({ first, second });
  const a = checkedNumbers(first, "first");
  const b = checkedNumbers(second, "second");
  if (n < 3) return notEstimable(`A concordance correlation with limits needs three pairs; there are ${n}.`);
  const shrink = (n - 1) / n;
  const va = variance(a) * shrink;
  const vb = variance(b) * shrink;
  if (!(va > 0 && vb > 0)) return notEstimable("One of the two is constant: no concordance exists.");
  const cov = covariance(a, b) * shrink;
  const r = cov / Math.sqrt(va * vb);
  const shift = mean(b) - mean(a);
  const ccc = (2 * cov) / (va + vb + shift ** 2);
  const u = shift / (va * vb) ** 0.25;
  const z = Math.atanh(ccc);
  const se = Math.sqrt(
    (((1 - r ** 2) * ccc ** 2) / ((1 - ccc ** 2) * r ** 2) +
      (2 * ccc ** 3 * (1 - ccc) * u ** 2) / (r * (1 - ccc ** 2) ** 2) -
      (ccc ** 4 * u ** 4) / (2 * r ** 2 * (1 - ccc ** 2) ** 2)) /
      (n - 2),
  );
  if (!Number.isFinite(se)) return notEstimable("The two agree perfectly or not at all: Fisher's z has no limits.");
  const half = zOf(level) * se;
  return estimated({
    n,
    ccc,
    interval: { lower: Math.tanh(z - half), upper: Math.tanh(z + half), level },
    pearson: r,
    biasCorrection: ccc / r,
    scaleShift: Math.sqrt(vb / va),
    locationShift: u,
  });
}

export interface Repeatability {
  readonly n: number;
  /** sqrt(sum d² / 2n). */
  readonly withinSubjectSd: number;
  /** 1.96 sqrt(2) times the within-subject SD: a larger change is beyond repeatability. */
  readonly repeatabilityCoefficient: number;
  /** Root mean square of the pairs' coefficients of variation; null when a pair has mean 0. */
  readonly withinSubjectCv: number | null;
  /** Chi-square limits of the within-subject SD, n degrees of freedom. */
  readonly interval: Interval;
}

/** Two replicates a subject (Bland & Altman 1996; QIBA). */
export function repeatability(first: Numbers, second: Numbers, level = 0.95): Estimated<Repeatability> {
  checkLevel(level);
  const n = checkSameLength({ first, second });
  const a = checkedNumbers(first, "first");
  const b = checkedNumbers(second, "second");
  if (n < 1) return notEstimable("Repeatability needs at least one pair of replicates.");
  const squares = a.reduce((s, v, i) => s + (v - b[i]!) ** 2, 0);
  const sd = Math.sqrt(squares / (2 * n));
  const cv = a.map((v, i) => (v - b[i]!) ** 2 / 2 / ((v + b[i]!) / 2) ** 2);
  const tail = (1 - level) / 2;
  const limit = (p: number) => sd * Math.sqrt(n / chiSquareQuantile(p, n));
  return estimated({
    n,
    withinSubjectSd: sd,
    repeatabilityCoefficient: zOf(0.95) * Math.SQRT2 * sd,
    withinSubjectCv: cv.every(Number.isFinite) ? Math.sqrt(mean(cv)) : null,
    interval: { lower: limit(1 - tail), upper: limit(tail), level },
  });
}
