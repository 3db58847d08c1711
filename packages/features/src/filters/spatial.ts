import type { Triple } from "@nadir/imaging";
import {
  axesOf,
  type Boundary,
  convolveAxis,
  convolveSeparable,
  Pool,
  type Pooling,
  rightAngleTurns,
} from "./convolve.ts";
import type { Scalars } from "./grid.ts";

/** Mean over `support` voxels along each axis (IBSI 2, mean filter). */
export function meanFilter(source: Scalars, support: number, boundary: Boundary, is2d: boolean): Float64Array {
  const box = new Float64Array(support).fill(1 / support);
  return convolveSeparable(
    source,
    axesOf(is2d).map(() => box),
    boundary,
  ).data;
}

/**
 * Laplacian of Gaussian with a sampled kernel cut off at `cutoff` sigma per axis and shifted to sum 0 (IBSI 2).
 * `sigma` in mm. The kernel is a sum of products, one for each axis, and a constant.
 */
export function laplacianOfGaussian(
  source: Scalars,
  spacing: Triple,
  sigma: number,
  cutoff: number,
  boundary: Boundary,
  is2d: boolean,
): Float64Array {
  const axes = axesOf(is2d);
  const kernels = axes.map((x) => {
    const s = sigma / spacing[x];
    const half = Math.floor(cutoff * s + 0.5);
    const at = Float64Array.from({ length: 2 * half + 1 }, (_, n) => n - half);
    const plain = at.map((t) => Math.exp((-t * t) / (2 * s * s)) / (Math.sqrt(2 * Math.PI) * s));
    return { plain, second: plain.map((g, n) => (g * (at[n]! ** 2 / (s * s) - 1)) / (s * s)) };
  });
  const out = new Float64Array(source.data.length);
  let [total, cells] = [0, 1];
  const sum = (g: Float64Array): number => g.reduce((a, b) => a + b, 0);
  for (const { plain } of kernels) cells *= plain.length;
  for (const [n] of axes.entries()) {
    const parts = kernels.map((k, m) => (m === n ? k.second : k.plain));
    const map = convolveSeparable(source, parts, boundary).data;
    for (let p = 0; p < out.length; p++) out[p]! += map[p]!;
    total += parts.reduce((product, g) => product * sum(g), 1);
  }
  const flat = convolveSeparable(
    source,
    kernels.map(({ plain }) => new Float64Array(plain.length).fill(1)),
    boundary,
  ).data;
  for (let p = 0; p < out.length; p++) out[p]! -= (total / cells) * flat[p]!;
  return out;
}

const LAWS: Readonly<Record<string, readonly number[]>> = {
  L3: [1, 2, 1],
  L5: [1, 4, 6, 4, 1],
  E3: [-1, 0, 1],
  E5: [-1, -2, 0, 2, 1],
  S3: [-1, 2, -1],
  S5: [-1, 0, 2, 0, -1],
  W5: [-1, 2, 0, -2, 1],
  R5: [1, -4, 6, -4, 1],
};
export const LAWS_KERNELS = ["L3", "L5", "E3", "E5", "S3", "S5", "W5", "R5"] as const;
export type LawsKernel = (typeof LAWS_KERNELS)[number];

/** A Laws kernel of unit energy. */
const laws = (name: LawsKernel): readonly number[] => {
  const taps = LAWS[name]!;
  const norm = Math.sqrt(taps.reduce((sum, x) => sum + x * x, 0));
  return taps.map((x) => x / norm);
};

export interface LawsOptions {
  readonly kernels: readonly LawsKernel[];
  readonly pooling: Pooling | null;
  /** Chebyshev distance of the energy map; null leaves it out. */
  readonly energyDistance: number | null;
}

/** Laws' kernels, one an axis; with pooling over the right-angle turns, then the mean absolute response around. */
export function lawsFilter(source: Scalars, options: LawsOptions, boundary: Boundary, is2d: boolean): Float64Array {
  const kernels = options.kernels.map(laws);
  let map: Float64Array;
  if (options.pooling) {
    const pool = new Pool(options.pooling);
    for (const turn of rightAngleTurns(kernels, (g) => [...g].reverse(), is2d))
      pool.add(convolveSeparable(source, turn, boundary).data);
    map = pool.result();
  } else map = convolveSeparable(source, kernels, boundary).data;
  if (options.energyDistance === null) return map;
  const side = 2 * options.energyDistance + 1;
  return meanFilter({ data: map.map(Math.abs), dims: source.dims }, side, boundary, is2d);
}

export interface GridWavelet {
  readonly low: Float64Array;
  readonly high: Float64Array;
}

/**
 * Undecimated separable wavelet (IBSI 2): `bands` names the filter of each axis at the last level, e.g. LHL; the
 * levels before it are low-pass throughout, filters stretched by 2 from one level to the next.
 */
export function separableWavelet(
  source: Scalars,
  { low, high }: GridWavelet,
  bands: string,
  level: number,
  pooling: Pooling | null,
  boundary: Boundary,
  is2d: boolean,
): Float64Array {
  const letters = [...bands].slice(0, is2d ? 2 : 3);
  const one = (turn: readonly Side[]): Float64Array => {
    let map = source;
    for (let l = 1; l <= level; l++)
      for (const [n, axis] of axesOf(is2d).entries()) {
        const { letter, isReversed } = turn[n]!;
        const taps = l === level && letter === "H" ? high : low;
        const g = stretched(taps, 2 ** (l - 1));
        const centre = Math.floor(g.length / 2);
        // A turned filter is mirrored about the voxel it answers for.
        map = isReversed
          ? convolveAxis(map, axis, g.slice().reverse(), boundary, g.length - 1 - centre)
          : convolveAxis(map, axis, g, boundary, centre);
      }
    return map.data;
  };
  const sides = letters.map((letter): Side => ({ letter, isReversed: false }));
  if (!pooling) return one(sides);
  const pool = new Pool(pooling);
  for (const turn of rightAngleTurns(sides, ({ letter, isReversed }) => ({ letter, isReversed: !isReversed }), is2d))
    pool.add(one(turn));
  return pool.result();
}

interface Side {
  readonly letter: string;
  readonly isReversed: boolean;
}

/** Taps with `by` − 1 zeros after each. */
function stretched(taps: Float64Array, by: number): Float64Array {
  const out = new Float64Array(taps.length * by);
  for (let n = 0; n < taps.length; n++) out[n * by] = taps[n]!;
  return out;
}
