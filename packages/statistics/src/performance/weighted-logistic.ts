import { cholesky, choleskySolve } from "../linear-algebra.ts";
import { expit } from "../models/logistic-regression.ts";

const MOST_STEPS = 50;

/**
 * Coefficients of a logistic model in which row i of the row-major design `x` (n × p, intercept included) counts `weight[i]`
 * times: the fit of a resample without copying it. Newton–Raphson from `start` to a relative change of the log-likelihood
 * of 1e-12. Null where the weighted classes are parted perfectly or the information is singular.
 */
export function weightedLogistic(
  x: Float64Array,
  p: number,
  y: Uint8Array,
  weight: Float64Array,
  start: Float64Array,
): Float64Array | null {
  const n = y.length;
  let beta = Float64Array.from(start);
  const information = new Float64Array(p * p);
  const gradient = new Float64Array(p);
  let value = Number.NaN;
  for (let step = 0; step < MOST_STEPS; step++) {
    information.fill(0);
    gradient.fill(0);
    let next = 0;
    for (let i = 0; i < n; i++) {
      const w = weight[i]!;
      if (w === 0) continue;
      const at = i * p;
      let eta = 0;
      for (let j = 0; j < p; j++) eta += x[at + j]! * beta[j]!;
      const mu = expit(eta);
      // log-likelihood of the row: y eta - log(1 + e^eta), the latter by the smaller exponential.
      next += w * (y[i]! * eta - (eta > 0 ? eta + Math.log1p(Math.exp(-eta)) : Math.log1p(Math.exp(eta))));
      const residual = w * (y[i]! - mu);
      const spread = w * mu * (1 - mu);
      for (let j = 0; j < p; j++) {
        gradient[j]! += residual * x[at + j]!;
        const scaled = spread * x[at + j]!;
        for (let k = 0; k <= j; k++) information[j * p + k]! += scaled * x[at + k]!;
      }
    }
    if (!Number.isFinite(next)) return null;
    if (Math.abs(next - value) <= 1e-12 * Math.abs(next)) return beta;
    value = next;
    for (let j = 0; j < p; j++) for (let k = 0; k < j; k++) information[k * p + j] = information[j * p + k]!;
    const factor = cholesky(information, p, 1e-14);
    if (!factor) return null;
    const move = choleskySolve(factor, p, gradient);
    beta = beta.map((b, j) => b + move[j]!);
    if (beta.some((b) => !(Math.abs(b) < 1e4))) return null;
  }
  return null;
}
