import { refuse } from "@nadir/domain";
import { Matrix, SingularValueDecomposition } from "ml-matrix";
import type { Numbers } from "../checked-input.ts";
import { checkColumns } from "../classifiers/design.ts";
import { kMeans } from "./k-means.ts";

/** Subjects and columns that go together: bi-cluster k holds the subjects and the columns numbered k. */
export interface CoClusters {
  readonly subjects: Int32Array;
  readonly columns: Int32Array;
}

/**
 * Bi-clustering by spectral co-clustering (Dhillon 2001, KDD): with row sums R and column sums C of the non-negative table A, the
 * 2nd … (1 + log2 k)th singular vectors of R^-1/2 A C^-1/2, divided by the roots of the sums, are clustered by k-means, rows and
 * columns together. A table with negative values is moved up so that its least is 0. Seeded.
 */
export function coClustering(columns: readonly Numbers[], k: number, seed: number): CoClusters {
  const n = columns[0]?.length ?? 0;
  checkColumns(columns, n);
  const p = columns.length;
  if (!Number.isInteger(k) || k < 2 || k > Math.min(n, p))
    refuse(
      "NO_SUCH_K",
      `${k} bi-clusters of ${n} subjects and ${p} columns; give a whole number from 2 to ${Math.min(n, p)}.`,
      { found: String(k) },
    );
  const least = Math.min(0, ...columns.map((c) => Math.min(...Array.from(c))));
  const a = new Matrix(Array.from({ length: n }, (_, i) => columns.map((c) => c[i]! - least)));
  const rows = a.sum("row").map(root);
  const cols = a.sum("column").map(root);
  for (let i = 0; i < n; i++) for (let j = 0; j < p; j++) a.set(i, j, a.get(i, j) / (rows[i]! * cols[j]!));
  const svd = new SingularValueDecomposition(a, { autoTranspose: true });
  const vectors = Math.ceil(Math.log2(k));
  const axes = Array.from({ length: vectors }, (_, v) =>
    Float64Array.from([
      ...svd.leftSingularVectors.getColumn(v + 1).map((x, i) => x / rows[i]!),
      ...svd.rightSingularVectors.getColumn(v + 1).map((x, j) => x / cols[j]!),
    ]),
  );
  const { cluster } = kMeans(axes, k, { seed });
  return { subjects: cluster.slice(0, n), columns: cluster.slice(n) };
}

/** A row or column of nothing but the least value has no weight; it is left where it is. */
const root = (sum: number): number => (sum > 0 ? Math.sqrt(sum) : 1);
