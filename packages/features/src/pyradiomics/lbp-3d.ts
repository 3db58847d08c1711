import { refuse } from "@nadir/domain";
import type { Region, Triple } from "@nadir/imaging";
import { splineCoefficients } from "../prepare/interpolate.ts";
import type { ImageGrid } from "./image-grid.ts";
import { type Complex, icosphere, sphericalHarmonic } from "./spherical-harmonics.ts";

export interface Lbp3dSettings {
  readonly levels: number;
  /** Voxels. */
  readonly radius: number;
  readonly subdivision: number;
}

/**
 * Local binary patterns in space as PyRadiomics takes them (Banerjee et al., ACCV Workshops 2012, LNCS 7728): around
 * every voxel of `bits` the image is sampled at the vertices of an icosphere (cubic spline; 0 beyond the outermost
 * centres; whole numbers in an integer image); a sample at least as bright as the voxel is a 1. For each degree n below
 * `levels` the norm of that part of the pattern that harmonics of degree n carry, then the kurtosis of the samples
 * (excess; −3 where all are equal). As its code does, the polar angle is given for the azimuth and the azimuth for the
 * polar angle, coefficients are taken without conjugation, and x, y, z of a vertex are added to z, y, x of a voxel.
 * Values over the region's box, 0 outside `bits`. Refuses `LBP_3D`.
 */
export function localBinaryPattern3d(
  grid: ImageGrid,
  region: Region,
  bits: Uint8Array,
  { levels, radius, subdivision }: Lbp3dSettings,
): Float64Array[] {
  if (subdivision === 0 && radius !== 1)
    refuse(
      "LBP_3D",
      `lbp3DIcosphereSubdivision 0 leaves the icosahedron at radius 1, but lbp3DIcosphereRadius is ${radius}. Use radius 1, or at least one subdivision.`,
      { found: String(radius), expected: "1" },
    );
  const vertices = icosphere(subdivision, radius);
  const polar = Float64Array.from(vertices, ([, , z]) => Math.acos(Math.min(1, Math.max(-1, z / radius))));
  const azimuth = Float64Array.from(vertices, ([x, y]) => Math.atan2(y, x));
  const degrees = Array.from({ length: levels }, (_, n) =>
    Array.from({ length: 2 * n + 1 }, (__, m) => sphericalHarmonic(m - n, n, polar, azimuth)),
  );
  const grams = degrees.map(gramOf);
  const sample = sampler(grid, vertices);
  const out = Array.from({ length: levels + 1 }, () => new Float64Array(bits.length));
  const samples = new Float64Array(vertices.length);
  const ones = new Uint8Array(vertices.length);
  const [ni, nj] = region.dims;
  for (let p = 0; p < bits.length; p++) {
    if (!bits[p]) continue;
    const i = region.box.min[0] + (p % ni);
    const j = region.box.min[1] + (Math.floor(p / ni) % nj);
    const k = region.box.min[2] + Math.floor(p / (ni * nj));
    const centre = grid.data[i + grid.dims[0] * (j + grid.dims[1] * k)]!;
    for (let v = 0; v < samples.length; v++) {
      samples[v] = sample(i, j, k, v);
      ones[v] = samples[v]! >= centre ? 1 : 0;
    }
    for (const [n, harmonics] of degrees.entries()) out[n]![p] = normOf(harmonics, grams[n]!, ones);
    out[levels]![p] = kurtosis(samples);
  }
  return out;
}

/** Σ_v Y_a(v) Y_b(v), so that Σ_v (Σ_m c_m Y_m(v))² is a quadratic form of the coefficients. */
function gramOf(harmonics: readonly Complex[]): readonly (readonly [re: number, im: number])[][] {
  return harmonics.map((a) =>
    harmonics.map((b) => {
      let [re, im] = [0, 0];
      for (let v = 0; v < a.re.length; v++) {
        re += a.re[v]! * b.re[v]! - a.im[v]! * b.im[v]!;
        im += a.re[v]! * b.im[v]! + a.im[v]! * b.re[v]!;
      }
      return [re, im] as const;
    }),
  );
}

