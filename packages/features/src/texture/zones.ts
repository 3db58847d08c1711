import { meanRows, type ZonalAggregation } from "./aggregate.ts";
import { gridKernels } from "./kernels/texture-kernels.ts";
import type { LevelGrid } from "./level-grid.ts";
import { SizeCounts } from "./size-counts.ts";
import { sizeFeatures } from "./size-features.ts";

/** Steps to the 26 neighbours in space, or the 8 in a slice. */
export function neighbourSteps({ dims }: LevelGrid, isFlat: boolean): Int32Array {
  const steps: number[] = [];
  for (const dk of isFlat ? [0] : [-1, 0, 1])
    for (let dj = -1; dj <= 1; dj++)
      for (let di = -1; di <= 1; di++) if (di || dj || dk) steps.push(di + dims[0] * (dj + dims[1] * dk));
  return Int32Array.from(steps);
}

/** Calls `found` for each zone of connected equal levels among `at[from]`… with the positions it holds. */
function eachZone(
  { levels, at }: LevelGrid,
  steps: Int32Array,
  from: number,
  to: number,
  seen: Uint8Array,
  stack: Int32Array,
  found: (level: number, zone: Int32Array, size: number) => void,
): void {
  for (let n = from; n < to; n++) {
    const seed = at[n]!;
    if (seen[seed]) continue;
    const level = levels[seed]!;
    // The stack is never popped below what was visited: when done it lists the zone.
    let size = 1;
    stack[0] = seed;
    seen[seed] = 1;
    for (let head = 0; head < size; head++) {
      const p = stack[head]!;
      for (let s = 0; s < steps.length; s++) {
        const q = p + steps[s]!;
        if (levels[q] === level && !seen[q]) {
          seen[q] = 1;
          stack[size++] = q;
        }
      }
    }
    found(level, stack, size);
  }
}

/** Features of zones under both measures: their size (GLSZM) and their distance to the region's edge (GLDZM). */
export interface ZoneFeatures {
  readonly size: Float64Array | null;
  readonly distance: Float64Array | null;
}

/**
 * Size zone and distance zone features, 16 each in catalogue order. Zones are 26-connected (8 in a slice).
 * `edgeDistance` gives each position of the padded box its distance to the edge of M in steps (see `edgeDistances`);
 * without it only sizes are measured.
 */
export function zoneFeatures(
  grid: LevelGrid,
  aggregation: ZonalAggregation,
  edgeDistance: Uint16Array | null,
): ZoneFeatures {
  const { sliceStart, at } = grid;
  const slices = Array.from({ length: sliceStart.length - 1 }, (_, k) => [sliceStart[k]!, sliceStart[k + 1]!] as const);
  const steps = neighbourSteps(grid, aggregation !== "3D");
  const seen = new Uint8Array(grid.levels.length);
  const stack = new Int32Array(at.length);
  const sizes: Float64Array[] = [];
  const distances: Float64Array[] = [];
  const groups = aggregation === "2D" ? slices : [[0, at.length] as const];
  for (const [from, to] of groups) {
    if (from === to) continue;
    const bySize = new SizeCounts(at.length);
    const kernels = edgeDistance === null && to - from === at.length ? gridKernels(grid) : null;
    if (kernels) {
      kernels.zones(aggregation !== "3D", bySize);
      const row = sizeFeatures(bySize, at.length);
      if (row) sizes.push(row.subarray(0, 16));
      continue;
    }
    const byDistance = new SizeCounts(65_535);
    eachZone(grid, steps, from, to, seen, stack, (level, zone, size) => {
      bySize.add(level, size);
      if (!edgeDistance) return;
      let nearest = 65_535;
      for (let n = 0; n < size; n++) {
        const d = edgeDistance[zone[n]!]!;
        if (d < nearest) nearest = d;
      }
      byDistance.add(level, nearest);
    });
    const size = sizeFeatures(bySize, to - from);
    const distance = sizeFeatures(byDistance, to - from);
    if (size) sizes.push(size.subarray(0, 16));
    if (distance) distances.push(distance.subarray(0, 16));
  }
  return { size: meanRows(sizes), distance: meanRows(distances) };
}

/**
 * Distance of every voxel of M to its edge, counted in 6-connected steps (4-connected when `isFlat`); a voxel next to
 * one outside has 1, outside is 0. Two sweeps are exact for this metric. Positions are those of the padded box.
 */
export function edgeDistances(
  morphological: Uint8Array,
  [ni, nj, nk]: readonly [number, number, number],
  { dims, levels }: LevelGrid,
  isFlat: boolean,
): Uint16Array {
  const distance = new Uint16Array(levels.length);
  const [row, slice] = [dims[0], dims[0] * dims[1]];
  const place = (i: number, j: number, k: number): number => i + 1 + row * (j + 1) + slice * (k + 1);
  for (let k = 0, p = 0; k < nk; k++)
    for (let j = 0; j < nj; j++)
      for (let i = 0; i < ni; i++, p++) {
        if (!morphological[p]) continue;
        const q = place(i, j, k);
        const near = Math.min(distance[q - 1]!, distance[q - row]!, isFlat ? 65_534 : distance[q - slice]!);
        distance[q] = near + 1;
      }
  for (let k = nk - 1, p = morphological.length - 1; k >= 0; k--)
    for (let j = nj - 1; j >= 0; j--)
      for (let i = ni - 1; i >= 0; i--, p--) {
        if (!morphological[p]) continue;
        const q = place(i, j, k);
        const near = Math.min(distance[q + 1]!, distance[q + row]!, isFlat ? 65_534 : distance[q + slice]!);
        if (near + 1 < distance[q]!) distance[q] = near + 1;
      }
  return distance;
}
