import type { Triple } from "@nadir/imaging";

/** Scalars on a grid, i fastest. */
export interface Scalars {
  readonly data: Float64Array;
  readonly dims: Triple;
}

/** A box of voxels: first index and side per axis. */
export interface Box {
  readonly first: Triple;
  readonly dims: Triple;
}

/** Values at the products of three index lists (indices already folded into the grid). */
export function gather(
  data: ArrayLike<number>,
  dims: Triple,
  at: readonly [Int32Array, Int32Array, Int32Array],
): Scalars {
  const [xs, ys, zs] = at;
  const out = new Float64Array(xs.length * ys.length * zs.length);
  let to = 0;
  for (let k = 0; k < zs.length; k++)
    for (let j = 0; j < ys.length; j++) {
      const row = dims[0] * (ys[j]! + dims[1] * zs[k]!);
      for (let i = 0; i < xs.length; i++) out[to++] = data[row + xs[i]!]!;
    }
  return { data: out, dims: [xs.length, ys.length, zs.length] };
}

/** Length of a stretch before an axis's own step, and how often it repeats. */
export function strides(dims: Triple, axis: 0 | 1 | 2): { inner: number; outer: number } {
  const inner = axis === 0 ? 1 : axis === 1 ? dims[0] : dims[0] * dims[1];
  return { inner, outer: (dims[0] * dims[1] * dims[2]) / (inner * dims[axis]) };
}

export const withSide = (dims: Triple, axis: 0 | 1 | 2, side: number): Triple =>
  [0, 1, 2].map((x) => (x === axis ? side : dims[x]!)) as unknown as Triple;

/** The bands of one level of a wavelet in PyRadiomics' order; the first letter is the i axis, L the low-pass. */
export const SUB_BANDS = ["LLH", "LHL", "LHH", "HLL", "HLH", "HHL", "HHH", "LLL"] as const;
export type SubBand = (typeof SUB_BANDS)[number];
