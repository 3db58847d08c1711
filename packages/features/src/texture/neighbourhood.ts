import { meanRows, type ZonalAggregation } from "./aggregate.ts";
import { gridKernels } from "./kernels/texture-kernels.ts";
import type { LevelGrid } from "./level-grid.ts";
import { SizeCounts } from "./size-counts.ts";
import { sizeFeatures } from "./size-features.ts";
import { neighbourSteps } from "./zones.ts";

export interface NeighbourhoodFeatures {
  /** NGTDM, 5 in catalogue order. */
  readonly tone: Float64Array;
  /** NGLDM, 17 in catalogue order. */
  readonly dependence: Float64Array | null;
}

export interface NeighbourhoodOptions {
  /** Neighbours that differ by at most this many levels are dependent (IBSI's coarseness). */
  readonly coarseness: number;
  /** Whether a voxel without neighbours counts in the tone difference matrix, with difference 0. */
  readonly countsIsolated: boolean;
  /** Steps to the neighbours; left out: all at Chebyshev distance 1. */
  readonly steps?: Int32Array;
}
const IBSI: NeighbourhoodOptions = { coarseness: 0, countsIsolated: false };

/**
 * Features of each voxel's neighbourhood at distance 1: grey tone differences (NGTDM) and dependences with
 * coarseness 0 (NGLDM). One pass serves both.
 */
export function neighbourhoodFeatures(
  grid: LevelGrid,
  aggregation: ZonalAggregation,
  options: NeighbourhoodOptions = IBSI,
): NeighbourhoodFeatures {
  const { sliceStart, at, greyLevels } = grid;
  const { coarseness, countsIsolated } = options;
  const steps = options.steps ?? neighbourSteps(grid, aggregation !== "3D");
  const groups =
    aggregation === "2D"
      ? Array.from({ length: sliceStart.length - 1 }, (_, k) => [sliceStart[k]!, sliceStart[k + 1]!] as const)
      : [[0, at.length] as const];
  const tones: Float64Array[] = [];
  const dependences: Float64Array[] = [];
  const width = steps.length + 2;
  const dense = (greyLevels + 1) * width <= 1 << 22 ? new Uint32Array((greyLevels + 1) * width) : null;
  for (const [from, to] of groups) {
    if (from === to) continue;
    const counts = new SizeCounts(width);
    const isWhole = to - from === at.length;
    const counted = isWhole && coarseness === 0 ? gridKernels(grid)?.neighbourhood(steps, countsIsolated, width) : null;
    const { n, s } = counted ?? countNeighbours(grid, steps, from, to, options, counts, dense, width);
    if (counted) counts.addDense(counted.dense, width);
    else if (dense) {
      counts.addDense(dense, width);
      dense.fill(0);
    }
    const dependence = sizeFeatures(counts, to - from);
    if (dependence) dependences.push(dependence);
    const tone = toneFeatures(n, s);
    if (tone) tones.push(tone);
  }
  // No voxel has a neighbour anywhere: coarsest possible, nothing to contrast (radiomics §13).
  const tone = meanRows(tones) ?? Float64Array.of(MOST_COARSE, 0, 0, 0, 0);
  return { tone, dependence: meanRows(dependences) };
}

/** One pass over voxels: dependences into `dense` (or `counts` without it), tone differences per level as the answer. */
function countNeighbours(
  { levels, at, greyLevels }: LevelGrid,
  steps: Int32Array,
  from: number,
  to: number,
  { coarseness, countsIsolated }: NeighbourhoodOptions,
  counts: SizeCounts,
  dense: Uint32Array | null,
  width: number,
): { n: Float64Array; s: Float64Array } {
  const n = new Float64Array(greyLevels + 1);
  const s = new Float64Array(greyLevels + 1);
  for (let v = from; v < to; v++) {
    const p = at[v]!;
    const level = levels[p]!;
    let sum = 0;
    let neighbours = 0;
    let alike = 0;
    for (let t = 0; t < steps.length; t++) {
      const q = levels[p + steps[t]!]!;
      if (q === 0) continue;
      sum += q;
      neighbours++;
      if (Math.abs(q - level) <= coarseness) alike++;
    }
    if (neighbours > 0) {
      n[level]!++;
      s[level]! += Math.abs(level - sum / neighbours);
    } else if (countsIsolated) n[level]!++;
    if (dense) {
      const cell = level * width + alike + 1;
      dense[cell] = dense[cell]! + 1;
    } else counts.add(level, alike + 1);
  }
  return { n, s };
}

const MOST_COARSE = 1e6;

/**
 * Coarseness, contrast, busyness, complexity, strength from counts and tone differences per level (radiomics §7.3);
 * null when no voxel has a neighbour.
 */
function toneFeatures(n: Float64Array, s: Float64Array): Float64Array | null {
  const present: number[] = [];
  let [total, tones] = [0, 0];
  for (let g = 1; g < n.length; g++)
    if (n[g]! > 0) {
      present.push(g);
      total += n[g]!;
      tones += s[g]!;
    }
  if (present.length === 0) return null;
  let ps = 0;
  for (const g of present) ps += (n[g]! / total) * s[g]!;
  const coarseness = ps > 0 ? Math.min(1 / ps, MOST_COARSE) : MOST_COARSE;
  // One level: nothing to compare.
  if (present.length < 2) return Float64Array.of(coarseness, 0, 0, 0, 0);
  let [contrast, busyness, complexity, strength] = [0, 0, 0, 0];
  for (let a = 0; a < present.length; a++) {
    const i = present[a]!;
    const pi = n[i]! / total;
    for (let b = 0; b < present.length; b++) {
      const j = present[b]!;
      const pj = n[j]! / total;
      const d = i - j;
      contrast += pi * pj * d * d;
      busyness += Math.abs(i * pi - j * pj);
      complexity += (Math.abs(d) * (pi * s[i]! + pj * s[j]!)) / (pi + pj);
      strength += (pi + pj) * d * d;
    }
  }
  return Float64Array.of(
    coarseness,
    (contrast / (present.length * (present.length - 1))) * (tones / total),
    busyness > 0 ? ps / busyness : 0,
    complexity / total,
    tones > 0 ? strength / tones : 0,
  );
}
