import { refuse } from "@nadir/domain";
import { midRanks } from "../describe.ts";
import { chiSquareUpper } from "../distributions.ts";
import { cholesky, choleskySolve, dot } from "../linear-algebra.ts";
import type { ChiSquareTest, CoxFit } from "./cox.ts";
import { kaplanMeier } from "./kaplan-meier.ts";
import { eventTerms } from "./risk-sets.ts";

export type TimeTransform = "km" | "identity" | "log" | "rank";

export interface ProportionalityTest {
  readonly transform: TimeTransform;
  /** One test a covariate (1 df), in the order of the coefficients; null where the information is singular. */
  readonly covariates: readonly { readonly name: string; readonly test: ChiSquareTest | null }[];
  readonly global: ChiSquareTest | null;
}

/**
 * Proportional hazards: score test for adding g(t) x to the model (Grambsch & Therneau 1994 in the exact form of
 * survival >= 3.0). Information blocks are the Efron-split covariance matrices weighted by 1, g and g². g: `km` =
 * 1 - S(t-) (default), `identity`, `log`, `rank` = mid-rank of t among all observed times.
 */
export function coxProportionality(fit: CoxFit, transform: TimeTransform = "km"): ProportionalityTest {
  const { data, beta } = fit.state;
  const { p } = data;
  const terms = eventTerms(data, beta, fit.ties);
  const g = transformOf(data.time, data.event, transform);
  const q = 2 * p;
  const information = new Float64Array(q * q);
  const score = new Float64Array(p);
  // g is shifted to mean 0 over the events: the test does not change, the matrix is better conditioned.
  const events = terms.reduce((s, t) => s + t.deaths, 0);
  const centre = terms.reduce((s, t) => s + t.deaths * g(t.time), 0) / events;
  for (const term of terms) {
    const at = g(term.time) - centre;
    for (let j = 0; j < p; j++) {
      score[j]! += at * term.schoenfeld[j]!;
      for (let k = 0; k < p; k++) {
        const v = term.covariance[j * p + k]!;
        information[j * q + k]! += v;
        information[j * q + p + k]! += at * v;
        information[(p + j) * q + k]! += at * v;
        information[(p + j) * q + p + k]! += at * at * v;
      }
    }
  }
  const test = (added: readonly number[]): ChiSquareTest | null => {
    const kept = [...Array.from({ length: p }, (_, j) => j), ...added.map((j) => p + j)];
    const matrix = kept.flatMap((a) => kept.map((b) => information[a * q + b]!));
    const u = kept.map((a) => (a < p ? 0 : score[a - p]!));
    const factor = cholesky(matrix, kept.length);
    if (!factor) return null;
    const chiSquare = dot(u, choleskySolve(factor, kept.length, u));
    return { chiSquare, df: added.length, p: chiSquareUpper(chiSquare, added.length) };
  };
  return {
    transform,
    covariates: fit.coefficients.map(({ name }, j) => ({ name, test: test([j]) })),
    global: test(fit.coefficients.map((_, j) => j)),
  };
}

function transformOf(time: Float64Array, event: Uint8Array, transform: TimeTransform): (t: number) => number {
  if (transform === "identity") return (t) => t;
  if (transform === "log") {
    if (time.some((t, i) => event[i] === 1 && t <= 0))
      refuse("LOG_OF_ZERO", "An event happened at time 0, which has no logarithm; use another transform of time.");
    return Math.log;
  }
  if (transform === "rank") {
    const ranks = midRanks(time);
    const byTime = new Map(Array.from(time, (t, i) => [t, ranks[i]!]));
    return (t) => byTime.get(t)!;
  }
  const curve = kaplanMeier({ time, event });
  const before = new Map<number, number>();
  let survival = 1;
  for (const step of curve.estimable ? curve.steps : []) {
    before.set(step.time, 1 - survival);
    survival = step.survival;
  }
  return (t) => before.get(t)!;
}
