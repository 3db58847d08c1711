import type { Triple } from "@nadir/imaging";
import { type LevelGrid, stepOf } from "../texture/level-grid.ts";
import { symmetricSpectrum } from "./symmetric-spectrum.ts";

/** A co-occurrence matrix that is not symmetric: `cells` maps i · (levels + 1) + j to its count. */
export interface OrderedCounts {
  readonly cells: ReadonlyMap<number, number>;
  readonly side: number;
}

/** Rows are the voxel, columns its neighbour one step ahead (PyRadiomics with `symmetricalGLCM` false). */
export function orderedCounts(grid: LevelGrid, direction: Triple): OrderedCounts {
  const { levels, at, greyLevels } = grid;
  const side = greyLevels + 1;
  const step = stepOf(grid, direction);
  const cells = new Map<number, number>();
  for (let n = 0; n < at.length; n++) {
    const p = at[n]!;
    const j = levels[p + step]!;
    if (j === 0) continue;
    const key = levels[p]! * side + j;
    cells.set(key, (cells.get(key) ?? 0) + 1);
  }
  return { cells, side };
}

const plog = (p: number): number => (p > 0 ? -p * Math.log2(p) : 0);

/**
 * The 26 features of `GLCM_ROWS` of a matrix that need not be symmetric, by PyRadiomics' formulas: JointAverage and
 * SumSquares are those of the rows, cluster features are about µ_x + µ_y, Imc1 divides by the larger marginal entropy,
 * Imc2 has HXY2 = HX + HY. `levelsInRegion` counts the grey levels of the region. Null for a matrix without pairs.
 */
export function orderedFeatures({ cells, side }: OrderedCounts, levelsInRegion: number): Float64Array | null {
  const greyLevels = side - 1;
  const entries = [...cells].map(([key, n]) => ({ i: Math.floor(key / side), j: key % side, n }));
  const total = entries.reduce((sum, { n }) => sum + n, 0);
  if (total === 0) return null;
  const [px, py] = [new Float64Array(side), new Float64Array(side)];
  const pd = new Float64Array(side);
  const ps = new Float64Array(2 * side);
  let [max, entropy, energy, product] = [0, 0, 0, 0];
  for (const { i, j, n } of entries) {
    const p = n / total;
    max = Math.max(max, p);
    entropy += plog(p);
    energy += p * p;
    product += i * j * p;
    px[i]! += p;
    py[j]! += p;
    pd[Math.abs(i - j)]! += p;
    ps[i + j]! += p;
  }
  const [x, y] = [momentsOf(px), momentsOf(py)];
  let covariance = 0;
  for (const { i, j, n } of entries) covariance += ((i - x.mean) * (j - y.mean) * n) / total;
  const spread = Math.sqrt(x.variance) * Math.sqrt(y.variance);
  const difference = momentsOf(pd);
  const sum = momentsOf(ps);
  const over = (f: (k: number) => number): number => pd.reduce((s, p, k) => (p > 0 ? s + p * f(k) : s), 0);
  const [hx, hy] = [x.entropy, y.entropy];
  const centre = x.mean + y.mean;
  const cluster = (power: number): number => ps.reduce((s, p, k) => (p > 0 ? s + p * (k - centre) ** power : s), 0);
  return Float64Array.of(
    max,
    x.mean,
    x.variance,
    entropy,
    difference.mean,
    difference.variance,
    difference.entropy,
    sum.mean,
    sum.variance,
    sum.entropy,
    energy,
    over((k) => k * k),
    difference.mean,
    over((k) => 1 / (1 + k)),
    over((k) => 1 / (1 + k / greyLevels)),
    over((k) => 1 / (1 + k * k)),
    over((k) => 1 / (1 + (k * k) / (greyLevels * greyLevels))),
    over((k) => (k > 0 ? 1 / (k * k) : 0)),
    spread === 0 ? 1 : covariance / (spread + Number.EPSILON),
    product,
    cluster(2),
    cluster(3),
    cluster(4),
    Math.max(hx, hy) > 0 ? (entropy - hx - hy) / Math.max(hx, hy) : 0,
    Math.sqrt(Math.max(0, 1 - Math.exp(-2 * (hx + hy - entropy)))),
    correlation(entries, px, py, total, levelsInRegion),
  );
}

function momentsOf(p: Float64Array): { mean: number; variance: number; entropy: number } {
  let [mean, variance, entropy] = [0, 0, 0];
  for (let k = 0; k < p.length; k++) {
    mean += k * p[k]!;
    entropy += plog(p[k]!);
  }
  for (let k = 0; k < p.length; k++) variance += (k - mean) ** 2 * p[k]!;
  return { mean, variance, entropy };
}

/**
 * √ of the second largest eigenvalue of Q(i,j) = Σ_k p(i,k) p(j,k) / (p_x(i) p_y(k)). Q is similar to B·Bᵀ with
 * B(i,k) = p(i,k) / √(p_x(i) p_y(k)), a symmetric matrix.
 */
function correlation(
  entries: readonly { i: number; j: number; n: number }[],
  px: Float64Array,
  py: Float64Array,
  total: number,
  levelsInRegion: number,
): number {
  if (levelsInRegion < 2) return 1;
  const rows = [...px.keys()].filter((g) => px[g]! > 0);
  const slot = new Map(rows.map((g, n) => [g, n]));
  const side = rows.length;
  if (side < 2) return 0;
  const byColumn = new Map<number, { at: number; b: number }[]>();
  for (const { i, j, n } of entries) {
    const b = n / total / Math.sqrt(px[i]! * py[j]! + Number.EPSILON);
    byColumn.set(j, [...(byColumn.get(j) ?? []), { at: slot.get(i)!, b }]);
  }
  const square = new Float64Array(side * side);
  for (const column of byColumn.values())
    for (const u of column) for (const v of column) square[u.at * side + v.at]! += u.b * v.b;
  const values = symmetricSpectrum(square, side).sort((a, b) => b - a);
  return Math.sqrt(Math.max(0, values[1]!));
}
