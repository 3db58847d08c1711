import { roomIn } from "@nadir/kernels";
import type { LevelGrid } from "../level-grid.ts";
import type { SizeCounts } from "../size-counts.ts";
import { type TextureExports, textureModule } from "./instance.ts";

/** A grid whose levels lie in the module's memory. What is counted there equals the plain path's counts. */
export interface GridKernels {
  /** Ordered pairs (level, level one step on) over all voxels, added to cells[level · side + other]. */
  pairs(step: number, cells: Uint32Array, side: number): void;
  /** Runs along the step, added to dense[level · width + length]. */
  runs(step: number, dense: Uint32Array, width: number): void;
  /** As `neighbourhoodFeatures` counts them with coarseness 0; null where sums of levels would not fit. */
  neighbourhood(steps: Int32Array, countsIsolated: boolean, width: number): NeighbourCounts | null;
  /** Adds the level and size of every zone, 26-connected or, where `isFlat`, 8-connected within slices. */
  zones(isFlat: boolean, counts: SizeCounts): void;
}

export interface NeighbourCounts {
  /** dense[level · width + alike + 1] */
  readonly dense: Uint32Array;
  readonly n: Float64Array;
  readonly s: Float64Array;
}

/** The box must not be emptier than this: the kernels look at every voxel of it. */
const MOST_EMPTY = 8;
/** 26 levels of this height still fit 16 bits. */
const HIGHEST_SUM_LEVEL = 2520;
const SPARE = 64;
/** Zones smaller than this are counted in an array. */
const SMALL_ZONE = 32;

let held: { readonly grid: LevelGrid; readonly kernels: GridKernels } | null = null;

/** The kernels over a grid; null where there are none, or where the plain path is the better one. */
export function gridKernels(grid: LevelGrid): GridKernels | null {
  const exports = textureModule.exports();
  if (!exports || grid.levels.length > MOST_EMPTY * grid.at.length) return null;
  if (held?.grid !== grid) held = { grid, kernels: load(exports, grid) };
  return held.kernels;
}

function load(exports: TextureExports, grid: LevelGrid): GridKernels {
  const { levels, at, dims, greyLevels, voxelsOf } = grid;
  const { memory } = exports;
  const size = levels.length;
  const [row, slice] = [dims[0], dims[0] * dims[1]];
  const before = grid.rim * (1 + row + slice);
  const [from, to] = [before, size - before];
  // Levels, positions, then room for what a call needs. Looking two steps ahead may read behind the levels, not use it.
  const [levelsAt, voxelsAt, roomAt] = roomIn(memory, SPARE, [2 * size + SPARE, 4 * at.length, 4 * before]) as [
    number,
    number,
    number,
  ];
  new Uint16Array(memory.buffer, levelsAt, size + SPARE / 2).fill(0).set(levels);
  new Int32Array(memory.buffer, voxelsAt, at.length).set(at);
  /** How many voxels of each level have their like one step on, for the steps whose pairs were counted. */
  const alikeAt = new Map<number, Uint32Array>();

  /** Space of so many bytes each after the grid, zeroed, and behind it space that is not; their addresses. */
  const room = (zeroed: readonly number[], others: readonly number[] = []): readonly number[] => {
    const places = roomIn(memory, roomAt, [...zeroed, ...others]);
    new Uint8Array(memory.buffer, roomAt, places[zeroed.length]! - roomAt).fill(0);
    return places;
  };
  return {
    pairs(step, cells, side) {
      const [cellsAt] = room([4 * cells.length]) as [number];
      exports.pairs(levelsAt, voxelsAt, at.length, step, cellsAt, side);
      const counted = new Uint32Array(memory.buffer, cellsAt, cells.length);
      for (let c = 0; c < cells.length; c++) cells[c]! += counted[c]!;
      alikeAt.set(
        step,
        Uint32Array.from({ length: side }, (_, g) => counted[g * side + g]!),
      );
    },
    runs(step, dense, width) {
      const [denseAt, countsAt, lengthsAt] = room([4 * dense.length, 4 * (greyLevels + 1)], [2 * size + SPARE]) as [
        ...[number, number, number],
      ];
      exports.longRuns(levelsAt, from, to, step, denseAt, width, lengthsAt);
      const known = alikeAt.get(step);
      if (!known) exports.alikePairs(levelsAt, from, to, step, countsAt);
      const alike = known ?? new Uint32Array(memory.buffer, countsAt, greyLevels + 1);
      const counted = new Uint32Array(memory.buffer, denseAt, dense.length);
      for (let g = 1; g <= greyLevels; g++) {
        // A run of L voxels has L − 1 whose next one is like them: what longer runs leave belongs to runs of two and one.
        let pairs = alike[g]!;
        let voxels = voxelsOf[g]!;
        for (let length = 3, cell = g * width + 3; pairs > 0 && length < width; length++, cell++) {
          const runs = counted[cell]!;
          if (runs === 0) continue;
          dense[cell]! += runs;
          pairs -= runs * (length - 1);
          voxels -= runs * length;
        }
        if (pairs > 0) dense[g * width + 2]! += pairs;
        dense[g * width + 1]! += voxels - 2 * pairs;
      }
    },
    neighbourhood(steps, countsIsolated, width) {
      if (greyLevels > HIGHEST_SUM_LEVEL) return null;
      const cells = (greyLevels + 1) * width;
      const sums = 8 * (greyLevels + 1);
      const [stepsAt, denseAt, nAt, sAt, scratch] = room([4 * steps.length, 4 * cells, sums, sums, 48]) as number[] &
        [number, number, number, number, number];
      new Int32Array(memory.buffer, stepsAt, steps.length).set(steps);
      const isolated = countsIsolated ? 1 : 0;
      exports.neighbourhood(levelsAt, from, to, stepsAt, steps.length, isolated, denseAt, width, nAt, sAt, scratch);
      const { buffer } = memory;
      return {
        dense: new Uint32Array(buffer, denseAt, cells).slice(),
        n: new Float64Array(buffer, nAt, greyLevels + 1).slice(),
        s: new Float64Array(buffer, sAt, greyLevels + 1).slice(),
      };
    },
    zones(isFlat, counts) {
      const cells = (greyLevels + 1) * SMALL_ZONE;
      const listed = 4 * Math.ceil(at.length / SMALL_ZONE);
      const [denseAt, listAt, parentAt, sizesAt] = room([4 * cells], [listed, 4 * size, 4 * size]) as [
        ...[number, number, number, number],
      ];
      const over = isFlat ? 0 : slice;
      const many = exports.zones(levelsAt, from, to, row, over, parentAt, sizesAt, denseAt, SMALL_ZONE, listAt);
      counts.addDense(new Uint32Array(memory.buffer, denseAt, cells), SMALL_ZONE);
      const sizes = new Int32Array(memory.buffer, sizesAt, size);
      for (const p of new Int32Array(memory.buffer, listAt, many)) counts.add(levels[p]!, sizes[p]!);
    },
  };
}
