import { cholesky, choleskySolve } from "../linear-algebra.ts";
import { sumOfProducts } from "./column-sums.ts";

/** Least-squares coefficients of every response on the same columns; null where the columns are collinear. */
export function leastSquares(
  columns: readonly Float64Array[],
  responses: readonly Float64Array[],
): Float64Array[] | null {
  const p = columns.length;
  const scales = columns.map((c) => Math.sqrt(sumOfProducts(c, c)));
  if (scales.some((s) => !(s > 0))) return null;
  const x = columns.map((c, j) => c.map((v) => v / scales[j]!));
  const cross = Float64Array.from({ length: p * p }, (_, q) => sumOfProducts(x[Math.floor(q / p)]!, x[q % p]!));
  const factor = cholesky(cross, p, 1e-11);
  if (!factor) return null;
  const against = new Float64Array(p);
  const left = new Float64Array(columns[0]!.length);
  return responses.map((y) => {
    for (let j = 0; j < p; j++) against[j] = sumOfProducts(x[j]!, y);
    const b = choleskySolve(factor, p, against);
    // One round of refinement on the residual.
    left.fill(0);
    for (let j = 0; j < p; j++) addTimes(left, x[j]!, b[j]!);
    for (let i = 0; i < left.length; i++) left[i] = y[i]! - left[i]!;
    for (let j = 0; j < p; j++) against[j] = sumOfProducts(x[j]!, left);
    const more = choleskySolve(factor, p, against);
    return b.map((v, j) => (v + more[j]!) / scales[j]!);
  });
}

function addTimes(to: Float64Array, column: Float64Array, factor: number): void {
  for (let i = 0; i < to.length; i++) to[i]! += column[i]! * factor;
}
