import type { PyradiomicsClass, PyradiomicsSetting } from "@nadir/domain";
import type { Triple } from "@nadir/imaging";
import { meanRows } from "../texture/aggregate.ts";
import { DENSE_CELLS, denseCounter, sparseCounter } from "../texture/glcm.ts";
import { type CooccurrenceCounts, glcmFeatures } from "../texture/glcm-features.ts";
import { countRuns } from "../texture/glrlm.ts";
import { DIRECTIONS_2D, DIRECTIONS_3D, type LevelGrid, stepOf } from "../texture/level-grid.ts";
import { neighbourhoodFeatures } from "../texture/neighbourhood.ts";
import { SizeCounts } from "../texture/size-counts.ts";
import { sizeFeatures } from "../texture/size-features.ts";
import { zoneFeatures } from "../texture/zones.ts";
import { maximalCorrelation } from "./correlation-coefficient.ts";
import { type OrderedCounts, orderedCounts, orderedFeatures } from "./glcm-ordered.ts";
import { GLCM_ROWS, GLDM_ROWS, GLRLM_ROWS, GLSZM_ROWS, NGTDM_ROWS } from "./names.ts";

type Texture = Exclude<PyradiomicsClass, "shape" | "shape2D" | "firstorder">;

/** The features of one texture class by PyRadiomics' names. `spacing` is that of the grid's axes, for weighting. */
export function texture(
  family: Texture,
  grid: LevelGrid,
  setting: PyradiomicsSetting,
  spacing: Triple,
): Record<string, number> {
  switch (family) {
    case "glcm":
      return named(GLCM_ROWS, cooccurrence(grid, setting, spacing));
    case "glrlm":
      return named(GLRLM_ROWS, runLengths(grid, setting, spacing));
    case "glszm":
      return named(GLSZM_ROWS, zoneFeatures(grid, setting.force2D ? "2.5D" : "3D", null).size);
    case "gldm":
      return named(GLDM_ROWS, around(grid, setting).dependence);
    case "ngtdm":
      return named(NGTDM_ROWS, around(grid, setting).tone);
  }
}

const remembered = new WeakMap<LevelGrid, ReturnType<typeof neighbourhoodFeatures>>();

/** One pass serves both neighbourhood classes of an image. */
function around(grid: LevelGrid, setting: PyradiomicsSetting) {
  const known = remembered.get(grid);
  if (known) return known;
  const half = directions(setting, setting.distances).map((d) => stepOf(grid, d));
  const found = neighbourhoodFeatures(grid, setting.force2D ? "2.5D" : "3D", {
    coarseness: setting.gldm_a,
    countsIsolated: true,
    // A voxel has each neighbour ahead and its mirror image behind.
    steps: Int32Array.from([...half, ...half.map((step) => -step)].sort((a, b) => a - b)),
  });
  remembered.set(grid, found);
  return found;
}

/** Rows say which entry of the shared feature list carries each name. */
function named(
  rows: readonly (readonly [name: string, at: number, ibsi: string | null])[],
  values: Float64Array | null,
) {
  return values ? Object.fromEntries(rows.map(([name, at]) => [name, values[at]!])) : {};
}

/** One of each pair of opposite steps whose Chebyshev length is one of the distances. */
function directions({ force2D }: PyradiomicsSetting, distances: readonly number[] = [1]): readonly Triple[] {
  if (distances.every((d) => d === 1)) return force2D ? DIRECTIONS_2D : DIRECTIONS_3D;
  const wanted = new Set(distances);
  const most = Math.max(...distances);
  const found: Triple[] = [];
  for (let dk = 0; dk <= (force2D ? 0 : most); dk++)
    for (let dj = dk === 0 ? 0 : -most; dj <= most; dj++)
      for (let di = dk === 0 && dj === 0 ? 1 : -most; di <= most; di++)
        if (wanted.has(Math.max(Math.abs(di), Math.abs(dj), dk))) found.push([di, dj, dk]);
  return found;
}

/** exp(−d²) with d the length of the step in mm by the norm; 1 for `no_weighting`. */
function weightOf(norm: NonNullable<PyradiomicsSetting["weightingNorm"]>, step: Triple, spacing: Triple): number {
  const mm = step.map((n, x) => Math.abs(n) * spacing[x]!);
  switch (norm) {
    case "no_weighting":
      return 1;
    case "infinity":
      return Math.exp(-(Math.max(...mm) ** 2));
    case "euclidean":
      return Math.exp(-mm.reduce((sum, d) => sum + d * d, 0));
    case "manhattan":
      return Math.exp(-(mm.reduce((sum, d) => sum + d, 0) ** 2));
  }
}

const levelsPresent = ({ voxelsOf }: LevelGrid): number => voxelsOf.reduce((sum, n) => sum + (n > 0 ? 1 : 0), 0);

