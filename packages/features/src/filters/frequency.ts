import type { Triple } from "@nadir/imaging";
import { fastLength, transform3d } from "../morphology/fft.ts";
import { type Boundary, fold, Pool, type Pooling } from "./convolve.ts";
import type { Scalars } from "./grid.ts";

/**
 * A transfer function over frequencies in units of the Nyquist frequency, real and imaginary part. On the symmetric
 * grid of the reference maps the n frequencies of an axis lie evenly from −1 to 1, the least two at ±1/(n − 1).
 */
export type Transfer = (x: number, y: number, z: number) => readonly [re: number, im: number];

const inverse = (re: Float64Array, im: Float64Array, dims: Triple): void => {
  for (let p = 0; p < im.length; p++) im[p] = -im[p]!;
  transform3d(re, im, dims);
  for (let p = 0; p < re.length; p++) {
    re[p]! /= re.length;
    im[p]! /= -re.length;
  }
};

/** The image with `pad` voxels around it and up to a length that transforms fast; periodic images stay as they are. */
function padded(
  { data, dims }: Scalars,
  pad: number,
  boundary: Boundary,
  is2d: boolean,
): { source: Scalars; pad: Triple } {
  const isBare = boundary === "periodize" && dims.every((n, x) => (is2d && x === 2) || fastLength(n) === n);
  const around = dims.map((_, x) => (isBare || (is2d && x === 2) ? 0 : pad)) as unknown as Triple;
  const size = dims.map((n, x) => (isBare || (is2d && x === 2) ? n : fastLength(n + 2 * pad))) as unknown as Triple;
  const out = new Float64Array(size[0] * size[1] * size[2]);
  for (let k = 0, to = 0; k < size[2]; k++)
    for (let j = 0; j < size[1]; j++)
      for (let i = 0; i < size[0]; i++, to++) {
        const a = fold(i - around[0], dims[0], boundary);
        const b = fold(j - around[1], dims[1], boundary);
        const c = fold(k - around[2], dims[2], boundary);
        if (a >= 0 && b >= 0 && c >= 0) out[to] = data[a + dims[0] * (b + dims[1] * c)]!;
      }
  return { source: { data: out, dims: size }, pad: around };
}

export interface FrequencyOptions {
  /** Voxels of boundary around the image. */
  readonly pad?: number;
  /** Where the n frequencies of an axis lie: evenly from −1 to 1 (as in IBSI's maps), or at those of the DFT. */
  readonly grid?: "symmetric" | "dft";
  /** What is done with the padded image first. */
  readonly before?: (padded: Scalars) => Scalars;
}

/** Filters in the frequency domain; in 2D slice by slice. The imaginary part of the answer is left out. */
export function frequencyFilter(
  image: Scalars,
  transfer: Transfer,
  boundary: Boundary,
  is2d: boolean,
  { pad: around = 32, grid = "symmetric", before = (x) => x }: FrequencyOptions = {},
): Float64Array {
  const { dims } = image;
  const extended = padded(image, around, boundary, is2d);
  const { pad } = extended;
  const source = before(extended.source);
  const size = source.dims;
  const slice: Triple = is2d ? [size[0], size[1], 1] : size;
  const cells = slice[0] * slice[1] * slice[2];
  const axis = (n: number): Float64Array =>
    Float64Array.from({ length: n }, (_, f) => {
      if (n === 1) return 0;
      const step = 2 * (f < n / 2 ? f : f - n);
      return grid === "dft" ? step / n : (step + 1) / (n - 1);
    });
  const [xs, ys, zs] = slice.map(axis) as [Float64Array, Float64Array, Float64Array];
  const hr = new Float64Array(cells);
  const hi = new Float64Array(cells);
  for (let k = 0, p = 0; k < slice[2]; k++)
    for (let j = 0; j < slice[1]; j++)
      for (let i = 0; i < slice[0]; i++, p++) [hr[p], hi[p]] = transfer(xs[i]!, ys[j]!, zs[k]!) as [number, number];
  const out = new Float64Array(dims[0] * dims[1] * dims[2]);
  const layers = is2d ? dims[2] : 1;
  for (let layer = 0; layer < layers; layer++) {
    const re = source.data.slice(layer * cells, (layer + 1) * cells);
    const im = new Float64Array(cells);
    transform3d(re, im, slice);
    for (let p = 0; p < cells; p++) {
      const a = re[p]! * hr[p]! - im[p]! * hi[p]!;
      im[p] = re[p]! * hi[p]! + im[p]! * hr[p]!;
      re[p] = a;
    }
    inverse(re, im, slice);
    const depth = is2d ? 1 : dims[2];
    for (let k = 0; k < depth; k++)
      for (let j = 0; j < dims[1]; j++)
        for (let i = 0; i < dims[0]; i++)
          out[i + dims[0] * (j + dims[1] * (k + layer))] =
            re[i + pad[0] + slice[0] * (j + pad[1] + slice[1] * (k + (is2d ? 0 : pad[2])))]!;
  }
  return out;
}

