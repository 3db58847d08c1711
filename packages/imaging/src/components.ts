import type { Triple } from "./triple.ts";

/**
 * Number of 26-connected parts (8-connected in a single slice) of the voxels that are not 0: stretches of each row are
 * joined with those they touch in the rows before (union-find).
 */
export function componentCount(bits: Uint8Array, dims: Triple): number {
  const [ni, nj, nk] = dims;
  const starts: number[] = [];
  const ends: number[] = [];
  const parent: number[] = [];
  /** Row n = j + nj·k holds the stretches rowStart[n] … rowStart[n + 1] − 1. */
  const rowStart = new Int32Array(nj * nk + 1);
  let parts = 0;
  const root = (n: number): number => {
    let r = n;
    while (parent[r] !== r) r = parent[r]!;
    while (parent[n] !== r) [n, parent[n]] = [parent[n]!, r];
    return r;
  };
  const join = (row: number, other: number): void => {
    let b = rowStart[other]!;
    const bEnd = rowStart[other + 1]!;
    for (let a = rowStart[row]!; a < starts.length; a++) {
      // Touching at a corner is enough: stretches may lie one voxel apart.
      while (b < bEnd && ends[b]! < starts[a]! - 1) b++;
      for (let c = b; c < bEnd && starts[c]! <= ends[a]! + 1; c++) {
        const [x, y] = [root(a), root(c)];
        if (x === y) continue;
        parent[Math.max(x, y)] = Math.min(x, y);
        parts--;
      }
    }
  };
  for (let k = 0; k < nk; k++)
    for (let j = 0; j < nj; j++) {
      const row = j + nj * k;
      const from = row * ni;
      const end = from + ni;
      for (let p = from; p < end; p++) {
        if (bits[p] === 0) continue;
        const first = p;
        while (p < end && bits[p] !== 0) p++;
        parent.push(starts.length);
        starts.push(first - from);
        ends.push(p - 1 - from);
        parts++;
      }
      rowStart[row + 1] = starts.length;
      if (rowStart[row] === starts.length) continue;
      if (j > 0) join(row, row - 1);
      if (k === 0) continue;
      if (j > 0) join(row, row - nj - 1);
      join(row, row - nj);
      if (j + 1 < nj) join(row, row - nj + 1);
    }
  return parts;
}
