import { refuse } from "@nadir/domain";
import type { Triple } from "@nadir/imaging";
import { GLCM } from "../catalogue/glcm.ts";
import { glcmFeatures } from "../texture/glcm-features.ts";
import { DIRECTIONS_2D, DIRECTIONS_3D } from "../texture/level-grid.ts";
import { type Boundary, fold } from "./convolve.ts";
import type { Scalars } from "./grid.ts";

/** Co-occurrence features that do not change when all levels do by the same step. */
export const HARALICK_FEATURES = [
  "joint_max",
  "joint_var",
  "joint_entr",
  "diff_avg",
  "diff_var",
  "diff_entr",
  "sum_var",
  "sum_entr",
  "energy",
  "contrast",
  "dissimilarity",
  "inv_diff",
  "inv_diff_mom",
  "inv_var",
  "corr",
  "clust_tend",
  "clust_shade",
  "clust_prom",
  "info_corr1",
  "info_corr2",
] as const;
export type HaralickFeature = (typeof HARALICK_FEATURES)[number];

/** Grey levels from 1 on a grid. */
export interface Levels {
  readonly levels: Uint16Array;
  readonly dims: Triple;
  readonly count: number;
}

const MOST_LEVELS = 4096;

/** Levels of a fixed width from the least intensity. Refuses `TOO_MANY_BINS`. */
export function levelsOf({ data, dims }: Scalars, width: number): Levels {
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (let p = 0; p < data.length; p++) {
    if (data[p]! < low) low = data[p]!;
    if (data[p]! > high) high = data[p]!;
  }
  const count = Math.floor((high - low) / width) + 1;
  if (count > MOST_LEVELS)
    refuse(
      "TOO_MANY_BINS",
      `Bins of width ${width} over the image would be ${count}; at most ${MOST_LEVELS} are taken in a window.`,
    );
  return { levels: Uint16Array.from(data, (x) => Math.floor((x - low) / width) + 1), dims, count };
}

/**
 * A Haralick feature around every voxel (Haralick et al., IEEE Trans Syst Man Cybern 1973;3:610): the symmetric
 * co-occurrence matrix of all neighbouring pairs of the window of `radius` voxels, all directions merged.
 */
export function haralickMap(
  { levels, dims, count }: Levels,
  { feature, radius }: { feature: HaralickFeature; radius: number },
  boundary: Boundary,
  is2d: boolean,
): Float64Array {
  const at = GLCM.findIndex((entry) => entry.id === `cm_${feature}`);
  const directions = is2d || dims[2] === 1 ? DIRECTIONS_2D : DIRECTIONS_3D;
  const deep = is2d || dims[2] === 1 ? 0 : radius;
  const side = 2 * radius + 1;
  const window = new Uint16Array(side * side * (2 * deep + 1));
  const out = new Float64Array(levels.length);
  const counter = new PairCounts(count);
  for (let k = 0, p = 0; k < dims[2]; k++)
    for (let j = 0; j < dims[1]; j++)
      for (let i = 0; i < dims[0]; i++, p++) {
        let w = 0;
        for (let c = -deep; c <= deep; c++)
          for (let b = -radius; b <= radius; b++)
            for (let a = -radius; a <= radius; a++, w++) {
              const x = fold(i + a, dims[0], boundary);
              const y = fold(j + b, dims[1], boundary);
              const z = fold(k + c, dims[2], boundary);
              // Level 0 stands for nothing; it makes no pair.
              window[w] = x < 0 || y < 0 || z < 0 ? 0 : levels[x + dims[0] * (y + dims[1] * z)]!;
            }
        counter.clear();
        for (const [di, dj, dk] of directions)
          for (let c = 0; c <= 2 * deep; c++)
            for (let b = 0; b < side; b++)
              for (let a = 0; a < side; a++) {
                if (a + di < 0 || a + di >= side || b + dj < 0 || b + dj >= side || c + dk > 2 * deep) continue;
                counter.add(window[a + side * (b + side * c)]!, window[a + di + side * (b + dj + side * (c + dk))]!);
              }
        out[p] = counter.feature(at);
      }
  return out;
}

/** A matrix that is emptied by what was put in, so that a window costs its own pairs only. */
class PairCounts {
  private readonly cells: Uint32Array;
  private readonly used: number[] = [];

  constructor(private readonly levels: number) {
    this.cells = new Uint32Array((levels + 1) ** 2);
  }

  add(a: number, b: number): void {
    if (a === 0 || b === 0) return;
    const cell = a < b ? a * (this.levels + 1) + b : b * (this.levels + 1) + a;
    if (this.cells[cell]! === 0) this.used.push(cell);
    this.cells[cell]!++;
  }

  clear(): void {
    for (const cell of this.used) this.cells[cell] = 0;
    this.used.length = 0;
  }

  feature(at: number): number {
    const size = this.used.length;
    const i = new Uint16Array(size);
    const j = new Uint16Array(size);
    const n = new Float64Array(size);
    let total = 0;
    for (const [e, cell] of this.used.sort((a, b) => a - b).entries()) {
      const a = Math.floor(cell / (this.levels + 1));
      const b = cell % (this.levels + 1);
      const pairs = this.cells[cell]!;
      i[e] = a;
      j[e] = b;
      n[e] = a === b ? 2 * pairs : pairs;
      total += 2 * pairs;
    }
    return glcmFeatures({ i, j, n, size, total }, this.levels)?.[at] ?? 0;
  }
}
