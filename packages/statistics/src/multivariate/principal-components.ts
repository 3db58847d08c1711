import { EigenvalueDecomposition, Matrix } from "ml-matrix";
import type { Numbers } from "../checked-input.ts";
import { checkColumns } from "../classifiers/design.ts";
import { mean, standardDeviation } from "../describe.ts";
import { type Estimated, estimated, notEstimable } from "../estimate.ts";

export interface PrincipalComponents {
  readonly n: number;
  readonly centre: readonly number[];
  readonly scale: readonly number[];
  /** Standard deviation of each component, largest first. */
  readonly deviations: readonly number[];
  /** One array a component: the weight of each column. The largest weight is positive. */
  readonly rotation: readonly (readonly number[])[];
  /** Share of the variance. */
  readonly shares: readonly number[];
  /** One array a component: the value of each subject. */
  readonly scores: readonly Float64Array[];
}

/**
 * Principal components of columns, centred and (by default) scaled to unit variance: eigenvectors of the covariance with
 * divisor n - 1 (of the n × n products where there are more columns than subjects). Not estimable: fewer than two subjects, a
 * constant column when scaling.
 */
export function principalComponents(
  columns: readonly Numbers[],
  { scaled = true }: { readonly scaled?: boolean } = {},
): Estimated<PrincipalComponents> {
  const n = columns[0]?.length ?? 0;
  checkColumns(columns, n);
  if (n < 2 || columns.length === 0)
    return notEstimable(`Components need two subjects and a column; there are ${n} and ${columns.length}.`);
  const centre = columns.map(mean);
  const scale = columns.map((c) => (scaled ? standardDeviation(c) : 1));
  const flat = scale.findIndex((s) => !(s > 0));
  if (flat >= 0) return notEstimable(`Column ${flat + 1} is constant: it cannot be scaled to unit variance.`);
  const z = columns.map((c, j) => Float64Array.from(c, (v) => (v - centre[j]!) / scale[j]!));
  const p = z.length;
  // Whichever square is smaller: both have the same eigenvalues other than 0.
  const wide = p > n;
  const side = wide ? n : p;
  const products = Matrix.zeros(side, side);
  for (let a = 0; a < side; a++)
    for (let b = 0; b <= a; b++) {
      let s = 0;
      if (wide) for (const column of z) s += column[a]! * column[b]!;
      else for (let i = 0; i < n; i++) s += z[a]![i]! * z[b]![i]!;
      products.set(a, b, s / (n - 1));
      products.set(b, a, s / (n - 1));
    }
  const { realEigenvalues, eigenvectorMatrix } = new EigenvalueDecomposition(products, { assumeSymmetric: true });
  const order = realEigenvalues.map((_, k) => k).sort((a, b) => realEigenvalues[b]! - realEigenvalues[a]!);
  const count = Math.min(p, n);
  const total = realEigenvalues.reduce((s, v) => s + Math.max(0, v), 0);
  const kept = order
    .slice(0, count)
    .map((k) => ({ value: Math.max(0, realEigenvalues[k]!), vector: eigenvectorMatrix.getColumn(k) }));
  const rotation = kept.map(({ value, vector }) => {
    const length = Math.sqrt(value * (n - 1));
    const weights = wide
      ? z.map((column) => (length > 0 ? column.reduce((s, v, i) => s + v * vector[i]!, 0) / length : 0))
      : vector;
    const largest = weights.reduce((best, w) => (Math.abs(w) > Math.abs(best) ? w : best), 0);
    return largest < 0 ? weights.map((w) => -w) : weights;
  });
  return estimated({
    n,
    centre,
    scale,
    deviations: kept.map(({ value }) => Math.sqrt(value)),
    rotation,
    shares: kept.map(({ value }) => value / total),
    scores: rotation.map((weights) =>
      Float64Array.from({ length: n }, (_, i) => weights.reduce((s, w, j) => s + w * z[j]![i]!, 0)),
    ),
  });
}
