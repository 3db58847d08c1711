import type { Signature } from "@nadir/domain";
import { quantile } from "@nadir/statistics";
import type { Cohort } from "./cohort.ts";

type Training = NonNullable<Signature["training"]>;

/**
 * Centre, precision and limit of training subjects. The distances behind the limit are of each subject from the others
 * (leave-one-out, in closed form), so that a new subject is measured as they were; the limit is their 99th percentile. Null where
 * the inputs depend on each other or are as many as the subjects.
 */
export function distanceOf(inputs: readonly string[], columns: readonly Float64Array[]): Training["distance"] | null {
  const [n, p] = [columns[0]?.length ?? 0, columns.length];
  if (p === 0 || n < p + 3) return null;
  const centre = columns.map((c) => c.reduce((s, v) => s + v, 0) / n);
  const covariance = columns.map((a, j) =>
    columns.map((b, k) => a.reduce((s, v, i) => s + (v - centre[j]!) * (b[i]! - centre[k]!), 0) / (n - 1)),
  );
  const precision = inverse(covariance);
  if (!precision) return null;
  const distances = Float64Array.from({ length: n }, (_, i) => {
    const x = columns.map((c, j) => c[i]! - centre[j]!);
    const own = x.reduce((s, v, a) => s + x.reduce((t, w, b) => t + v * w * precision[a]![b]!, 0), 0);
    return leftOutDistance(own, n);
  }).filter(Number.isFinite);
  if (distances.length === 0) return null;
  return {
    inputs: [...inputs],
    centre,
    precision,
    limit: quantile(distances.sort(), 0.99),
    origin: `99th percentile of the distances of ${n} training subjects, each from the others`,
  };
}

/**
 * Squared Mahalanobis distance of a subject from the mean and covariance of the others, from its distance D² within all n:
 * n²(n-2) D² / ((n-1)³ (1 - n D² / (n-1)²)), by the rank-one update of the inverse.
 */
export const leftOutDistance = (own: number, n: number): number =>
  (n * n * (n - 2) * own) / ((n - 1) ** 3 * (1 - (n * own) / (n - 1) ** 2));

/** Of a symmetric positive definite matrix by Gauss and Jordan on the correlation scale; null where it is singular. */
function inverse(matrix: readonly (readonly number[])[]): number[][] | null {
  const p = matrix.length;
  const scale = matrix.map((row, j) => Math.sqrt(row[j]!));
  if (scale.some((s) => !(s > 0))) return null;
  const a = matrix.map((row, j) => [
    ...row.map((v, k) => v / (scale[j]! * scale[k]!)),
    ...row.map((_, k) => Number(j === k)),
  ]);
  for (let c = 0; c < p; c++) {
    const pivot = a[c]![c]!;
    if (!(pivot > 1e-10)) return null;
    for (let k = 0; k < 2 * p; k++) a[c]![k]! /= pivot;
    for (let r = 0; r < p; r++) {
      const factor = a[r]![c]!;
      if (r !== c) for (let k = 0; k < 2 * p; k++) a[r]![k]! -= factor * a[c]![k]!;
    }
  }
  return a.map((row, j) => row.slice(p).map((v, k) => v / (scale[j]! * scale[k]!)));
}

/** The words of acquisition that training had, by column. */
export const acquisitionOf = (cohort: Pick<Cohort, "acquisition">): Training["acquisition"] =>
  Object.fromEntries(
    Object.entries(cohort.acquisition ?? {}).flatMap(([column, words]) => {
      const known = [...new Set(words.filter((w) => w !== ""))].sort();
      return known.length > 0 ? [[column, known]] : [];
    }),
  );