/** Simoncelli's band-pass of a level: cos(π/2 log₂(2ν/ν_max)) for ν_max/4 < ν ≤ ν_max = 2^(1−level). */
export function simoncelli(level: number): Transfer {
  const most = 2 ** (1 - level);
  return (x, y, z) => {
    const r = Math.hypot(x, y, z);
    return [r > most / 4 && r <= most ? Math.cos((Math.PI / 2) * Math.log2((2 * r) / most)) : 0, 0];
  };
}

/** Shannon's band-pass of a level: 1 for ν_max/2 < ν ≤ ν_max. */
export function shannon(level: number): Transfer {
  const most = 2 ** (1 - level);
  return (x, y, z) => {
    const r = Math.hypot(x, y, z);
    return [r > most / 2 && r <= most ? 1 : 0, 0];
  };
}

export interface GaborOptions {
  /** Both in voxels along the first axis. */
  readonly sigma: number;
  readonly wavelength: number;
  readonly gamma: number;
  /** Side of a voxel along the second axis over that along the first. */
  readonly ratio: number;
  /** Radians; one angle, or every multiple of the step below 2π. */
  readonly theta: number;
  readonly step: number | null;
  readonly pooling: Pooling;
}

/**
 * Modulus of the complex 2D Gabor response in the planes across the last axis; with a step, pooled over the angles.
 * g = exp(−(x'² + γ² y'²)/(2σ²)) exp(2πi x'/λ), x' along θ.
 */
export function gaborPlane(image: Scalars, options: GaborOptions, boundary: Boundary): Float64Array {
  const { dims } = image;
  // The envelope is widest where gamma is small; beyond an image with nothing around it there is nothing to meet.
  const reach = Math.ceil((4 * options.sigma * Math.max(1, 1 / options.gamma)) / Math.min(1, options.ratio));
  const half = boundary === "zero" ? Math.min(reach, Math.max(dims[0], dims[1])) : reach;
  const { source, pad } = padded(image, half, boundary === "periodize" ? "periodize" : boundary, true);
  const slice: Triple = [source.dims[0], source.dims[1], 1];
  const cells = slice[0] * slice[1];
  const step = options.step;
  const angles = step ? Array.from({ length: Math.round((2 * Math.PI) / step) }, (_, n) => n * step) : [options.theta];
  // A turn by π mirrors the kernel to its conjugate: for real images the modulus is the same.
  const half2 = step && angles.length % 2 === 0 ? angles.slice(0, angles.length / 2) : angles;
  const kernels = half2.map((theta) => gaborKernel(slice, theta, options, half));
  const out = new Float64Array(image.data.length);
  for (let k = 0; k < dims[2]; k++) {
    const sr = source.data.slice(k * cells, (k + 1) * cells);
    const si = new Float64Array(cells);
    transform3d(sr, si, slice);
    const pool = new Pool(options.pooling);
    for (const { re: gr, im: gi } of kernels) {
      const re = new Float64Array(cells);
      const im = new Float64Array(cells);
      for (let p = 0; p < cells; p++) {
        re[p] = sr[p]! * gr[p]! - si[p]! * gi[p]!;
        im[p] = sr[p]! * gi[p]! + si[p]! * gr[p]!;
      }
      inverse(re, im, slice);
      const map = new Float64Array(dims[0] * dims[1]);
      for (let j = 0; j < dims[1]; j++)
        for (let i = 0; i < dims[0]; i++) {
          const p = i + pad[0] + slice[0] * (j + pad[1]);
          map[i + dims[0] * j] = Math.sqrt(re[p]! ** 2 + im[p]! ** 2);
        }
      pool.add(map);
    }
    out.set(pool.result(), k * dims[0] * dims[1]);
  }
  return out;
}

function gaborKernel(slice: Triple, theta: number, { sigma, wavelength, gamma, ratio }: GaborOptions, half: number) {
  const re = new Float64Array(slice[0] * slice[1]);
  const im = new Float64Array(re.length);
  const [c, s] = [Math.cos(theta), Math.sin(theta)];
  for (let j = -half; j <= half; j++)
    for (let i = -half; i <= half; i++) {
      const x = i * c + j * ratio * s;
      const y = -i * s + j * ratio * c;
      const g = Math.exp(-(x * x + gamma * gamma * y * y) / (2 * sigma * sigma));
      const p = ((i + slice[0]) % slice[0]) + slice[0] * ((j + slice[1]) % slice[1]);
      re[p]! += g * Math.cos((2 * Math.PI * x) / wavelength);
      im[p]! += g * Math.sin((2 * Math.PI * x) / wavelength);
    }
  transform3d(re, im, slice);
  return { re, im };
}
