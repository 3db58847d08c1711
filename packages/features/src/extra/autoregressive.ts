import type { Outcome } from "../outcome.ts";
import type { Prepared } from "../prepare/prepared.ts";

/** The causal neighbours of a voxel within its slice: left, left above, above, right above. */
const NEIGHBOURS = [
  [-1, 0],
  [-1, -1],
  [0, -1],
  [1, -1],
] as const;

/**
 * Autoregressive model of the slices (Szczypiński et al., Comput Methods Programs Biomed 2009;94:66): each voxel whose
 * four causal neighbours lie in I is a weighted sum of them, all about the mean of I. Least squares over all slices:
 * θ1…θ4, and σ, the sd of what is left. `NO_PAIRS` when fewer than five voxels have all neighbours, `FLAT_REGION` when
 * they do not determine the weights.
 */
export function autoregressive({ dims, at, values, intensity }: Prepared): Outcome[] {
  let mean = 0;
  for (let v = 0; v < values.length; v++) mean += values[v]! / values.length;
  const x = new Float64Array(intensity.length);
  for (let v = 0; v < values.length; v++) x[at[v]!] = values[v]! - mean;
  const A = Array.from({ length: 4 }, () => new Float64Array(5));
  let [count, squares] = [0, 0];
  for (let v = 0; v < at.length; v++) {
    const p = at[v]!;
    const i = p % dims[0];
    const j = Math.floor(p / dims[0]) % dims[1];
    const near: number[] = [];
    for (const [di, dj] of NEIGHBOURS) {
      const q = p + di + dims[0] * dj;
      if (i + di < 0 || i + di >= dims[0] || j + dj < 0 || !intensity[q]) break;
      near.push(x[q]!);
    }
    if (near.length < 4) continue;
    count++;
    squares += x[p]! ** 2;
    for (let a = 0; a < 4; a++) {
      for (let b = 0; b < 4; b++) A[a]![b]! += near[a]! * near[b]!;
      A[a]![4]! += near[a]! * x[p]!;
    }
  }
  if (count < 5) return new Array<Outcome>(5).fill("NO_PAIRS");
  const right = A.map((row) => row[4]!);
  const theta = solve(A);
  if (!theta) return new Array<Outcome>(5).fill("FLAT_REGION");
  const rest = squares - theta.reduce((sum, t, a) => sum + t * right[a]!, 0);
  return [...theta, Math.sqrt(Math.max(0, rest) / count)];
}

/** Gauss with row exchange on four equations (the fifth column is the right side); null when they are dependent. */
function solve(A: Float64Array[]): number[] | null {
  const scale = Math.max(...A.map((row, n) => Math.abs(row[n]!)));
  for (let c = 0; c < 4; c++) {
    let best = c;
    for (let r = c + 1; r < 4; r++) if (Math.abs(A[r]![c]!) > Math.abs(A[best]![c]!)) best = r;
    [A[c], A[best]] = [A[best]!, A[c]!];
    if (!(Math.abs(A[c]![c]!) > 1e-12 * scale)) return null;
    for (let r = 0; r < 4; r++) {
      if (r === c) continue;
      const f = A[r]![c]! / A[c]![c]!;
      for (let q = c; q < 5; q++) A[r]![q]! -= f * A[c]![q]!;
    }
  }
  return A.map((row, n) => row[4]! / row[n]!);
}
