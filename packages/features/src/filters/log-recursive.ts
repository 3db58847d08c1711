import type { Triple } from "@nadir/imaging";
import { type Box, gather } from "./grid.ts";
import { compiledLaplacian, type FilterPair, type Near } from "./kernels/laplacian.ts";
import { filterAxis, recursion } from "./recursive-gaussian.ts";

/** Beyond this many sigmas the recursion's answer to a sample is below 1e-6 of it. */
const REACH_SIGMAS = 10.5;

/**
 * Laplacian of Gaussian by recursive filters, times sigma² (ITK's LaplacianRecursiveGaussian, normalised across
 * scale), in single precision as PyRadiomics has it. `sigma` in mm. Only `box` is computed, from what lies within
 * 10.5 sigma of it.
 */
export function logRecursive(
  data: ArrayLike<number>,
  dims: Triple,
  spacing: Triple,
  sigma: number,
  box: Box,
): Float64Array {
  const near = ([0, 1, 2] as const).map((x) => {
    const reach = Math.ceil((REACH_SIGMAS * sigma) / spacing[x]);
    const first = Math.max(0, box.first[x] - reach);
    const last = Math.min(dims[x] - 1, box.first[x] + box.dims[x] - 1 + reach);
    return { first, count: last - first + 1, keep: { first: box.first[x] - first, count: box.dims[x] } };
  }) as unknown as readonly [Near, Near, Near];
  const pair = (axis: 0 | 1 | 2): FilterPair => [
    recursion(sigma / spacing[axis], 0),
    recursion(sigma / spacing[axis], 2),
  ];
  const filters = [pair(0), pair(1), pair(2)] as const;
  const weight = spacing.map((s) => (sigma / s) ** 2) as unknown as Triple;
  return compiledLaplacian(data, dims, near, filters, weight) ?? laplacian(data, dims, near, filters, weight);
}

function laplacian(
  data: ArrayLike<number>,
  dims: Triple,
  near: readonly [Near, Near, Near],
  [x, y, z]: readonly [FilterPair, FilterPair, FilterPair],
  weight: Triple,
): Float64Array {
  const lists = near.map(({ first, count }) => Int32Array.from({ length: count }, (_, t) => first + t));
  const source = gather(data, dims, lists as [Int32Array, Int32Array, Int32Array]);
  // Smoothing and second derivative along i; then along j; the two parts that k only smooths go through it as one.
  const [sx, dx] = filterAxis(source.data, source.dims, 0, x, near[0].keep) as [Float64Array, Float64Array];
  const afterX: Triple = [near[0].keep.count, source.dims[1], source.dims[2]];
  const [sxsy, sxdy] = filterAxis(sx, afterX, 1, y, near[1].keep) as [Float64Array, Float64Array];
  const [dxsy] = filterAxis(dx, afterX, 1, [y[0]], near[1].keep) as [Float64Array];
  for (let p = 0; p < sxdy.length; p++) sxdy[p] = weight[0] * dxsy[p]! + weight[1] * sxdy[p]!;
  const afterY: Triple = [near[0].keep.count, near[1].keep.count, source.dims[2]];
  const [flat] = filterAxis(sxdy, afterY, 2, [z[0]], near[2].keep) as [Float64Array];
  const [across] = filterAxis(sxsy, afterY, 2, [z[1]], near[2].keep) as [Float64Array];
  for (let p = 0; p < flat.length; p++) flat[p] = Math.fround(flat[p]! + weight[2] * across[p]!);
  return flat;
}