function ordered(grid: LevelGrid, setting: PyradiomicsSetting, spacing: Triple): Float64Array | null {
  const present = levelsPresent(grid);
  const each = directions(setting, setting.distances).map((d) => ({ counts: orderedCounts(grid, d), direction: d }));
  const norm = setting.weightingNorm;
  if (!norm) return meanRows(each.flatMap(({ counts }) => orderedFeatures(counts, present) ?? []));
  const cells = new Map<number, number>();
  for (const { counts, direction } of each) {
    const w = weightOf(norm, direction, spacing);
    for (const [key, n] of counts.cells) cells.set(key, (cells.get(key) ?? 0) + w * n);
  }
  const merged: OrderedCounts = { cells, side: grid.greyLevels + 1 };
  return orderedFeatures(merged, present);
}

function cooccurrence(grid: LevelGrid, setting: PyradiomicsSetting, spacing: Triple): Float64Array | null {
  if (!setting.symmetricalGLCM) return ordered(grid, setting, spacing);
  const { greyLevels, at } = grid;
  const present = levelsPresent(grid);
  const counter = (greyLevels + 1) ** 2 <= DENSE_CELLS ? denseCounter(greyLevels) : sparseCounter(greyLevels);
  const each = directions(setting, setting.distances).map((d) => {
    counter.clear();
    counter.add(grid, stepOf(grid, d), 0, at.length);
    return { counts: counter.counts(), direction: d };
  });
  const row = (counts: CooccurrenceCounts): Float64Array | null => {
    const features = glcmFeatures(counts, greyLevels);
    if (!features) return null;
    const all = new Float64Array(26);
    all.set(features);
    all[25] = maximalCorrelation(counts, greyLevels, present);
    return all;
  };
  const norm = setting.weightingNorm;
  if (!norm) return meanRows(each.flatMap(({ counts }) => row(counts) ?? []));
  const cells = new Map<number, number>();
  let total = 0;
  for (const { counts, direction } of each) {
    const w = weightOf(norm, direction, spacing);
    for (let e = 0; e < counts.size; e++) {
      const key = counts.i[e]! * (greyLevels + 1) + counts.j[e]!;
      cells.set(key, (cells.get(key) ?? 0) + w * counts.n[e]!);
    }
    total += w * counts.total;
  }
  const keys = [...cells.keys()].sort((a, b) => a - b);
  return row({
    i: Uint16Array.from(keys, (key) => Math.floor(key / (greyLevels + 1))),
    j: Uint16Array.from(keys, (key) => key % (greyLevels + 1)),
    n: Float64Array.from(keys, (key) => cells.get(key)!),
    size: keys.length,
    total,
  });
}

function runLengths(grid: LevelGrid, setting: PyradiomicsSetting, spacing: Triple): Float64Array | null {
  const { greyLevels, at, dims } = grid;
  const longest = Math.max(...dims);
  const width = longest + 1;
  const rows: Float64Array[] = [];
  const merged = new SizeCounts(longest);
  let voxels = 0;
  for (const direction of directions(setting)) {
    if (!hasLine(grid, direction)) continue;
    const counts = new SizeCounts(longest);
    const dense = (greyLevels + 1) * width <= 1 << 22 ? new Uint32Array((greyLevels + 1) * width) : null;
    countRuns(grid, stepOf(grid, direction), 0, at.length, dense, width, counts);
    if (dense) counts.addDense(dense, width);
    if (setting.weightingNorm) {
      const w = weightOf(setting.weightingNorm, direction, spacing);
      for (const { level, size, count } of counts.entries()) merged.add(level, size, w * count);
      voxels += w * at.length;
    } else {
      const row = sizeFeatures(counts, at.length);
      if (row) rows.push(row);
    }
  }
  return setting.weightingNorm ? sizeFeatures(merged, voxels) : meanRows(rows);
}

/** Whether two voxels of the region lie on one line of the direction; without one PyRadiomics leaves it out. */
function hasLine(grid: LevelGrid, direction: Triple): boolean {
  const { levels, at, dims } = grid;
  const step = stepOf(grid, direction);
  for (let n = 0; n < at.length; n++) if (levels[at[n]! + step]! > 0) return true;
  // No two touch: look along the lines. Lines are told apart by where they would cross a fixed plane.
  const axis = direction.findIndex((d) => d !== 0);
  const seen = new Set<string>();
  for (let n = 0; n < at.length; n++) {
    const p = at[n]!;
    const index = [p % dims[0], Math.floor(p / dims[0]) % dims[1], Math.floor(p / (dims[0] * dims[1]))];
    const steps = index[axis]! * direction[axis]!;
    const line = index.map((x, a) => x - steps * direction[a]!).join();
    if (seen.has(line)) return true;
    seen.add(line);
  }
  return false;
}
