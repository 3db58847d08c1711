import { type Discretised, levelCounts } from "../prepare/discretise.ts";
import type { Prepared } from "../prepare/prepared.ts";

/**
 * Grey levels of I in a box with a rim of empty voxels: level 0 means "not in I", and no neighbour within the rim's width
 * needs a bounds check. Voxels are listed slice by slice.
 */
export interface LevelGrid {
  /** Empty voxels around the region's box on each side; at least 1. */
  readonly rim: number;
  /** Sides of the padded box. */
  readonly dims: readonly [number, number, number];
  readonly levels: Uint16Array;
  /** Positions of I's voxels in the padded box, ascending. */
  readonly at: Int32Array;
  /** Slice n (along k) holds `at[sliceStart[n]]` to before `at[sliceStart[n + 1]]`; one entry more than slices. */
  readonly sliceStart: Int32Array;
  readonly greyLevels: number;
  /** How many voxels each level has. */
  readonly voxelsOf: Uint32Array;
}

/** Where the voxels of a region stand in its padded box: the same for every image of the region. */
type Places = Pick<LevelGrid, "rim" | "dims" | "at" | "sliceStart">;
const placed = new WeakMap<Int32Array, Places>();

export function levelGrid(region: Pick<Prepared, "dims" | "at">, discretised: Discretised, rim = 1): LevelGrid {
  const known = placed.get(region.at);
  const places = known?.rim === rim ? known : placesOf(region, rim);
  placed.set(region.at, places);
  const { dims, at } = places;
  const levels = new Uint16Array(dims[0] * dims[1] * dims[2]);
  for (let n = 0; n < at.length; n++) levels[at[n]!] = discretised.levels[n]!;
  return { ...places, levels, greyLevels: discretised.greyLevels, voxelsOf: levelCounts(discretised) };
}

function placesOf(region: Pick<Prepared, "dims" | "at">, rim: number): Places {
  const [ni, nj, nk] = region.dims;
  const dims = [ni + 2 * rim, nj + 2 * rim, nk + 2 * rim] as const;
  const at = new Int32Array(region.at.length);
  const sliceStart = new Int32Array(nk + 1);
  // Positions ascend: row by row, without dividing.
  let [row, rowEnd, shift] = [0, ni, rim + dims[0] * (rim + dims[1] * rim)];
  for (let n = 0; n < at.length; n++) {
    const p = region.at[n]!;
    while (p >= rowEnd) {
      row++;
      rowEnd += ni;
      const k = Math.floor(row / nj);
      shift = rim + dims[0] * (row - k * nj + rim + dims[1] * (k + rim)) - row * ni;
    }
    at[n] = p + shift;
    sliceStart[Math.floor(row / nj) + 1]!++;
  }
  for (let k = 0; k < nk; k++) sliceStart[k + 1]! += sliceStart[k]!;
  return { rim, dims, at, sliceStart };
}

/** One of each pair of opposite directions at Chebyshev distance 1 within a slice. */
export const DIRECTIONS_2D: readonly (readonly [number, number, number])[] = [
  [1, 0, 0],
  [1, 1, 0],
  [0, 1, 0],
  [-1, 1, 0],
];

/** The 13 directions in space: the four of the slice first. */
export const DIRECTIONS_3D: readonly (readonly [number, number, number])[] = [
  ...DIRECTIONS_2D,
  ...[-1, 0, 1].flatMap((dj) => [-1, 0, 1].map((di) => [di, dj, 1] as const)),
];

export const stepOf = (grid: LevelGrid, [di, dj, dk]: readonly [number, number, number]): number =>
  di + grid.dims[0] * (dj + grid.dims[1] * dk);
