import { cholesky, choleskySolve } from "../linear-algebra.ts";

/** Minimiser of (b - b0)'H(b - b0)/2 - g'(b - b0) + penalty on the columns in play. */
export function minimiseQuadratic(
  h: Float64Array,
  columns: readonly number[],
  beta: Float64Array,
  gradient: Float64Array,
  l1: number,
  l2: number,
  free: (j: number) => boolean,
): Float64Array {
  const q = columns.length;
  const origin = Float64Array.from(columns, (j) => beta[j]!);
  const b = origin.slice();
  // Gradient of the smooth part at b.
  const g = Float64Array.from(columns, (j) => gradient[j]!);
  const shift = (k: number, by: number): void => {
    b[k]! += by;
    for (let i = 0; i < q; i++) g[i]! -= h[k * q + i]! * by;
  };
  for (let sweep = 1; sweep <= 2000; sweep++) {
    let largest = 0;
    for (let k = 0; k < q; k++) {
      const curve = h[k * q + k]!;
      if (!(curve > 0)) continue;
      const pull = g[k]! + curve * b[k]!;
      const to = free(columns[k]!) ? pull / curve : soften(pull, l1) / (curve + l2);
      const by = to - b[k]!;
      if (by !== 0) shift(k, by);
      largest = Math.max(largest, curve * by * by);
    }
    if (largest < 1e-26) break;
    // Correlated columns creep: once the signs stand, the rest is a linear system.
    if (sweep % 20 !== 0) continue;
    const exact = onSupport(h, columns, origin, gradient, b, l1, l2, free);
    if (!exact) continue;
    for (let k = 0; k < q; k++) if (exact[k] !== b[k]) shift(k, exact[k]! - b[k]!);
    const stands = b.every((v, k) => v !== 0 || free(columns[k]!) || Math.abs(g[k]!) <= l1 * (1 + 1e-12) + 1e-14);
    if (stands) break;
  }
  return b;
}

/** Solves the quadratic with the present signs kept; null where a sign would turn or the system is singular. */
function onSupport(
  h: Float64Array,
  columns: readonly number[],
  origin: Float64Array,
  gradient: Float64Array,
  b: Float64Array,
  l1: number,
  l2: number,
  free: (j: number) => boolean,
): Float64Array | null {
  const q = columns.length;
  const support = columns.map((_, k) => k).filter((k) => b[k] !== 0 || free(columns[k]!));
  const m = support.length;
  const matrix = new Float64Array(m * m);
  for (let r = 0; r < m; r++)
    for (let c = 0; c < m; c++)
      matrix[r * m + c] = h[support[r]! * q + support[c]!]! + (r === c && !free(columns[support[r]!]!) ? l2 : 0);
  const factor = cholesky(matrix, m, 1e-13);
  if (!factor) return null;
  const right = support.map((k) => {
    let v = gradient[columns[k]!]! - (free(columns[k]!) ? 0 : l1 * Math.sign(b[k]!));
    for (let i = 0; i < q; i++) v += h[k * q + i]! * origin[i]!;
    return v;
  });
  const solved = choleskySolve(factor, m, right);
  const out = new Float64Array(q);
  for (let r = 0; r < m; r++) {
    const k = support[r]!;
    if (!free(columns[k]!) && Math.sign(solved[r]!) !== Math.sign(b[k]!)) return null;
    out[k] = solved[r]!;
  }
  return out;
}

const soften = (v: number, by: number): number => (v > by ? v - by : v < -by ? v + by : 0);
