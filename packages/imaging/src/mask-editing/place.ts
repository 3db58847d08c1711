import { column, invert, toWorld } from "../affine.ts";
import type { Geometry } from "../geometry.ts";
import type { Triple } from "../triple.ts";

/** The (fractional) voxel index of a point in scanner millimetres (RAS+), inside the grid or not. */
export const voxelIndex = ({ affine }: Geometry, mm: Triple): Triple => toWorld(invert(affine), ...mm);

/** The voxel whose centre lies nearest to a point in scanner millimetres (RAS+); null outside the grid. */
export function voxelAt(grid: Geometry, mm: Triple): Triple | null {
  const at = voxelIndex(grid, mm).map(Math.round) as unknown as Triple;
  return at.every((n, c) => n >= 0 && n < grid.dims[c]!) ? at : null;
}

/** Position of voxel (i,j,k) in the array; i runs fastest. */
export const offsetOf = ([i, j, k]: Triple, [ni, nj]: Triple): number => i + ni * (j + nj * k);

/** The voxel at a position in the array. */
export const tripleAt = (p: number, [ni, nj]: Triple): Triple => [
  p % ni,
  Math.floor(p / ni) % nj,
  Math.floor(p / (ni * nj)),
];

/** The grid's axis that runs closest to right–left (0), anterior–posterior (1) or superior–inferior (2). */
export function axisAlong(grid: Geometry, world: 0 | 1 | 2): 0 | 1 | 2 {
  const share = [0, 1, 2].map((c) => Math.abs(column(grid.affine, c)[world]) / grid.spacing[c]!);
  return share.indexOf(Math.max(...share)) as 0 | 1 | 2;
}

/** The two axes of a slice across `axis`, ascending. */
export const inPlane = (axis: 0 | 1 | 2): readonly [0 | 1 | 2, 0 | 1 | 2] =>
  axis === 2 ? [0, 1] : axis === 1 ? [0, 2] : [1, 2];
