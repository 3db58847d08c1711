import { cholesky, choleskySolve, dot } from "../linear-algebra.ts";

/** Least-squares coefficients of every response on the same columns; null where the columns are collinear. */
export function leastSquares(
  columns: readonly Float64Array[],
  responses: readonly Float64Array[],
): Float64Array[] | null {
  const p = columns.length;
  const scales = columns.map((c) => Math.sqrt(dot(c, c)));
  if (scales.some((s) => !(s > 0))) return null;
  const x = columns.map((c, j) => c.map((v) => v / scales[j]!));
  const cross = Float64Array.from({ length: p * p }, (_, q) => dot(x[Math.floor(q / p)]!, x[q % p]!));
  const factor = cholesky(cross, p, 1e-11);
  if (!factor) return null;
  return responses.map((y) => {
    const b = choleskySolve(
      factor,
      p,
      x.map((c) => dot(c, y)),
    );
    // One round of refinement on the residual.
    const left = y.map((v, i) => v - x.reduce((s, c, j) => s + c[i]! * b[j]!, 0));
    const more = choleskySolve(
      factor,
      p,
      x.map((c) => dot(c, left)),
    );
    return b.map((v, j) => (v + more[j]!) / scales[j]!);
  });
}
