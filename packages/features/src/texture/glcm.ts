import type { TextureAggregation } from "@nadir/domain";
import { meanRows } from "./aggregate.ts";
import { type CooccurrenceCounts, glcmFeatures } from "./glcm-features.ts";
import { gridKernels } from "./kernels/texture-kernels.ts";
import { DIRECTIONS_2D, DIRECTIONS_3D, type LevelGrid, stepOf } from "./level-grid.ts";

/** Up to this many cells a matrix is counted in an array, beyond that by sorting the pairs. */
export const DENSE_CELLS = 1 << 21;
/** Beyond this copying a matrix costs more than the compiled kernel saves. */
const KERNEL_CELLS = 1 << 17;

/** Ordered pairs (level, level one step on), collected over stretches of voxels and directions. */
export interface PairCounter {
  /** Counts the pairs that start at `at[from]` … before `at[to]`. */
  add(grid: LevelGrid, step: number, from: number, to: number): void;
  counts(): CooccurrenceCounts;
  clear(): void;
}

export function denseCounter(greyLevels: number): PairCounter {
  const side = greyLevels + 1;
  const cells = new Uint32Array(side * side);
  return {
    add(grid, step, from, to) {
      const { levels, at } = grid;
      const kernels = to - from === at.length && cells.length <= KERNEL_CELLS ? gridKernels(grid) : null;
      if (kernels) {
        kernels.pairs(step, cells, side);
        return;
      }
      // Row and column 0 gather pairs that leave the region; they are never read.
      for (let n = from; n < to; n++) {
        const p = at[n]!;
        const cell = levels[p]! * side + levels[p + step]!;
        cells[cell] = cells[cell]! + 1;
      }
    },
    counts() {
      const i: number[] = [];
      const j: number[] = [];
      const n: number[] = [];
      let total = 0;
      for (let a = 1; a < side; a++)
        for (let b = a; b < side; b++) {
          const c = cells[a * side + b]! + cells[b * side + a]!;
          if (c === 0) continue;
          i.push(a);
          j.push(b);
          n.push(c);
          total += a === b ? c : 2 * c;
        }
      return { i: Uint16Array.from(i), j: Uint16Array.from(j), n: Float64Array.from(n), size: n.length, total };
    },
    clear: () => void cells.fill(0),
  };
}

/** For thousands of grey levels: pairs as numbers, sorted and run-length counted. */
export function sparseCounter(greyLevels: number): PairCounter {
  const side = greyLevels + 1;
  let chunks: Float64Array[] = [];
  return {
    add({ levels, at }, step, from, to) {
      const pairs = new Float64Array(to - from);
      let size = 0;
      for (let n = from; n < to; n++) {
        const p = at[n]!;
        const a = levels[p]!;
        const b = levels[p + step]!;
        if (b !== 0) pairs[size++] = a < b ? a * side + b : b * side + a;
      }
      chunks.push(pairs.subarray(0, size));
    },
    counts() {
      const all = new Float64Array(chunks.reduce((sum, c) => sum + c.length, 0));
      let to = 0;
      for (const chunk of chunks) {
        all.set(chunk, to);
        to += chunk.length;
      }
      all.sort();
      const i: number[] = [];
      const j: number[] = [];
      const n: number[] = [];
      for (let e = 0; e < all.length; ) {
        let end = e + 1;
        while (end < all.length && all[end] === all[e]) end++;
        const a = Math.floor(all[e]! / side);
        const b = all[e]! % side;
        i.push(a);
        j.push(b);
        n.push(a === b ? 2 * (end - e) : end - e);
        e = end;
      }
      return {
        i: Uint16Array.from(i),
        j: Uint16Array.from(j),
        n: Float64Array.from(n),
        size: n.length,
        total: 2 * all.length,
      };
    },
    clear() {
      chunks = [];
    },
  };
}

/**
 * The 25 co-occurrence features in catalogue order under one aggregation; null when no voxel has a neighbour.
 * Directions and slices without a pair are left out of an average.
 */
export function glcm(grid: LevelGrid, aggregation: TextureAggregation): Float64Array | null {
  const { greyLevels, sliceStart } = grid;
  const counter = (greyLevels + 1) ** 2 <= DENSE_CELLS ? denseCounter(greyLevels) : sparseCounter(greyLevels);
  const is3d = aggregation.startsWith("3D");
  const bySlice = aggregation.startsWith("2D");
  const isMerged = aggregation.endsWith("merged");
  const steps = (is3d ? DIRECTIONS_3D : DIRECTIONS_2D).map((d) => stepOf(grid, d));
  const stretches: [number, number][] = bySlice
    ? Array.from({ length: sliceStart.length - 1 }, (_, k) => [sliceStart[k]!, sliceStart[k + 1]!])
    : [[0, grid.at.length]];
  const rows: Float64Array[] = [];
  const take = (): void => {
    const row = glcmFeatures(counter.counts(), greyLevels);
    if (row) rows.push(row);
    counter.clear();
  };
  for (const [from, to] of stretches) {
    if (from === to) continue;
    for (const step of steps) {
      counter.add(grid, step, from, to);
      if (!isMerged) take();
    }
    if (isMerged) take();
  }
  return meanRows(rows);
}
