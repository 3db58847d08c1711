import { toWorld } from "./affine.ts";
import { convexHull2d } from "./hull2d.ts";
import { type Region, regionOf } from "./mask.ts";
import type { Triple } from "./triple.ts";
import { axialAxis, type Volume } from "./volume.ts";

/** The two diameters of a lesion in one slice. Ends are world positions (RAS+ mm). */
export interface SliceDiameters {
  /** Index of the slice along `axis` in the whole volume. */
  readonly slice: number;
  /** Largest distance between two points of the outline, mm. */
  readonly longestMm: number;
  readonly longestEnds: readonly [Triple, Triple];
  /** Longest segment at right angles to it inside the outline's convex hull, mm. */
  readonly perpendicularMm: number;
  readonly perpendicularEnds: readonly [Triple, Triple];
}

export interface InPlaneDiameters {
  /** Array axis that the slices cut across. */
  readonly axis: 0 | 1 | 2;
  /** Every slice with a voxel of the region, ascending. */
  readonly slices: readonly SliceDiameters[];
  /** The slice with the longest diameter (on a tie: the longer perpendicular, then the lower slice): RECIST, RANO. */
  readonly longest: SliceDiameters;
}

/**
 * Diameters of a region in each slice across `axis` (default: the axial slices). The outline is the contour at level 0.5: it crosses every pair of
 * neighbouring voxels of which one is inside, half-way between their centres, so one voxel measures one voxel side.
 * Exact (convex hull of the crossings), not sampled. Refuses what `regionOf` refuses.
 */
export function inPlaneDiameters(
  mask: Volume,
  label?: number | readonly number[],
  axis: 0 | 1 | 2 = axialAxis(mask),
): InPlaneDiameters {
  const region = regionOf(mask, label);
  const slices: SliceDiameters[] = [];
  for (let s = 0; s < region.dims[axis]; s++) {
    const found = sliceDiameters(mask, region, axis, s);
    if (found) slices.push(found);
  }
  const longest = slices.reduce((best, s) => {
    const gain = s.longestMm - best.longestMm;
    if (Math.abs(gain) > 1e-9 * best.longestMm) return gain > 0 ? s : best;
    return s.perpendicularMm > best.perpendicularMm * (1 + 1e-9) ? s : best;
  });
  return { axis, slices, longest };
}

/** In-plane array axes of a slice across `axis`. */
const planeAxes = (axis: 0 | 1 | 2): readonly [0 | 1 | 2, 0 | 1 | 2] =>
  axis === 2 ? [0, 1] : axis === 1 ? [0, 2] : [1, 2];

/**
 * Contour crossings of slice `s` of the region's box, in half voxels (whole numbers: voxel centre n is 2n), as x,y
 * pairs along the two in-plane axes. Only the outermost two crossings of each row and column can touch the hull.
 */
export function outlineCrossings(region: Region, axis: 0 | 1 | 2, s: number): number[] {
  const [p, q] = planeAxes(axis);
  const stride = [1, region.dims[0], region.dims[0] * region.dims[1]] as const;
  const crossings: number[] = [];
  const scan = (along: 0 | 1 | 2, across: 0 | 1 | 2, swap: boolean): void => {
    for (let line = 0; line < region.dims[across]; line++) {
      const from = s * stride[axis] + line * stride[across];
      let first = -1;
      let last = -1;
      for (let n = 0; n < region.dims[along]; n++)
        if (region.bits[from + n * stride[along]]) {
          if (first < 0) first = n;
          last = n;
        }
      if (first < 0) continue;
      for (const end of [2 * first - 1, 2 * last + 1])
        swap ? crossings.push(2 * line, end) : crossings.push(end, 2 * line);
    }
  };
  scan(p, q, false);
  scan(q, p, true);
  return crossings;
}

function sliceDiameters(mask: Volume, region: Region, axis: 0 | 1 | 2, s: number): SliceDiameters | null {
  const crossings = outlineCrossings(region, axis, s);
  if (crossings.length === 0) return null;
  const [p, q] = planeAxes(axis);
  const hull = convexHull2d(crossings).map((n): [number, number] => [
    (crossings[2 * n]! / 2) * mask.spacing[p],
    (crossings[2 * n + 1]! / 2) * mask.spacing[q],
  ]);
  let best = {
    length: -1,
    a: hull[0]!,
    b: hull[0]!,
    chord: { length: -1, ends: [hull[0]!, hull[0]!] as Chord["ends"] },
  };
  for (let m = 0; m < hull.length; m++)
    for (let n = m + 1; n < hull.length; n++) {
      const a = hull[m]!;
      const b = hull[n]!;
      const length = Math.hypot(a[0] - b[0], a[1] - b[1]);
      if (length < best.length * (1 - 1e-12)) continue;
      const chord = longestChord(hull, [-(b[1] - a[1]) / length, (b[0] - a[0]) / length]);
      const isTie = Math.abs(length - best.length) <= 1e-12 * length;
      if (!isTie || chord.length > best.chord.length * (1 + 1e-12)) best = { length, a, b, chord };
    }
  const world = (point: readonly [number, number]): Triple => {
    const index = [0, 0, 0];
    index[axis] = s + region.box.min[axis];
    index[p] = point[0] / mask.spacing[p] + region.box.min[p];
    index[q] = point[1] / mask.spacing[q] + region.box.min[q];
    return toWorld(mask.affine, index[0]!, index[1]!, index[2]!);
  };
  return {
    slice: s + region.box.min[axis],
    longestMm: best.length,
    longestEnds: [world(best.a), world(best.b)],
    perpendicularMm: best.chord.length,
    perpendicularEnds: [world(best.chord.ends[0]), world(best.chord.ends[1])],
  };
}

type Point = readonly [number, number];
interface Chord {
  readonly length: number;
  readonly ends: readonly [Point, Point];
}

/**
 * Longest chord of a convex polygon in the unit direction (dx, dy). Its length is piecewise linear in the offset
 * across the direction with breaks at the vertices, so the longest one passes through a vertex.
 */
export function longestChord(hull: readonly Point[], [dx, dy]: Point): Chord {
  let best: Chord = { length: -1, ends: [hull[0]!, hull[0]!] };
  for (const v of hull) {
    const offset = v[0] * -dy + v[1] * dx;
    let low = Number.POSITIVE_INFINITY;
    let high = Number.NEGATIVE_INFINITY;
    for (let n = 0; n < hull.length; n++) {
      const a = hull[n]!;
      const b = hull[(n + 1) % hull.length]!;
      const sa = a[0] * -dy + a[1] * dx - offset;
      const sb = b[0] * -dy + b[1] * dx - offset;
      const scale = 1e-12 * (Math.abs(sa) + Math.abs(sb) + Math.abs(offset));
      const ta = a[0] * dx + a[1] * dy;
      const tb = b[0] * dx + b[1] * dy;
      const hits: number[] = [];
      if (Math.abs(sa) <= scale) hits.push(ta);
      if (Math.abs(sb) <= scale) hits.push(tb);
      if (hits.length === 0 && sa > 0 !== sb > 0) hits.push(ta + ((tb - ta) * sa) / (sa - sb));
      for (const t of hits) {
        if (t < low) low = t;
        if (t > high) high = t;
      }
    }
    if (high - low > best.length * (1 + 1e-12)) {
      const at = (t: number): Point => [t * dx - offset * dy, t * dy + offset * dx];
      best = { length: high - low, ends: [at(low), at(high)] };
    }
  }
  return best;
}
