import {
  makeVolume,
  multiply,
  regionOf,
  sampleLinear,
  squaredDistances,
  type Triple,
  toWorld,
  type Volume,
  withData,
} from "@nadir/imaging";
import { convolveSeparable } from "../filters/convolve.ts";
import type { Perturbation } from "./perturbation.ts";

export interface Delineated {
  readonly image: Volume;
  /** The region is 1, all else 0. */
  readonly mask: Volume;
}

/**
 * Image and region after one perturbation. `uniform` gives numbers in [0, 1): seed it, and the same comes out again.
 * Where the turned or moved grid reaches beyond the image its edge voxels hold on. Refuses what `regionOf` refuses.
 */
export function perturb({ image, mask }: Delineated, what: Perturbation, uniform: () => number): Delineated {
  switch (what.kind) {
    case "translation":
      return moved({ image, mask }, shift(what.voxels), image.dims, image.spacing);
    case "rotation":
      return moved({ image, mask }, turn(mask, what.degrees), image.dims, image.spacing);
    case "resampling": {
      const factors = [what.factor, what.factor, what.isIn3d ? what.factor : 1] as const;
      const dims = image.dims.map((n, x) => Math.max(1, Math.round(n / factors[x]!))) as unknown as Triple;
      const spacing = image.spacing.map((s, x) => s * factors[x]!) as unknown as Triple;
      // The middles of both grids coincide.
      const first = image.dims.map((n, x) => (n - 1 - (dims[x]! - 1) * factors[x]!) / 2) as unknown as Triple;
      return moved(
        { image, mask },
        [factors[0], 0, 0, first[0], 0, factors[1], 0, first[1], 0, 0, factors[2], first[2], 0, 0, 0, 1],
        dims,
        spacing,
      );
    }
    case "noise": {
      const sd = what.sd === "estimated" ? estimatedNoise(image, mask) : what.sd;
      const noisy = Float64Array.from(image.data, (x) => x + sd * normal(uniform));
      return { image: withData(image, noisy), mask };
    }
    case "growth":
      return { image, mask: insideLevel(mask, () => what.mm, Math.abs(what.mm)) };
    case "contour": {
      const field = smoothField(mask, what.smoothMm, what.sdMm, uniform);
      return { image, mask: insideLevel(mask, (p) => field[p]!, 4 * what.sdMm) };
    }
  }
}

/** The region of one label (or several) as a mask of 0 and 1. Refuses what `regionOf` refuses. */
export function delineated(image: Volume, mask: Volume, label?: number | readonly number[]): Delineated {
  const { labels } = regionOf(mask, label);
  return {
    image,
    mask: withData(
      mask,
      Uint8Array.from(mask.data, (x) => (labels.includes(x) ? 1 : 0)),
    ),
  };
}

type Matrix = readonly number[];
const shift = ([i, j, k]: readonly number[]): Matrix => [1, 0, 0, i!, 0, 1, 0, j!, 0, 0, 1, k!, 0, 0, 0, 1];

/** The turn in millimetres about the region's centre, as a matrix of voxel indices. */
function turn(mask: Volume, degrees: number): Matrix {
  const { box } = regionOf(mask, 1);
  const centre = [0, 1, 2].map((x) => (box.min[x as 0] + box.max[x as 0]) / 2);
  const [c, s] = [Math.cos((degrees * Math.PI) / 180), Math.sin((degrees * Math.PI) / 180)];
  const stretch = mask.spacing[1] / mask.spacing[0];
  const rotation = [c, -s * stretch, 0, 0, s / stretch, c, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1];
  return multiply(shift(centre), multiply(rotation, shift(centre.map((x) => -x))));
}

