import { squaredDistances } from "../distance.ts";
import type { Geometry } from "../geometry.ts";
import type { Triple } from "../triple.ts";
import { inPlane, offsetOf } from "./place.ts";

/**
 * Shape-based interpolation (Raya & Udupa, IEEE Trans Med Imaging 1990;9:32): each empty slice between two drawn ones gets
 * the voxels where the in-plane distances to the outlines, positive inside and negative outside, weighted by how near the
 * drawn slices are, add up to 0 or more. Distances are exact and in mm. Answers the positions that come in; outlines that
 * do not overlap in the plane may leave slices empty.
 */
export function betweenSlices(bits: ArrayLike<number>, grid: Geometry, axis: 0 | 1 | 2): Set<number> {
  const { dims } = grid;
  const filled = new Set<number>();
  const drawn = drawnSlices(bits, grid, axis);
  const box = boxOf(drawn);
  for (let n = 0; n + 1 < drawn.length; n++) {
    const [below, above] = [drawn[n]!, drawn[n + 1]!];
    if (above.slice - below.slice < 2) continue;
    const [a, b] = [signedDistances(below, box, grid, axis), signedDistances(above, box, grid, axis)];
    for (let slice = below.slice + 1; slice < above.slice; slice++) {
      const share = (slice - below.slice) / (above.slice - below.slice);
      for (let at = 0; at < a.length; at++)
        if ((1 - share) * a[at]! + share * b[at]! >= -TIE) filled.add(offsetOf(voxelOf(at, box, axis, slice), dims));
    }
  }
  return filled;
}

/** What adds up to 0 but for rounding, mm. */
const TIE = 1e-9;

interface Drawn {
  readonly slice: number;
  /** x,y pairs along the two axes of the plane. */
  readonly at: readonly number[];
}

/** The part of the plane that all drawn slices lie in; `size` has one empty voxel around, so that an outside always exists. */
interface Box {
  readonly from: readonly [number, number];
  readonly size: readonly [number, number];
}

function drawnSlices(bits: ArrayLike<number>, { dims }: Geometry, axis: 0 | 1 | 2): Drawn[] {
  const [p, q] = inPlane(axis);
  const stride = [1, dims[0], dims[0] * dims[1]] as const;
  const drawn: Drawn[] = [];
  for (let slice = 0; slice < dims[axis]; slice++) {
    const at: number[] = [];
    for (let y = 0; y < dims[q]; y++)
      for (let x = 0; x < dims[p]; x++) if (bits[slice * stride[axis] + x * stride[p] + y * stride[q]]) at.push(x, y);
    if (at.length > 0) drawn.push({ slice, at });
  }
  return drawn;
}

function boxOf(drawn: readonly Drawn[]): Box {
  const low = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY];
  const high = [0, 0];
  for (const { at } of drawn)
    for (let n = 0; n < at.length; n++) {
      low[n % 2] = Math.min(low[n % 2]!, at[n]!);
      high[n % 2] = Math.max(high[n % 2]!, at[n]!);
    }
  return { from: [low[0]! - 1, low[1]! - 1], size: [high[0]! - low[0]! + 3, high[1]! - low[1]! + 3] };
}

function signedDistances({ at }: Drawn, { from, size }: Box, { spacing }: Geometry, axis: 0 | 1 | 2): Float64Array {
  const [p, q] = inPlane(axis);
  const inside = new Uint8Array(size[0] * size[1]);
  for (let n = 0; n < at.length; n += 2) inside[at[n]! - from[0] + size[0] * (at[n + 1]! - from[1])] = 1;
  const plane: Triple = [size[0], size[1], 1];
  const steps: Triple = [spacing[p], spacing[q], 1];
  const toInside = squaredDistances(inside, plane, steps);
  const toOutside = squaredDistances(
    inside.map((bit) => 1 - bit),
    plane,
    steps,
  );
  return toInside.map((d, n) => (inside[n] ? Math.sqrt(toOutside[n]!) : -Math.sqrt(d)));
}

/** The voxel of the whole grid at a place of the box. What lies in the box's empty rim is never inside: its distances are negative. */
function voxelOf(at: number, { from, size }: Box, axis: 0 | 1 | 2, slice: number): Triple {
  const [p, q] = inPlane(axis);
  const voxel = [0, 0, 0];
  [voxel[axis], voxel[p], voxel[q]] = [slice, (at % size[0]) + from[0], Math.floor(at / size[0]) + from[1]];
  return voxel as unknown as Triple;
}
