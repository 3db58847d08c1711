import type { Triple } from "@nadir/imaging";
import { type Box, gather, type Scalars, type SubBand, strides, withSide } from "./grid.ts";
import { compiledWavelet } from "./kernels/wavelet.ts";
import { waveletFilters } from "./wavelet-coefficients.ts";

/**
 * One level of the undecimated wavelet transform as PyRadiomics takes it (PyWavelets' swt): periodic, an axis of odd
 * length extended by its first sample and cut back; out[n] = Σ_k f[k] x[(n + F/2 − k) mod N]. The first letter is the
 * i axis, L the low-pass. Only the values of `box` are computed; they equal those of the whole image.
 * Double precision; for single-precision images see `stationaryWaveletSingle`.
 */
export function stationaryWavelet(
  data: ArrayLike<number>,
  dims: Triple,
  wavelet: string,
  box: Box,
): Record<SubBand, Float64Array> {
  const { low, high } = waveletFilters(wavelet);
  const source = wrappedSource(data, dims, low.length, box);
  const compiled = compiledWavelet(source, low, high);
  if (compiled) return compiled;
  const out: Partial<Record<SubBand, Float64Array>> = {};
  for (const a of ["L", "H"] as const) {
    const x = correlate(source, 0, a === "L" ? low : high);
    for (const b of ["L", "H"] as const) {
      const y = correlate(x, 1, b === "L" ? low : high);
      for (const c of ["L", "H"] as const) out[`${a}${b}${c}`] = correlate(y, 2, c === "L" ? low : high).data;
    }
  }
  return out as Record<SubBand, Float64Array>;
}

/** What a filter of `length` taps reads for the values of `box`, the image repeated beyond its ends. */
export function wrappedSource(data: ArrayLike<number>, dims: Triple, length: number, box: Box): Scalars {
  const places = (axis: 0 | 1 | 2): Int32Array => {
    const n = dims[axis];
    const period = n + (n % 2);
    return Int32Array.from({ length: box.dims[axis] + length - 1 }, (_, t) => {
      const x = (box.first[axis] + t + length / 2 - length + 1 + 2 * period) % period;
      return x === n ? 0 : x;
    });
  };
  return gather(data, dims, [places(0), places(1), places(2)]);
}

/** out[n] = Σ_k f[k] x[n + F − 1 − k], shorter by F − 1. */
function correlate({ data, dims }: Scalars, axis: 0 | 1 | 2, f: Float64Array): Scalars {
  const { inner, outer } = strides(dims, axis);
  const n = dims[axis];
  const side = n - f.length + 1;
  const out = new Float64Array(outer * side * inner);
  for (let o = 0; o < outer; o++)
    for (let t = 0; t < side; t++) {
      const to = (o * side + t) * inner;
      for (let k = 0; k < f.length; k++) {
        const from = (o * n + t + f.length - 1 - k) * inner;
        const w = f[k]!;
        for (let p = 0; p < inner; p++) out[to + p]! += w * data[from + p]!;
      }
    }
  return { data: out, dims: withSide(dims, axis, side) };
}
