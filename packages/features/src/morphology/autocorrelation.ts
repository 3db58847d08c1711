import type { Triple } from "@nadir/imaging";
import { fastLength, transform3d } from "./fft.ts";

/** Spatial autocorrelation of intensities with weights 1/distance over all pairs of voxels; null if undefined. */
export interface Autocorrelation {
  /** Moran's I (IBSI N365). */
  readonly moran: number | null;
  /** Geary's C (IBSI NPT7). */
  readonly geary: number | null;
}

/** Below this many voxels the pairs are summed one by one. */
const DIRECT_LIMIT = 2000;

/**
 * Exact for any number of voxels: pair by pair for small regions, else through the Fourier transform of the padded
 * box (the weights depend on the displacement only). Undefined for fewer than two voxels or equal intensities.
 * `at` holds the voxels' positions in a box of `dims`, `values` their intensities in the same order.
 */
export function autocorrelation(
  at: Int32Array,
  values: Float64Array,
  dims: Triple,
  spacing: Triple,
  method: "auto" | "direct" | "fourier" = "auto",
): Autocorrelation {
  const n = values.length;
  let mean = 0;
  for (let v = 0; v < n; v++) mean += values[v]!;
  mean /= n;
  let squares = 0;
  for (let v = 0; v < n; v++) squares += (values[v]! - mean) ** 2;
  if (n < 2 || squares === 0) return { moran: null, geary: null };
  // Scaled to unit variance: both measures are ratios, and the transform then loses no digits to large intensities.
  const sd = Math.sqrt(squares / n);
  const scaled = Float64Array.from(values, (x) => (x - mean) / sd);
  const isDirect = method === "direct" || (method === "auto" && n <= DIRECT_LIMIT);
  const sums = isDirect ? directSums(at, scaled, dims, spacing) : fourierSums(at, scaled, dims, spacing);
  return {
    moran: sums.products / sums.weights,
    geary: ((n - 1) * (sums.squares - sums.products)) / (sums.weights * n),
  };
}

/** Over all ordered pairs i ≠ j with weight w: Σw, Σ w c_i c_j and Σ w c_i². */
interface PairSums {
  readonly weights: number;
  readonly products: number;
  readonly squares: number;
}

function directSums(at: Int32Array, c: Float64Array, [ni, nj]: Triple, [di, dj, dk]: Triple): PairSums {
  const n = c.length;
  const x = Float64Array.from(at, (p) => (p % ni) * di);
  const y = Float64Array.from(at, (p) => (Math.floor(p / ni) % nj) * dj);
  const z = Float64Array.from(at, (p) => Math.floor(p / (ni * nj)) * dk);
  let weights = 0;
  let products = 0;
  let squares = 0;
  for (let a = 0; a < n; a++)
    for (let b = a + 1; b < n; b++) {
      const [u, v, t] = [x[a]! - x[b]!, y[a]! - y[b]!, z[a]! - z[b]!];
      const w = 1 / Math.sqrt(u * u + v * v + t * t);
      weights += w;
      products += w * c[a]! * c[b]!;
      squares += w * (c[a]! * c[a]! + c[b]! * c[b]!);
    }
  return { weights: 2 * weights, products: 2 * products, squares };
}

/**
 * The same sums by Parseval. Two transforms carry four real signals: z = c + i·m (centred values and mask) and
 * y = c² + i·w (squares and kernel). The kernel is even, so its transform W is real.
 */
function fourierSums(at: Int32Array, c: Float64Array, [ni, nj]: Triple, spacing: Triple): PairSums {
  const dims = [0, 0, 0] as [number, number, number];
  for (const p of at) {
    const index = [p % ni, Math.floor(p / ni) % nj, Math.floor(p / (ni * nj))] as const;
    for (const x of [0, 1, 2] as const) dims[x] = Math.max(dims[x], index[x] + 1);
  }
  const size = dims.map((d) => fastLength(2 * d - 1)) as [number, number, number];
  const total = size[0] * size[1] * size[2];
  const zr = new Float64Array(total);
  const zi = new Float64Array(total);
  const yr = new Float64Array(total);
  const yi = new Float64Array(total);
  for (let v = 0; v < at.length; v++) {
    const p = at[v]!;
    const to = (p % ni) + size[0] * ((Math.floor(p / ni) % nj) + size[1] * Math.floor(p / (ni * nj)));
    zr[to] = c[v]!;
    zi[to] = 1;
    yr[to] = c[v]! * c[v]!;
  }
  const away = (index: number, axis: 0 | 1 | 2): number => Math.min(index, size[axis] - index) * spacing[axis];
  for (let k = 0, to = 0; k < size[2]; k++)
    for (let j = 0; j < size[1]; j++)
      for (let i = 0; i < size[0]; i++, to++)
        yi[to] = to === 0 ? 0 : 1 / Math.sqrt(away(i, 0) ** 2 + away(j, 1) ** 2 + away(k, 2) ** 2);
  transform3d(zr, zi, size);
  transform3d(yr, yi, size);
  let weights = 0;
  let products = 0;
  let squares = 0;
  for (let k = 0, p = 0; k < size[2]; k++)
    for (let j = 0; j < size[1]; j++) {
      const mirrored = size[0] * (((size[1] - j) % size[1]) + size[1] * ((size[2] - k) % size[2]));
      for (let i = 0; i < size[0]; i++, p++) {
        // The opposite frequency. Even and odd parts of z and y give C, M, Q (squares) and W (kernel).
        const q = mirrored + (i === 0 ? 0 : size[0] - i);
        const cr = zr[p]! + zr[q]!;
        const ci = zi[p]! - zi[q]!;
        const mr = zi[p]! + zi[q]!;
        const mi = zr[q]! - zr[p]!;
        const w = yi[p]! + yi[q]!;
        weights += w * (mr * mr + mi * mi);
        products += w * (cr * cr + ci * ci);
        squares += w * ((yr[p]! + yr[q]!) * mr + (yi[p]! - yi[q]!) * mi);
      }
    }
  // Each of the three factors above is twice its part.
  const scale = 8 * total;
  return { weights: weights / scale, products: products / scale, squares: squares / scale };
}