function normOf(
  harmonics: readonly Complex[],
  gram: readonly (readonly (readonly [number, number])[])[],
  ones: Uint8Array,
): number {
  const c = harmonics.map(({ re, im }) => {
    let [a, b] = [0, 0];
    for (let v = 0; v < ones.length; v++)
      if (ones[v]) {
        a += re[v]!;
        b += im[v]!;
      }
    return [a, b] as const;
  });
  let [re, im] = [0, 0];
  for (const [m, [a, b]] of c.entries())
    for (const [l, [u, v]] of c.entries()) {
      const [x, y] = [a * u - b * v, a * v + b * u];
      const [g, h] = gram[m]![l]!;
      re += x * g - y * h;
      im += x * h + y * g;
    }
  // The real part of the principal square root.
  return Math.sqrt(Math.max(0, (Math.hypot(re, im) + re) / 2));
}

function kurtosis(samples: Float64Array): number {
  const n = samples.length;
  const mean = samples.reduce((s, x) => s + x, 0) / n;
  let [m2, m4] = [0, 0];
  for (const x of samples) {
    const square = (x - mean) ** 2;
    m2 += square / n;
    m4 += (square * square) / n;
  }
  return m2 === 0 ? -3 : m4 / (m2 * m2) - 3;
}

/** The image at voxel (i, j, k) plus vertex v. */
function sampler(grid: ImageGrid, vertices: readonly Triple[]) {
  const { dims, data } = grid;
  const isInteger = !(data instanceof Float32Array || data instanceof Float64Array);
  let coefficients: Float64Array = Float64Array.from(data);
  const stride = [1, dims[0], dims[0] * dims[1]] as const;
  for (const axis of [0, 1, 2] as const)
    if (dims[axis] > 1)
      coefficients = splineCoefficients(
        coefficients,
        dims[axis],
        stride[axis],
        coefficients.length / (stride[axis] * dims[axis]),
      );
  // x, y, z of a vertex go to the axes z, y, x.
  const moves = vertices.map(([x, y, z]) => [z, y, x].map(tapsOf));
  const mirrored = (at: number, n: number): number => {
    if (n === 1) return 0;
    const period = 2 * (n - 1);
    const y = ((at % period) + period) % period;
    return y < n ? y : period - y;
  };
  return (i: number, j: number, k: number, v: number): number => {
    const start = [i, j, k];
    const move = moves[v]!;
    for (const axis of [0, 1, 2] as const) {
      const place = start[axis]! + move[axis]!.offset;
      if (place < 0 || place > dims[axis] - 1) return 0;
    }
    let sum = 0;
    for (let c = 0; c < 4; c++) {
      const wk = move[2]!.weights[c]!;
      const pk = mirrored(k + move[2]!.first + c, dims[2]) * stride[2];
      for (let b = 0; b < 4; b++) {
        const wj = wk * move[1]!.weights[b]!;
        const pj = pk + mirrored(j + move[1]!.first + b, dims[1]) * stride[1];
        for (let a = 0; a < 4; a++)
          sum += wj * move[0]!.weights[a]! * coefficients[pj + mirrored(i + move[0]!.first + a, dims[0])]!;
      }
    }
    return isInteger ? Math.sign(sum) * Math.floor(Math.abs(sum) + 0.5) : sum;
  };
}

/** The four cubic B-spline weights of an offset, and the first voxel they are for. An offset that is whole but for rounding is whole. */
function tapsOf(offset: number): { offset: number; first: number; weights: readonly number[] } {
  const near = Math.round(offset);
  const at = Math.abs(offset - near) < 1e-9 ? near : offset;
  const u = at - Math.floor(at);
  const w = 1 - u;
  const weights = [w ** 3, 3 * u ** 3 - 6 * u * u + 4, 3 * w ** 3 - 6 * w * w + 4, u ** 3].map((x) => x / 6);
  return { offset: at, first: Math.floor(at) - 1, weights };
}
