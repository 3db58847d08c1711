import betainc from "@stdlib/math-base-special-betainc";
import erfc from "@stdlib/math-base-special-erfc";
import gammainc from "@stdlib/math-base-special-gammainc";
import gammaln from "@stdlib/math-base-special-gammaln";
import stdlibNormalQuantile from "@stdlib/stats-base-dists-normal-quantile";

/**
 * Distribution functions with their upper tails computed directly (a p-value of 1e-29 is not `1 - cdf`), and quantiles
 * by safeguarded Newton on them. Arguments are assumed valid: degrees of freedom and shapes > 0.
 */

/** P(Z <= z), standard normal. */
export const normalCdf = (z: number): number => 0.5 * erfc(-z / Math.SQRT2);
/** P(Z > z). */
export const normalUpper = (z: number): number => 0.5 * erfc(z / Math.SQRT2);
/** P(|Z| > |z|). */
export const normalTwoSided = (z: number): number => erfc(Math.abs(z) / Math.SQRT2);
/** Inverse of `normalCdf` on (0,1); -Infinity at 0, Infinity at 1. */
export const normalQuantile = (p: number): number => stdlibNormalQuantile(p, 0, 1);
/** The z of a two-sided interval: 1.959963984540054 for 0.95. */
export const zOf = (level: number): number => normalQuantile(1 - (1 - level) / 2);

/** P(X <= x) of chi-square with `df` degrees of freedom. */
export const chiSquareCdf = (x: number, df: number): number => (x <= 0 ? 0 : gammainc(x / 2, df / 2, true, false));
/** P(X > x). */
export const chiSquareUpper = (x: number, df: number): number => (x <= 0 ? 1 : gammainc(x / 2, df / 2, true, true));

/** P(X <= x) of the beta distribution, shapes a and b. */
export const betaCdf = (x: number, a: number, b: number): number =>
  x <= 0 ? 0 : x >= 1 ? 1 : betainc(x, a, b, true, false);

/** P(T > t) of Student's t. */
export function tUpper(t: number, df: number): number {
  const tail = 0.5 * betaSafe(df, t * t, df / 2, 0.5);
  return t >= 0 ? tail : 1 - tail;
}
/** P(|T| > |t|). */
export const tTwoSided = (t: number, df: number): number => betaSafe(df, t * t, df / 2, 0.5);

/** P(F > x), numerator df1, denominator df2. */
export const fUpper = (x: number, df1: number, df2: number): number =>
  x <= 0 ? 1 : betaSafe(df2, df1 * x, df2 / 2, df1 / 2);

/** I_{u/(u+v)}(a, b), taken from the side on which the argument keeps its digits. */
function betaSafe(u: number, v: number, a: number, b: number): number {
  const x = u / (u + v);
  if (x <= 0) return 0;
  if (x >= 1) return 1;
  return x < 0.5 ? betainc(x, a, b, true, false) : betainc(v / (u + v), b, a, true, true);
}

/**
 * Solves `cdf(x) = p` on (low, high) for an increasing cdf: Newton where it stays inside the bracket, else bisection,
 * until the step is below 4 ulp.
 */
function invert(
  cdf: (x: number) => number,
  density: (x: number) => number,
  p: number,
  low: number,
  high: number,
  start: number,
): number {
  let [a, b, x] = [low, high, start];
  for (let i = 0; i < 400; i++) {
    const error = cdf(x) - p;
    if (error === 0) return x;
    if (error > 0) b = x;
    else a = x;
    const step = error / density(x);
    let next = x - step;
    if (!(next > a && next < b)) next = (a + b) / 2;
    if (Math.abs(next - x) <= 4 * Number.EPSILON * Math.abs(next)) return next;
    x = next;
  }
  return x;
}

/** Inverse of `betaCdf`; 0 at p = 0, 1 at p = 1. */
export function betaQuantile(p: number, a: number, b: number): number {
  if (p <= 0) return 0;
  if (p >= 1) return 1;
  const logBeta = gammaln(a) + gammaln(b) - gammaln(a + b);
  const density = (x: number) => Math.exp((a - 1) * Math.log(x) + (b - 1) * Math.log1p(-x) - logBeta);
  return invert((x) => betaCdf(x, a, b), density, p, 0, 1, a / (a + b));
}

/** Inverse of `chiSquareCdf`. */
export function chiSquareQuantile(p: number, df: number): number {
  if (p <= 0) return 0;
  if (p >= 1) return Number.POSITIVE_INFINITY;
  let high = df + 10;
  while (chiSquareCdf(high, df) < p) high *= 2;
  const s = df / 2;
  const density = (x: number) => 0.5 * Math.exp((s - 1) * Math.log(x / 2) - x / 2 - gammaln(s));
  return invert((x) => chiSquareCdf(x, df), density, p, 0, high, df);
}

/** Inverse of the Student t distribution function. */
export function tQuantile(p: number, df: number): number {
  if (p === 0.5) return 0;
  if (p < 0.5) return -tQuantile(1 - p, df);
  // By the upper tail, so that p near 1 keeps its digits.
  const tail = 1 - p;
  const x = betaQuantile(2 * tail, df / 2, 0.5);
  return Math.sqrt((df * (1 - x)) / x);
}

/** Inverse of the F distribution function. */
export function fQuantile(p: number, df1: number, df2: number): number {
  const x = betaQuantile(p, df1 / 2, df2 / 2);
  return (df2 * x) / (df1 * (1 - x));
}
