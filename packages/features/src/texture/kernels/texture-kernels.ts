import type { LevelGrid } from "../level-grid.ts";
import { type TextureExports, textureModule } from "./instance.ts";

/** A grid whose levels lie in the module's memory. What is counted there equals the plain path's counts. */
export interface GridKernels {
  /** Ordered pairs (level, level one step on) over all voxels, added to cells[level · side + other]. */
  pairs(step: number, cells: Uint32Array, side: number): void;
  /** Runs along the step, added to dense[level · width + length]. */
  runs(step: number, dense: Uint32Array, width: number): void;
  /** As `neighbourhoodFeatures` counts them with coarseness 0; null where sums of levels would not fit. */
  neighbourhood(steps: Int32Array, countsIsolated: boolean, width: number): NeighbourCounts | null;
  /** Calls `found` with the level and size of every zone. `steps` to all neighbours of a voxel. */
  zones(steps: Int32Array, found: (level: number, size: number) => void): void;
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
const PAGE = 65_536;
const SPARE = 64;

let held: { readonly grid: LevelGrid; readonly kernels: GridKernels } | null = null;

/** The kernels over a grid; null where there are none, or where the plain path is the better one. */
export function gridKernels(grid: LevelGrid): GridKernels | null {
  const exports = textureModule.exports();
  if (!exports || grid.levels.length > MOST_EMPTY * grid.at.length) return null;
  if (held?.grid !== grid) held = { grid, kernels: load(exports, grid) };
  return held.kernels;
}

const aligned = (bytes: number): number => (bytes + 15) & ~15;

function load(exports: TextureExports, grid: LevelGrid): GridKernels {
  const { levels, at, dims, greyLevels } = grid;
  const size = levels.length;
  // Memory: levels, positions, then room for what a call needs.
  const levelsAt = SPARE;
  const voxelsAt = aligned(levelsAt + 2 * size + SPARE);
  const roomAt = aligned(voxelsAt + 4 * at.length);
  reserve(exports, roomAt);
  new Uint16Array(exports.memory.buffer, levelsAt, size + SPARE / 2).fill(0).set(levels);
  new Int32Array(exports.memory.buffer, voxelsAt, at.length).set(at);
  const before = grid.rim * (1 + dims[0] + dims[0] * dims[1]);
  const [from, to] = [before, size - before];
  const voxelsOf = new Float64Array(greyLevels + 1);
  for (let v = 0; v < at.length; v++) voxelsOf[levels[at[v]!]!]!++;

  /** Space of so many bytes each after the grid, zeroed; their addresses. */
  const room = (...bytes: number[]): number[] => {
    const places: number[] = [];
    let end = roomAt;
    for (const need of bytes) {
      places.push(end);
      end = aligned(end + need);
    }
    reserve(exports, end);
    new Uint8Array(exports.memory.buffer, roomAt, end - roomAt).fill(0);
    return places;
  };
  const addTo = (target: Uint32Array, address: number): void => {
    const counted = new Uint32Array(exports.memory.buffer, address, target.length);
    for (let c = 0; c < target.length; c++) target[c]! += counted[c]!;
  };
  return {
    pairs(step, cells, side) {
      const [cellsAt] = room(4 * cells.length) as [number];
      exports.pairs(levelsAt, voxelsAt, at.length, step, cellsAt, side);
      addTo(cells, cellsAt);
    },
    runs(step, dense, width) {
      const [denseAt] = room(4 * dense.length) as [number];
      exports.longRuns(levelsAt, from, to, step, denseAt, width);
      const counted = new Uint32Array(exports.memory.buffer, denseAt, dense.length);
      for (let g = 1; g <= greyLevels; g++) {
        if (voxelsOf[g] === 0) continue;
        // Voxels of a level that lie in no longer run are runs of one.
        let alone = voxelsOf[g]!;
        for (let length = 2; length < width; length++) {
          const runs = counted[g * width + length]!;
          if (runs === 0) continue;
          dense[g * width + length]! += runs;
          alone -= runs * length;
        }
        dense[g * width + 1]! += alone;
      }
    },
    neighbourhood(steps, countsIsolated, width) {
      if (greyLevels > HIGHEST_SUM_LEVEL) return null;
      const cells = (greyLevels + 1) * width;
      const sums = 8 * (greyLevels + 1);
      const [stepsAt, denseAt, nAt, sAt, scratch] = room(4 * steps.length, 4 * cells, sums, sums, 48) as number[] &
        [number, number, number, number, number];
      new Int32Array(exports.memory.buffer, stepsAt, steps.length).set(steps);
      const isolated = countsIsolated ? 1 : 0;
      exports.neighbourhood(levelsAt, from, to, stepsAt, steps.length, isolated, denseAt, width, nAt, sAt, scratch);
      const { buffer } = exports.memory;
      return {
        dense: new Uint32Array(buffer, denseAt, cells).slice(),
        n: new Float64Array(buffer, nAt, greyLevels + 1).slice(),
        s: new Float64Array(buffer, sAt, greyLevels + 1).slice(),
      };
    },
    zones(steps, found) {
      const before = steps.filter((step) => step < 0);
      const [stepsAt, parentAt, sizesAt] = room(4 * before.length, 4 * size, 4 * size) as [number, number, number];
      new Int32Array(exports.memory.buffer, stepsAt, before.length).set(before);
      exports.zones(levelsAt, from, to, stepsAt, before.length, parentAt, sizesAt);
      const sizes = new Int32Array(exports.memory.buffer, sizesAt, size);
      for (let v = 0; v < at.length; v++) {
        const zone = sizes[at[v]!]!;
        if (zone > 0) found(levels[at[v]!]!, zone);
      }
    },
  };
}

function reserve({ memory }: TextureExports, bytes: number): void {
  const missing = bytes - memory.buffer.byteLength;
  if (missing > 0) memory.grow(Math.ceil(missing / PAGE));
}
