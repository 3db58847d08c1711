import type { Geometry } from "../geometry.ts";
import type { Triple } from "../triple.ts";
import { inPlane, offsetOf } from "./place.ts";

/**
 * Positions of the voxels inside a closed outline in one slice: those whose centre lies inside the polygon (even–odd rule,
 * a centre on its left or lower edge counts as inside). `points` are fractional voxel indices; their coordinate along `axis`
 * is not looked at. Fewer than three points enclose nothing.
 */
export function insideOutline(
  { dims }: Geometry,
  axis: 0 | 1 | 2,
  slice: number,
  points: readonly Triple[],
): Set<number> {
  const inside = new Set<number>();
  if (points.length < 3 || slice < 0 || slice >= dims[axis]) return inside;
  const [p, q] = inPlane(axis);
  const low = Math.max(0, Math.ceil(Math.min(...points.map((at) => at[q]))));
  const high = Math.min(dims[q] - 1, Math.floor(Math.max(...points.map((at) => at[q]))));
  for (let row = low; row <= high; row++) {
    const cuts = crossings(points, p, q, row);
    for (let n = 0; n + 1 < cuts.length; n += 2) {
      const from = Math.max(0, Math.ceil(cuts[n]!));
      for (let x = from; x < cuts[n + 1]! && x < dims[p]; x++) {
        const at = [0, 0, 0];
        [at[axis], at[p], at[q]] = [slice, x, row];
        inside.add(offsetOf(at as unknown as Triple, dims));
      }
    }
  }
  return inside;
}

/** Where the polygon cuts the row, ascending. */
function crossings(points: readonly Triple[], p: 0 | 1 | 2, q: 0 | 1 | 2, row: number): number[] {
  const cuts: number[] = [];
  for (const [n, a] of points.entries()) {
    const b = points[(n + 1) % points.length]!;
    if (a[q] <= row === b[q] <= row) continue;
    cuts.push(a[p] + ((row - a[q]) / (b[q] - a[q])) * (b[p] - a[p]));
  }
  return cuts.sort((x, y) => x - y);
}