/** Both on a grid whose voxel n lies at `matrix · n` of the old one; the mask linearly, at least half inside. */
function moved({ image, mask }: Delineated, matrix: Matrix, dims: Triple, spacing: Triple): Delineated {
  const data = new Float64Array(dims[0] * dims[1] * dims[2]);
  const bits = new Uint8Array(data.length);
  const held = (x: number, n: number): number => Math.min(Math.max(x, 0), n - 1);
  const [ni, nj, nk] = image.dims;
  for (let k = 0, p = 0; k < dims[2]; k++)
    for (let j = 0; j < dims[1]; j++)
      for (let i = 0; i < dims[0]; i++, p++) {
        const [x, y, z] = toWorld(matrix, i, j, k);
        const at = [held(x, ni), held(y, nj), held(z, nk)] as const;
        data[p] = sampleLinear(image, ...at);
        if (x > -0.5 && y > -0.5 && z > -0.5 && x < ni - 0.5 && y < nj - 0.5 && z < nk - 0.5)
          bits[p] = sampleLinear(mask, ...at) >= 0.5 ? 1 : 0;
      }
  const affine = multiply(image.affine, matrix);
  return {
    image: makeVolume({ data, dims, spacing, affine }),
    mask: makeVolume({ data: bits, dims, spacing, affine }),
  };
}

/**
 * Voxels whose signed distance to the border (mm, inside negative, measured from half-way between voxels) is at most
 * `level`; only those near the region can change. Never empty: the innermost voxels stay.
 */
function insideLevel(mask: Volume, level: (p: number) => number, reachMm: number): Volume {
  const { dims, spacing } = mask;
  const bits = Uint8Array.from(mask.data, (x) => (x ? 1 : 0));
  const outside = squaredDistances(bits, dims, spacing);
  const inside = squaredDistances(
    bits.map((x) => 1 - x),
    dims,
    spacing,
  );
  const half = Math.min(...spacing) / 2;
  const out = new Uint8Array(bits.length);
  let [kept, deepest] = [0, 0];
  for (let p = 0; p < bits.length; p++) {
    if (bits[p] && inside[p]! > deepest) deepest = inside[p]!;
    if (!bits[p] && outside[p]! > (reachMm + half) ** 2 + 1e-9) continue;
    const signed = bits[p] ? half - Math.sqrt(inside[p]!) : Math.sqrt(outside[p]!) - half;
    if (signed <= level(p) + 1e-9) {
      out[p] = 1;
      kept++;
    }
  }
  if (kept === 0) for (let p = 0; p < bits.length; p++) if (bits[p] && inside[p] === deepest) out[p] = 1;
  return withData(mask, out);
}

/** Normal numbers smoothed over `smoothMm`, scaled to the sd. */
function smoothField(mask: Volume, smoothMm: number, sdMm: number, uniform: () => number): Float64Array {
  const raw = new Float64Array(mask.data.length);
  for (let p = 0; p < raw.length; p++) raw[p] = normal(uniform);
  const kernels = mask.spacing.map((mm, x) => {
    const sigma = smoothMm / mm;
    const half = mask.dims[x] === 1 ? 0 : Math.min(mask.dims[x]! - 1, Math.ceil(3 * sigma));
    const taps = Float64Array.from({ length: 2 * half + 1 }, (_, n) =>
      Math.exp(-((n - half) ** 2) / (2 * sigma * sigma)),
    );
    // Sum of squares 1: smoothed unit noise keeps its unit variance.
    const norm = Math.sqrt(taps.reduce((sum, w) => sum + w * w, 0));
    return taps.map((w) => w / norm);
  });
  return convolveSeparable({ data: raw, dims: mask.dims }, kernels, "periodize").data.map((x) => x * sdMm);
}

/** sd of the noise: median |x| / 0.6745 of the diagonal Haar details of the slices that the region lies in. */
function estimatedNoise(image: Volume, mask: Volume): number {
  const { box } = regionOf(mask, 1);
  const [ni, nj] = image.dims;
  const details: number[] = [];
  for (let k = box.min[2]; k <= box.max[2]; k++)
    for (let j = 0; j + 1 < nj; j += 2)
      for (let i = 0; i + 1 < ni; i += 2) {
        const p = i + ni * (j + nj * k);
        details.push(Math.abs(image.data[p]! - image.data[p + 1]! - image.data[p + ni]! + image.data[p + ni + 1]!) / 2);
      }
  if (details.length === 0) return 0;
  details.sort((a, b) => a - b);
  return details[Math.floor((details.length - 1) / 2)]! / 0.6745;
}

/** A standard normal number (Box & Muller). */
const normal = (uniform: () => number): number =>
  Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform());
