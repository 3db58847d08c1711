import { invert, multiply, toWorld } from "./affine.ts";
import { sameType } from "./crop.ts";
import type { Geometry } from "./geometry.ts";
import type { Triple } from "./triple.ts";
import { makeVolume, type Volume } from "./volume.ts";

/** Value of an image at a world position (RAS+ mm); NaN outside the box spanned by the outermost voxel centres. */
export type WorldSampler = (position: Triple) => number;

/**
 * Trilinear value at a fractional voxel index; NaN outside the voxel centres. (A single slice answers on its plane
 * within half a slice, so that flat images can be sampled.)
 */
export function sampleLinear(volume: Volume, i: number, j: number, k: number): number {
  const { data, dims } = volume;
  const x = place(i, dims[0]);
  const y = place(j, dims[1]);
  const z = place(k, dims[2]);
  if (Number.isNaN(x + y + z)) return Number.NaN;
  const i0 = Math.min(Math.floor(x), Math.max(0, dims[0] - 2));
  const j0 = Math.min(Math.floor(y), Math.max(0, dims[1] - 2));
  const k0 = Math.min(Math.floor(z), Math.max(0, dims[2] - 2));
  const [u, v, w] = [x - i0, y - j0, z - k0];
  const di = dims[0] > 1 ? 1 : 0;
  const dj = dims[1] > 1 ? dims[0] : 0;
  const dk = dims[2] > 1 ? dims[0] * dims[1] : 0;
  const at = i0 + dims[0] * (j0 + dims[1] * k0);
  const row = (p: number): number => data[p]! * (1 - u) + data[p + di]! * u;
  const plane = (p: number): number => row(p) * (1 - v) + row(p + dj) * v;
  return plane(at) * (1 - w) + plane(at + dk) * w;
}

const EDGE = 1e-9;
/** The index clamped by rounding error at the ends; NaN when outside. */
function place(x: number, n: number): number {
  if (n === 1) return Math.abs(x) <= 0.5 ? 0 : Number.NaN;
  if (x < -EDGE || x > n - 1 + EDGE) return Number.NaN;
  return Math.min(Math.max(x, 0), n - 1);
}

/** Trilinear values at world positions. */
export function worldSampler(volume: Volume): WorldSampler {
  const back = invert(volume.affine);
  return (p) => sampleLinear(volume, ...toWorld(back, ...p));
}

/**
 * The volume put on another grid. `linear` gives float64, `nearest` keeps type and values (for masks: labels stay
 * labels; the lower index wins exactly half-way). Where the source has no voxel, `outside` (default 0).
 */
export function resampleTo(volume: Volume, target: Geometry, method: "linear" | "nearest", outside = 0): Volume {
  const { data, dims } = volume;
  const [ni, nj, nk] = target.dims;
  const back = multiply(invert(volume.affine), target.affine);
  const out = method === "linear" ? new Float64Array(ni * nj * nk) : sameType(data, ni * nj * nk);
  let to = 0;
  for (let k = 0; k < nk; k++)
    for (let j = 0; j < nj; j++)
      for (let i = 0; i < ni; i++, to++) {
        const [x, y, z] = toWorld(back, i, j, k);
        if (method === "linear") {
          const value = sampleLinear(volume, x, y, z);
          out[to] = Number.isNaN(value) ? outside : value;
          continue;
        }
        const [a, b, c] = [Math.ceil(x - 0.5 - EDGE), Math.ceil(y - 0.5 - EDGE), Math.ceil(z - 0.5 - EDGE)];
        const inside = a >= 0 && b >= 0 && c >= 0 && a < dims[0] && b < dims[1] && c < dims[2];
        out[to] = inside ? data[a + dims[0] * (b + dims[1] * c)]! : outside;
      }
  return makeVolume({ data: out, dims: target.dims, spacing: target.spacing, affine: target.affine });
}
