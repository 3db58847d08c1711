import { chiSquareQuantile, zOf } from "../distributions.ts";
import type { Interval } from "../estimate.ts";
import { cubicSpline } from "./cubic-spline.ts";

/**
 * `exact` (default): the values at which the profile likelihood itself falls to the limit.
 * `profile-spline`: as R's confint of a glm, which reads the limits off an interpolated coarse profile (a few 1e-6 of them
 * away from the exact ones); for comparison with figures computed there.
 */
export type ProfileMethod = "exact" | "profile-spline";

export interface ProfiledCoefficient {
  readonly estimate: number;
  readonly standardError: number;
  /** Log-likelihood at the estimate, all coefficients free. */
  readonly best: number;
  /** Log-likelihood with this coefficient fixed and the others at their best. */
  readonly at: (value: number) => number;
}

/** Profile-likelihood limits of one coefficient; null where the likelihood never falls far enough on a side. */
export function profileInterval(
  coefficient: ProfiledCoefficient,
  level = 0.95,
  method: ProfileMethod = "exact",
): Interval | null {
  const limits = method === "exact" ? exactLimits(coefficient, level) : splineLimits(coefficient, level);
  const [lower, upper] = limits;
  return lower === null || upper === null ? null : { lower, upper, level };
}

type Limits = readonly [number | null, number | null];

/** Where twice the fall of the profile reaches the chi-square quantile; by bisection. */
function exactLimits({ estimate, standardError, best, at }: ProfiledCoefficient, level: number): Limits {
  const target = chiSquareQuantile(level, 1);
  const fall = (value: number) => 2 * (best - at(value)) - target;
  const side = (sign: 1 | -1): number | null => {
    let near = estimate;
    let far = estimate + sign * 2 * standardError;
    for (let k = 0; fall(far) < 0; k++) {
      if (k > 60) return null;
      near = far;
      far += sign * standardError;
    }
    for (let k = 0; k < 100 && Math.abs(far - near) > 1e-13 * Math.max(1, Math.abs(far)); k++) {
      const middle = (near + far) / 2;
      if (fall(middle) < 0) near = middle;
      else far = middle;
    }
    return (near + far) / 2;
  };
  return [side(-1), side(1)];
}

/**
 * The procedure of MASS 7.3 (profile.glm, confint.profile.glm; Venables & Ripley 2002, section 7.2): signed roots of the
 * deviance at steps of a fifth of their largest value, at most 9 a side; a cubic spline through them evaluated at three
 * times as many equidistant points; limits by linear interpolation between those points.
 */
function splineLimits({ estimate, standardError, best, at }: ProfiledCoefficient, level: number): Limits {
  const largest = Math.sqrt(chiSquareQuantile(1 - (1 - level) / 4, 1));
  const step = (largest / 5) * standardError;
  const points = [{ value: estimate, z: 0 }];
  for (const sign of [-1, 1]) {
    let z = 0;
    for (let k = 1; k <= 9 && Math.abs(z) < largest; k++) {
      const value = estimate + sign * k * step;
      z = sign * Math.sqrt(Math.max(0, 2 * (best - at(value))));
      points.push({ value, z });
    }
  }
  points.sort((a, b) => a.value - b.value);
  const from = points[0]!.value;
  const to = points[points.length - 1]!.value;
  const spline = cubicSpline(
    points.map((q) => q.value),
    points.map((q) => q.z),
  );
  const count = 3 * points.length;
  const grid = Array.from({ length: count }, (_, i) => {
    const value = from + (i * (to - from)) / (count - 1);
    return { value, z: spline(value) };
  }).sort((a, b) => a.z - b.z);
  const valueAt = (z: number): number | null => {
    const above = grid.findIndex((q) => q.z >= z);
    if (above < 0 || (above === 0 && grid[0]!.z > z)) return null;
    if (above === 0) return grid[0]!.value;
    const [a, b] = [grid[above - 1]!, grid[above]!];
    return a.value + ((z - a.z) / (b.z - a.z)) * (b.value - a.value);
  };
  const cut = zOf(level);
  return [valueAt(-cut), valueAt(cut)];
}
