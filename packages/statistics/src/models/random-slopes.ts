import { checkedNumbers, checkSameLength, type Numbers } from "../checked-input.ts";
import { type Estimated, estimated, notEstimable } from "../estimate.ts";
import { type Label, orderedLabels } from "../survival/log-rank.ts";

/** A line over time for a population, and how far those of its members lie about it. */
export interface RandomSlopes {
  readonly n: number;
  readonly groups: number;
  readonly intercept: number;
  readonly slope: number;
  /** REML: of intercepts and slopes between members, their covariance, and within members. */
  readonly varianceIntercept: number;
  readonly varianceSlope: number;
  readonly covariance: number;
  readonly varianceWithin: number;
  /** REML criterion at its least, as lme4 counts it. */
  readonly criterion: number;
}

/** Cross-products of one member's design (1, t) and values; all that the likelihood needs. */
interface Member {
  readonly n: number;
  readonly t: number;
  readonly tt: number;
  readonly y: number;
  readonly ty: number;
  readonly yy: number;
}

type Factor = readonly [a: number, b: number, c: number];

/**
 * Linear mixed model y = (b0 + u0) + (b1 + u1) t + e with correlated random intercept and slope of each group, by REML over the
 * relative Cholesky factor of (u0, u1) (Bates, Mächler, Bolker & Walker 2015, J Stat Softw 67(1), equations 4 and 39 to 41). Not
 * estimable with fewer than three groups, no spread of time, or no more values than two a group.
 */
export function randomSlopes(time: Numbers, values: Numbers, group: ArrayLike<Label>): Estimated<RandomSlopes> {
  const n = checkSameLength({ time, values, group });
  const [t, y] = [checkedNumbers(time, "time"), checkedNumbers(values, "value")];
  const labels = orderedLabels(group);
  if (labels.length < 3) return notEstimable(`Random slopes need three groups; there are ${labels.length}.`);
  if (n <= 2 * labels.length)
    return notEstimable(`${n} values of ${labels.length} groups leave nothing within groups once each has its line.`);
  const unit = Math.max(...t.map(Math.abs));
  const scale = Math.max(...y.map(Math.abs));
  if (!(unit > 0) || !(scale > 0) || new Set(t).size < 2)
    return notEstimable("Without a spread of times and values there is no slope.");
  const members = labels.map((label) =>
    memberOf(
      Array.from({ length: n }, (_, i) => i)
        .filter((i) => group[i] === label)
        .map((i) => [t[i]! / unit, y[i]! / scale]),
    ),
  );
  const best = least((factor) => fitAt(members, factor, n)?.criterion ?? Number.POSITIVE_INFINITY);
  const fit = best && fitAt(members, best, n);
  if (!best || !fit || !Number.isFinite(fit.criterion) || !(fit.variance > 1e-14))
    return notEstimable("The likelihood has no maximum with a spread within groups: every group lies on its line.");
  const [a, b, c] = best;
  const s = scale * scale * fit.variance;
  return estimated({
    n,
    groups: labels.length,
    intercept: scale * fit.b0,
    slope: (scale * fit.b1) / unit,
    varianceIntercept: s * a * a,
    varianceSlope: (s * (b * b + c * c)) / (unit * unit),
    covariance: (s * a * b) / unit,
    varianceWithin: s,
    // Of the values and times as they were given: the determinants scale with them.
    criterion: fit.criterion + 2 * (n - 2) * Math.log(scale) + 2 * Math.log(unit),
  });
}

/**
 * The line of one member by a model that others may have taught: population line plus best linear unbiased predictions of its
 * departures (Henderson; lme4's `coef`). With no value it is the population's.
 */
export function memberLine(
  model: Omit<RandomSlopes, "n" | "groups" | "criterion">,
  time: Numbers,
  values: Numbers,
): { readonly intercept: number; readonly slope: number } {
  checkSameLength({ time, values });
  const [t, y] = [checkedNumbers(time, "time"), checkedNumbers(values, "value")];
  const m = memberOf(Array.from(t, (v, i) => [v, y[i]! - model.intercept - model.slope * v]));
  const [g00, g01, g11, s] = [
    model.varianceIntercept,
    model.covariance,
    model.varianceSlope,
    model.varianceWithin,
  ] as const;
  // u = G (s I + Z'Z G)^-1 Z'r: no inverse of G, which may be singular.
  const [k00, k01] = [s + m.n * g00 + m.t * g01, m.n * g01 + m.t * g11];
  const [k10, k11] = [m.t * g00 + m.tt * g01, s + m.t * g01 + m.tt * g11];
  const det = k00 * k11 - k01 * k10;
  const [w0, w1] = [(k11 * m.y - k01 * m.ty) / det, (k00 * m.ty - k10 * m.y) / det];
  return { intercept: model.intercept + g00 * w0 + g01 * w1, slope: model.slope + g01 * w0 + g11 * w1 };
}

