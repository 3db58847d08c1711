import type { TextureAggregation } from "@nadir/domain";
import { meanRows } from "./aggregate.ts";
import { gridKernels } from "./kernels/texture-kernels.ts";
import { DIRECTIONS_2D, DIRECTIONS_3D, type LevelGrid, stepOf } from "./level-grid.ts";
import { SizeCounts } from "./size-counts.ts";
import { sizeFeatures } from "./size-features.ts";

/** Up to this many (level, length) cells runs are counted in an array. */
const DENSE_CELLS = 1 << 22;
/** Beyond this copying the cells costs more than the compiled kernel saves. */
const KERNEL_CELLS = 1 << 17;

/**
 * The 16 run length features in catalogue order under one aggregation. Where directions are merged every voxel
 * counts once for each of them in the percentage.
 */
export function glrlm(grid: LevelGrid, aggregation: TextureAggregation): Float64Array | null {
  const { sliceStart, at, dims } = grid;
  const steps = (aggregation.startsWith("3D") ? DIRECTIONS_3D : DIRECTIONS_2D).map((d) => stepOf(grid, d));
  const isMerged = aggregation.endsWith("merged");
  const stretches: [number, number][] = aggregation.startsWith("2D")
    ? Array.from({ length: sliceStart.length - 1 }, (_, k) => [sliceStart[k]!, sliceStart[k + 1]!])
    : [[0, at.length]];
  const longest = Math.max(...dims);
  const rows: Float64Array[] = [];
  const dense =
    (grid.greyLevels + 1) * (longest + 1) <= DENSE_CELLS
      ? new Uint32Array((grid.greyLevels + 1) * (longest + 1))
      : null;
  for (const [from, to] of stretches) {
    if (from === to) continue;
    let counts = new SizeCounts(longest);
    const take = (directions: number): void => {
      if (dense) {
        counts.addDense(dense, longest + 1);
        dense.fill(0);
      }
      const row = sizeFeatures(counts, (to - from) * directions);
      if (row) rows.push(row.subarray(0, 16));
      counts = new SizeCounts(longest);
    };
    for (const step of steps) {
      countRuns(grid, step, from, to, dense, longest + 1, counts);
      if (!isMerged) take(1);
    }
    if (isMerged) take(steps.length);
  }
  return meanRows(rows);
}

/** Runs along a step among `at[from]` …, counted in `dense[level · width + length]`, or without it in `counts`. */
export function countRuns(
  grid: LevelGrid,
  step: number,
  from: number,
  to: number,
  dense: Uint32Array | null,
  width: number,
  counts: SizeCounts,
): void {
  const { levels, at } = grid;
  const kernels = to - from === at.length && dense && dense.length <= KERNEL_CELLS ? gridKernels(grid) : null;
  if (kernels && dense) {
    kernels.runs(step, dense, width);
    return;
  }
  for (let n = from; n < to; n++) {
    const p = at[n]!;
    const level = levels[p]!;
    if (levels[p - step] === level) continue;
    let length = 1;
    for (let q = p + step; levels[q] === level; q += step) length++;
    if (dense) {
      const cell = level * width + length;
      dense[cell] = dense[cell]! + 1;
    } else counts.add(level, length);
  }
}
