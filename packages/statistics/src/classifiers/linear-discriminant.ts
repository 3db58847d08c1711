import type { Numbers } from "../checked-input.ts";
import { mean } from "../describe.ts";
import { type Estimated, estimated, notEstimable } from "../estimate.ts";
import { cholesky, choleskySolve } from "../linear-algebra.ts";
import { type ClassDesign, checkColumns, checkDesign, normaliseLog } from "./design.ts";

/** Linear discriminant functions: class k has the score constant + weights · x. */
export interface LinearDiscriminant {
  readonly n: number;
  readonly priors: readonly number[];
  readonly means: readonly (readonly number[])[];
  readonly constants: readonly number[];
  readonly weights: readonly (readonly number[])[];
}

/**
 * Fisher 1936: classes with a common covariance (pooled, divisor n - classes), priors as in the data. Posterior probabilities
 * by `discriminantPosteriors`. Not estimable: fewer than two classes, too few subjects, predictors that depend on each other.
 */
export function linearDiscriminant(design: ClassDesign): Estimated<LinearDiscriminant> {
  const count = checkDesign(design);
  const { columns, classes } = design;
  const [n, p] = [classes.length, columns.length];
  const members = Array.from({ length: count }, (_, k) => rowsOf(classes, k));
  if (count < 2 || members.some((m) => m.length === 0))
    return notEstimable(
      `A discriminant needs subjects of each class; the sizes are ${members.map((m) => m.length).join(", ")}.`,
    );
  if (n - count < p)
    return notEstimable(`${p} predictors want at least ${p + count} subjects for a common covariance; there are ${n}.`);
  const means = members.map((rows) => columns.map((c) => mean(rows.map((i) => c[i]!))));
  const pooled = new Float64Array(p * p);
  for (let a = 0; a < p; a++)
    for (let b = 0; b <= a; b++) {
      let s = 0;
      for (let i = 0; i < n; i++) {
        const m = means[classes[i]!]!;
        s += (columns[a]![i]! - m[a]!) * (columns[b]![i]! - m[b]!);
      }
      pooled[a * p + b] = pooled[b * p + a] = s / (n - count);
    }
  const factor = cholesky(pooled, p);
  if (!factor)
    return notEstimable(
      "A predictor is constant within the classes, or a sum of others: the common covariance has no inverse.",
    );
  const priors = members.map((m) => m.length / n);
  const weights = means.map((m) => Array.from(choleskySolve(factor, p, m)));
  const constants = means.map((m, k) => Math.log(priors[k]!) - 0.5 * m.reduce((s, v, j) => s + v * weights[k]![j]!, 0));
  return estimated({ n, priors, means, constants, weights });
}

const rowsOf = (classes: ArrayLike<number>, k: number): number[] =>
  Array.from({ length: classes.length }, (_, i) => i).filter((i) => classes[i] === k);

/** One array a subject: the probability of each class. */
export function discriminantPosteriors(model: LinearDiscriminant, columns: readonly Numbers[]): Float64Array[] {
  const n = columns[0]?.length ?? 0;
  checkColumns(columns, n);
  return Array.from({ length: n }, (_, i) =>
    normaliseLog(
      Float64Array.from(model.constants, (c, k) =>
        columns.reduce((s, column, j) => s + model.weights[k]![j]! * column[i]!, c),
      ),
    ),
  );
}
