import type { Triple } from "@nadir/imaging";
import { type Box, gather, strides } from "./grid.ts";
import { singleWaveletFilters, waveletFilters } from "./wavelet-coefficients.ts";

export interface WaveletBand {
  /** 1 for the first level that is kept. */
  readonly level: number;
  /** One letter an axis of `axes`, in the order i, j, k. */
  readonly band: string;
  readonly values: Float64Array;
}

/**
 * Several levels of PyRadiomics' wavelet transform, or one within slices: every level takes the same filters, not
 * stretched ones, of the low-pass image before it. An axis of odd length is extended once, by its first sample, and cut
 * back at the end. `startLevel` low-pass images are made and left out first. `axes` are those that are filtered.
 * The bands of each level but the low-pass, in the order LH … HH of binary numbers, then the last low-pass; each as its
 * values over `box`. Single precision is kept between levels for a single-precision image.
 */
export function* waveletLevels(
  data: ArrayLike<number>,
  dims: Triple,
  { wavelet, levels, startLevel, axes }: WaveletSettings,
  box: Box,
): Generator<WaveletBand> {
  const isSingle = data instanceof Float32Array;
  const filters = isSingle ? singleWaveletFilters(wavelet) : waveletFilters(wavelet);
  const even = dims.map((n) => n + (n % 2)) as unknown as Triple;
  const wrapped = ([0, 1, 2] as const).map((x) => Int32Array.from({ length: even[x] }, (_, t) => t % dims[x]));
  const padded = gather(data, dims, wrapped as [Int32Array, Int32Array, Int32Array]).data;
  const inBox = ([0, 1, 2] as const).map((x) => Int32Array.from({ length: box.dims[x] }, (_, t) => box.first[x] + t));
  const cut = (image: Numbers): Float64Array => gather(image, even, inBox as [Int32Array, Int32Array, Int32Array]).data;
  let low: Numbers = isSingle ? Float32Array.from(padded) : padded;
  const transform = (letters: string): Numbers =>
    [...letters].reduce<Numbers>(
      (image, letter, n) => periodic(image, even, axes[n]!, letter === "L" ? filters.low : filters.high),
      low,
    );
  const lowest = "L".repeat(axes.length);
  for (let level = 0; level < startLevel; level++) low = transform(lowest);
  for (let level = 1; level <= levels; level++) {
    for (let code = 1; code < 1 << axes.length; code++) {
      const band = code.toString(2).padStart(axes.length, "0").replaceAll("0", "L").replaceAll("1", "H");
      yield { level, band, values: cut(transform(band)) };
    }
    low = transform(lowest);
  }
  yield { level: levels, band: lowest, values: cut(low) };
}

export interface WaveletSettings {
  readonly wavelet: string;
  readonly levels: number;
  readonly startLevel: number;
  readonly axes: readonly (0 | 1 | 2)[];
}

type Numbers = Float64Array | Float32Array;

/** out[n] = Σ_k f[k] x[(n + F/2 − k) mod N] along one axis; sums are rounded as the array stores them. */
function periodic(image: Numbers, dims: Triple, axis: 0 | 1 | 2, f: Numbers): Numbers {
  const { inner, outer } = strides(dims, axis);
  const n = dims[axis];
  const out = image instanceof Float32Array ? new Float32Array(image.length) : new Float64Array(image.length);
  const half = f.length / 2;
  for (let o = 0; o < outer; o++)
    for (let t = 0; t < n; t++) {
      const to = (o * n + t) * inner;
      for (let k = 0; k < f.length; k++) {
        const from = (o * n + ((((t + half - k) % n) + n) % n)) * inner;
        const w = f[k]!;
        for (let p = 0; p < inner; p++) out[to + p]! += w * image[from + p]!;
      }
    }
  return out;
}
