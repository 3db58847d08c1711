import { cholesky, choleskyInverse } from "../linear-algebra.ts";

/** Small dense matrices as rows: for a handful of coefficients. */
export type Matrix = number[][];

export const transpose = (a: Matrix): Matrix => (a[0] ?? []).map((_, c) => a.map((row) => row[c]!));
export const product = (a: Matrix, b: Matrix): Matrix => {
  const columns = transpose(b);
  return a.map((row) => columns.map((c) => row.reduce((s, v, k) => s + v * c[k]!, 0)));
};
export const add = (a: Matrix, b: Matrix): Matrix => a.map((row, i) => row.map((v, j) => v + b[i]![j]!));
export const scale = (a: Matrix, by: number): Matrix => a.map((row) => row.map((v) => v * by));
export const trace = (a: Matrix): number => a.reduce((s, row, i) => s + row[i]!, 0);

/** Inverse and log determinant of a symmetric positive definite matrix; null where it is not. */
export function asInverse(a: Matrix): { readonly inverse: Matrix; readonly logDeterminant: number } | null {
  const p = a.length;
  const factor = cholesky(a.flat(), p, 1e-12);
  if (!factor) return null;
  const inverse = choleskyInverse(factor, p);
  return {
    inverse: a.map((row, i) => row.map((_, j) => inverse[i * p + j]!)),
    logDeterminant: 2 * a.reduce((s, _, i) => s + Math.log(factor[i * p + i]!), 0),
  };
}
