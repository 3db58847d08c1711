import type { Numbers } from "../checked-input.ts";
import { type ClassDesign, checkColumns, checkDesign, normaliseLog } from "../classifiers/design.ts";
import { mean, standardDeviation } from "../describe.ts";
import { type Estimated, estimated, notEstimable } from "../estimate.ts";
import { cholesky, choleskyInverse, choleskySolve } from "../linear-algebra.ts";

/** Class 0 is the reference: its linear predictor is 0. */
export interface MultinomialFit {
  readonly n: number;
  readonly classes: number;
  /** One row a class from 1 on: intercept, then one coefficient a column. */
  readonly coefficients: readonly (readonly number[])[];
  readonly standardErrors: readonly (readonly number[])[];
  readonly logLikelihood: number;
  readonly deviance: number;
}

const MOST_STEPS = 60;

/**
 * Multinomial (baseline-category) logistic regression (Agresti 2013, section 8.1) by Newton–Raphson. Not estimable: fewer than
 * two classes, an empty class, columns that depend on each other, classes that the columns part perfectly.
 */
export function multinomialRegression(design: ClassDesign): Estimated<MultinomialFit> {
  const count = checkDesign(design);
  const n = design.classes.length;
  const sizes = Array.from({ length: count }, (_, k) => Array.from(design.classes).filter((c) => c === k).length);
  if (count < 2 || sizes.includes(0))
    return notEstimable(`A multinomial model needs subjects of each class; the sizes are ${sizes.join(", ")}.`);
  const centre = design.columns.map((c) => mean(c));
  const scale = design.columns.map((c) => standardDeviation(c) || 1);
  const x = [
    new Float64Array(n).fill(1),
    ...design.columns.map((c, j) => Float64Array.from(c, (v) => (v - centre[j]!) / scale[j]!)),
  ];
  const p = x.length;
  const size = (count - 1) * p;
  let beta: Float64Array = new Float64Array(size);
  let at = derivatives(x, design.classes, count, beta);
  let isSettled = false;
  for (let steps = 0; steps < MOST_STEPS && !isSettled; steps++) {
    const factor = cholesky(at.information, size, 1e-12);
    if (!factor)
      return notEstimable(
        "The information has no inverse: a column is constant or a sum of others, or the columns part the classes.",
      );
    const step = choleskySolve(factor, size, at.gradient);
    let next = at;
    let candidate = beta;
    for (let share = 1; share > 1e-8; share /= 2) {
      candidate = beta.map((b, j) => b + share * step[j]!);
      next = derivatives(x, design.classes, count, candidate);
      if (next.value >= at.value) break;
    }
    isSettled = next.value - at.value <= 1e-14 * Math.abs(at.value);
    if (next.value >= at.value) [beta, at] = [candidate, next];
  }
  const factor = cholesky(at.information, size, 1e-14);
  if (!isSettled || !factor || beta.some((b) => Math.abs(b) > 30))
    return notEstimable("A coefficient runs to infinity: the columns part the classes perfectly.");
  // Back from the standardised columns: slopes by their scale, the intercept by the centres.
  const covariance = choleskyInverse(factor, size);
  const rows = Array.from({ length: count - 1 }, (_, k) => beta.subarray(k * p, (k + 1) * p));
  const turn = [1, ...centre.map((c, j) => -c / scale[j]!)];
  return estimated({
    n,
    classes: count,
    coefficients: rows.map((b) => [b.reduce((s, v, j) => s + turn[j]! * v, 0), ...scale.map((s, j) => b[j + 1]! / s)]),
    standardErrors: rows.map((_, k) => [
      Math.sqrt(
        turn.reduce(
          (s, a, i) => s + turn.reduce((t, b, j) => t + a * b * covariance[(k * p + i) * size + k * p + j]!, 0),
          0,
        ),
      ),
      ...scale.map((s, j) => Math.sqrt(covariance[(k * p + j + 1) * (size + 1)]!) / s),
    ]),
    logLikelihood: at.value,
    deviance: -2 * at.value,
  });
}

function derivatives(x: readonly Float64Array[], classes: ArrayLike<number>, count: number, beta: Float64Array) {
  const [n, p] = [classes.length, x.length];
  const size = (count - 1) * p;
  const gradient = new Float64Array(size);
  const information = new Float64Array(size * size);
  let value = 0;
  for (let i = 0; i < n; i++) {
    const eta = Float64Array.from({ length: count }, (_, k) =>
      k === 0 ? 0 : x.reduce((s, c, j) => s + beta[(k - 1) * p + j]! * c[i]!, 0),
    );
    const share = normaliseLog(eta.slice());
    value += Math.log(share[classes[i]!]!);
    for (let k = 1; k < count; k++)
      for (let j = 0; j < p; j++) {
        const row = (k - 1) * p + j;
        gradient[row]! += (Number(classes[i] === k) - share[k]!) * x[j]![i]!;
        for (let l = 1; l <= k; l++) {
          const weight = share[k]! * (Number(k === l) - share[l]!) * x[j]![i]!;
          for (let m = 0; m < p; m++) information[row * size + (l - 1) * p + m]! += weight * x[m]![i]!;
        }
      }
  }
  for (let a = 0; a < size; a++) for (let b = 0; b < a; b++) information[b * size + a] = information[a * size + b]!;
  return { value, gradient, information };
}

/** One array a subject: the probability of each class. */
export function multinomialProbabilities(
  { coefficients }: Pick<MultinomialFit, "coefficients">,
  columns: readonly Numbers[],
): Float64Array[] {
  const n = columns[0]?.length ?? 0;
  checkColumns(columns, n);
  return Array.from({ length: n }, (_, i) =>
    normaliseLog(
      Float64Array.from([0, ...coefficients.map((b) => columns.reduce((s, c, j) => s + b[j + 1]! * c[i]!, b[0]!))]),
    ),
  );
}