function memberOf(points: readonly (readonly number[])[]): Member {
  const sum = (of: (t: number, y: number) => number) => points.reduce((s, [t, y]) => s + of(t!, y!), 0);
  return {
    n: points.length,
    t: sum((t) => t),
    tt: sum((t) => t * t),
    y: sum((_, y) => y),
    ty: sum((t, y) => t * y),
    yy: sum((_, y) => y * y),
  };
}

/** Profiled REML criterion at a factor; null where the fixed effects do not exist. */
function fitAt(members: readonly Member[], [a, b, c]: Factor, n: number) {
  let [x00, x01, x11, q0, q1, yy, logDet] = [0, 0, 0, 0, 0, 0, 0];
  for (const m of members) {
    // L = Λ'Z'Z, with Λ = [[a, 0], [b, c]]; M = I + Λ'Z'ZΛ.
    const [l00, l01] = [a * m.n + b * m.t, a * m.t + b * m.tt];
    const [l10, l11] = [c * m.t, c * m.tt];
    const [m00, m01, m11] = [1 + a * l00 + b * l01, c * l01, 1 + c * l11];
    const det = m00 * m11 - m01 * m01;
    const [r0, r1] = [a * m.y + b * m.ty, c * m.ty];
    logDet += Math.log(det);
    const through = (p0: number, p1: number, s0: number, s1: number) =>
      (p0 * (m11 * s0 - m01 * s1) + p1 * (m00 * s1 - m01 * s0)) / det;
    x00 += m.n - through(l00, l10, l00, l10);
    x01 += m.t - through(l00, l10, l01, l11);
    x11 += m.tt - through(l01, l11, l01, l11);
    q0 += m.y - through(l00, l10, r0, r1);
    q1 += m.ty - through(l01, l11, r0, r1);
    yy += m.yy - through(r0, r1, r0, r1);
  }
  const det = x00 * x11 - x01 * x01;
  if (!(det > 0)) return null;
  const [b0, b1] = [(x11 * q0 - x01 * q1) / det, (x00 * q1 - x01 * q0) / det];
  const rest = Math.max(0, yy - b0 * q0 - b1 * q1);
  const variance = rest / (n - 2);
  return { b0, b1, variance, criterion: logDet + Math.log(det) + (n - 2) * (1 + Math.log(2 * Math.PI * variance)) };
}

const MOST_STEPS = 2000;

/** Least value over the factor by the simplex of Nelder & Mead (1965), begun anew from where it ended. */
function least(criterion: (factor: Factor) => number): Factor | null {
  const at = (p: readonly number[]): number => criterion([Math.abs(p[0]!), p[1]!, Math.abs(p[2]!)]);
  let best: number[] = [1, 0, 1];
  for (let round = 0; round < 4; round++) best = simplex(at, best, round === 0 ? 0.5 : 0.1);
  return Number.isFinite(at(best)) ? [Math.abs(best[0]!), best[1]!, Math.abs(best[2]!)] : null;
}

function simplex(at: (p: readonly number[]) => number, start: readonly number[], size: number): number[] {
  const corner = (p: number[]) => ({ p, f: at(p) });
  let corners = [
    corner([...start]),
    ...start.map((_, k) => corner(start.map((v, j) => (j === k ? v + size * Math.max(1, Math.abs(v)) : v)))),
  ];
  for (let step = 0; step < MOST_STEPS; step++) {
    corners = corners.sort((a, b) => a.f - b.f);
    const [first, worst] = [corners[0]!, corners.at(-1)!];
    if (worst.f - first.f < 1e-13 * (1 + Math.abs(first.f)) && step > 20) break;
    const others = corners.slice(0, -1);
    const centre = start.map((_, j) => others.reduce((s, c) => s + c.p[j]!, 0) / others.length);
    const along = (by: number) => corner(centre.map((v, j) => v + by * (worst.p[j]! - v)));
    const reflected = along(-1);
    if (reflected.f < first.f) {
      const further = along(-2);
      corners[corners.length - 1] = further.f < reflected.f ? further : reflected;
    } else if (reflected.f < others.at(-1)!.f) corners[corners.length - 1] = reflected;
    else {
      const nearer = along(reflected.f < worst.f ? -0.5 : 0.5);
      if (nearer.f < Math.min(worst.f, reflected.f)) corners[corners.length - 1] = nearer;
      else corners = corners.map((c, i) => (i === 0 ? c : corner(c.p.map((v, j) => (v + first.p[j]!) / 2))));
    }
  }
  return corners.sort((a, b) => a.f - b.f)[0]!.p;
}
