import type { Triple } from "../triple.ts";

/** Position of voxel (i,j,k) in the array; i runs fastest. */
export const offsetOf = ([i, j, k]: Triple, [ni, nj]: Triple): number => i + ni * (j + nj * k);

/** The voxel at a position in the array. */
export const tripleAt = (p: number, [ni, nj]: Triple): Triple => [
  p % ni,
  Math.floor(p / ni) % nj,
  Math.floor(p / (ni * nj)),
];

/** The two axes of a slice across `axis`, ascending. */
export const inPlane = (axis: 0 | 1 | 2): readonly [0 | 1 | 2, 0 | 1 | 2] =>
  axis === 2 ? [0, 1] : axis === 1 ? [0, 2] : [1, 2];
