import { type Affine, column, toWorld } from "./affine.ts";
import type { Triple } from "./triple.ts";
import type { Volume } from "./volume.ts";

/** What two copies of one image share, however they were stored (rule book validation §3.3, checks 4 and 5). */

/** Cells along each axis of a fingerprint. */
const SIDE = 16;
export const FINGERPRINT_LENGTH = SIDE ** 3;

/**
 * The voxels in one fixed order: axes turned and flipped to the nearest of R, A, S (first axis fastest), as single-precision
 * values in the image's unit. Two exports of one series give the same array.
 */
export function canonicalVoxels(volume: Volume): {
  readonly dims: Triple;
  /** Of the turned grid. */
  readonly affine: Affine;
  readonly data: Float32Array;
} {
  const { source, flipped } = nearestAxes(volume);
  const dims = source.map((c) => volume.dims[c]!) as unknown as Triple;
  const stride = [1, volume.dims[0], volume.dims[0] * volume.dims[1]];
  const step = source.map((c, a) => (flipped[a] ? -stride[c]! : stride[c]!));
  const start = source.reduce((at, c, a) => at + (flipped[a] ? (volume.dims[c]! - 1) * stride[c]! : 0), 0);
  const data = new Float32Array(dims[0] * dims[1] * dims[2]);
  let to = 0;
  for (let k = 0; k < dims[2]; k++)
    for (let j = 0; j < dims[1]; j++) {
      let from = start + k * step[2]! + j * step[1]!;
      for (let i = 0; i < dims[0]; i++, from += step[0]!) data[to++] = volume.data[from]!;
    }
  const corner = [0, 1, 2].map((c) => (flipped[source.indexOf(c)] ? volume.dims[c]! - 1 : 0));
  const origin = toWorld(volume.affine, corner[0]!, corner[1]!, corner[2]!);
  const affine = [0, 1, 2].flatMap((row) => [
    ...source.map((c, a) => (flipped[a] ? -1 : 1) * column(volume.affine, c)[row]!),
    origin[row]!,
  ]);
  return { dims, affine: [...affine, 0, 0, 0, 1], data };
}

/** For each of R, A, S the voxel axis that lies nearest to it, and whether it runs the other way. Oblique grids keep all three. */
function nearestAxes({ affine }: Volume): { readonly source: readonly number[]; readonly flipped: readonly boolean[] } {
  const orders = [
    [0, 1, 2],
    [0, 2, 1],
    [1, 0, 2],
    [1, 2, 0],
    [2, 0, 1],
    [2, 1, 0],
  ];
  const along = (c: number, a: number) => column(affine, c)[a]! / Math.hypot(...column(affine, c));
  const closeness = (order: readonly number[]) => order.reduce((sum, c, a) => sum + Math.abs(along(c, a)), 0);
  const source = orders.reduce((best, order) => (closeness(order) > closeness(best) + 1e-9 ? order : best));
  return { source, flipped: source.map((c, a) => along(c, a) < 0) };
}

/**
 * The image at 16×16×16: the mean of each cell in canonical order, shifted to mean 0 and scaled to length 1, so that the
 * dot product of two fingerprints is their correlation. Null for an image without contrast. Voxels that are not finite
 * are left out; a side of fewer than 16 voxels is repeated.
 */
export function imageFingerprint(volume: Volume): Float32Array | null {
  const { dims, data } = canonicalVoxels(volume);
  const bounds = dims.map((n) =>
    Array.from({ length: SIDE }, (_, b) => {
      const low = Math.floor((b * n) / SIDE);
      return [low, Math.max(low + 1, Math.floor(((b + 1) * n) / SIDE))] as const;
    }),
  );
  const cells = new Float64Array(FINGERPRINT_LENGTH);
  let cell = 0;
  for (const [k0, k1] of bounds[2]!)
    for (const [j0, j1] of bounds[1]!)
      for (const [i0, i1] of bounds[0]!) {
        let sum = 0;
        let n = 0;
        for (let k = k0; k < k1; k++)
          for (let j = j0; j < j1; j++) {
            const row = dims[0] * (j + dims[1] * k);
            for (let i = i0; i < i1; i++) {
              const value = data[row + i]!;
              if (Number.isFinite(value)) {
                sum += value;
                n++;
              }
            }
          }
        cells[cell++] = n === 0 ? Number.NaN : sum / n;
      }
  const known = cells.filter(Number.isFinite);
  const middle = known.reduce((s, v) => s + v, 0) / known.length;
  const centred = cells.map((v) => (Number.isFinite(v) ? v - middle : 0));
  const length = Math.sqrt(centred.reduce((s, v) => s + v * v, 0));
  // Rounding alone leaves a constant image some 1e-13 of its own size.
  if (!(length > 1e-9 * Math.max(1, Math.abs(middle)))) return null;
  return Float32Array.from(centred, (v) => v / length);
}
