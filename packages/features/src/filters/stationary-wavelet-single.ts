import type { Triple } from "@nadir/imaging";
import { type Box, type SubBand, strides, withSide } from "./grid.ts";
import { compiledWavelet } from "./kernels/wavelet.ts";
import { wrappedSource } from "./stationary-wavelet.ts";
import { singleWaveletFilters } from "./wavelet-coefficients.ts";

interface SingleScalars {
  readonly data: Float32Array;
  readonly dims: Triple;
}

/**
 * The transform of `stationaryWavelet` in single precision, as PyWavelets takes it for a single-precision image:
 * coefficients, every product and every sum are rounded to 24 bits, in the order of its periodised convolution
 * (`downsampling_convolution_periodization`): taps ascending; where the filter runs over the end of an axis, first
 * the taps that wrapped, from the last of them to the first. A median near 0 shows the difference in its fourth digit.
 */
export function stationaryWaveletSingle(
  data: ArrayLike<number>,
  dims: Triple,
  wavelet: string,
  box: Box,
): Record<SubBand, Float64Array> {
  const { low, high } = singleWaveletFilters(wavelet);
  const taps = { L: low, H: high };
  const gathered = wrappedSource(data, dims, low.length, box);
  const source = { data: Float32Array.from(gathered.data), dims: gathered.dims };
  const orders = ([0, 1, 2] as const).map((axis) => tapOrders(dims[axis], box.first[axis], box.dims[axis], low.length));
  const isAscending = orders.every((axis) => axis.every((order) => order === null));
  const compiled = isAscending ? compiledWavelet(source, low, high) : null;
  if (compiled) return compiled;
  const out: Partial<Record<SubBand, Float64Array>> = {};
  for (const a of ["L", "H"] as const) {
    const x = correlate(source, 0, taps[a], orders[0]!);
    for (const b of ["L", "H"] as const) {
      const y = correlate(x, 1, taps[b], orders[1]!);
      for (const c of ["L", "H"] as const)
        out[`${a}${b}${c}`] = Float64Array.from(correlate(y, 2, taps[c], orders[2]!).data);
    }
  }
  return out as Record<SubBand, Float64Array>;
}

/** For each place of the box along an axis, the order in which the taps are added; null is ascending. */
function tapOrders(n: number, first: number, count: number, length: number): (Int32Array | null)[] {
  const period = n + (n % 2);
  return Array.from({ length: count }, (_, t) => {
    const wrapped = first + t + length / 2 - period;
    if (wrapped < 0) return null;
    return Int32Array.from({ length }, (_, k) => (k <= wrapped ? wrapped - k : k));
  });
}

function correlate(
  { data, dims }: SingleScalars,
  axis: 0 | 1 | 2,
  f: Float32Array,
  orders: readonly (Int32Array | null)[],
): SingleScalars {
  const { inner, outer } = strides(dims, axis);
  const n = dims[axis];
  const side = n - f.length + 1;
  const out = new Float32Array(outer * side * inner);
  for (let o = 0; o < outer; o++)
    for (let t = 0; t < side; t++) {
      const to = (o * side + t) * inner;
      const order = orders[t];
      for (let q = 0; q < f.length; q++) {
        const k = order ? order[q]! : q;
        const from = (o * n + t + f.length - 1 - k) * inner;
        const w = f[k]!;
        // The store into a Float32Array rounds the sum; the sum of two floats is exact enough in double for that.
        for (let p = 0; p < inner; p++) out[to + p]! += Math.fround(w * data[from + p]!);
      }
    }
  return { data: out, dims: withSide(dims, axis, side) };
}
