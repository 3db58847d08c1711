import { refuse, sha256Hex } from "@nadir/domain";
import { type Affine, axisAligned, column, determinant, stepLengths } from "./affine.ts";
import type { Geometry } from "./geometry.ts";
import { lengthText } from "./length-text.ts";
import type { Triple } from "./triple.ts";

export type Voxels =
  | Int8Array
  | Uint8Array
  | Int16Array
  | Uint16Array
  | Int32Array
  | Uint32Array
  | Float32Array
  | Float64Array;

/**
 * A scalar grid. Voxel (i,j,k) is `data[i + dims[0] * (j + dims[1] * k)]`; values are in the image's unit, stored
 * scaling already applied. A mask is a volume whose values are labels, 0 outside. Never changed after it is made.
 */
export interface Volume extends Geometry {
  readonly data: Voxels;
  /** What the file says of itself in words (NIfTI `descrip`), e.g. that a scan is simulated; absent where it says nothing. */
  readonly description?: string;
}

/** Steps may leave the right angle, or a stated spacing its step, by this fraction (headers are single precision). */
const HEADER_SLACK = 1e-3;

export interface VolumeParts {
  readonly data: Voxels;
  readonly dims: Triple;
  /** Default: the lengths of the affine's steps. */
  readonly spacing?: Triple;
  /** Default: axes along R, A, S from the origin. */
  readonly affine?: Affine;
  readonly description?: string;
}

/**
 * A checked volume. Refuses `BAD_VOLUME` (sizes that do not fit the data, spacing that is not positive, an affine
 * that is singular or contradicts the spacing) and `SHEARED_GEOMETRY` (axes that are not at right angles).
 */
export function makeVolume(parts: VolumeParts): Volume {
  const { data, dims } = parts;
  const bad = (sentence: string): never => refuse("BAD_VOLUME", sentence);
  if (!dims.every((n) => Number.isInteger(n) && n > 0))
    bad(`The size is ${dims.join("×")}; each side must be a whole number of at least 1.`);
  const count = dims[0] * dims[1] * dims[2];
  if (data.length !== count)
    bad(`The size ${dims.join("×")} asks for ${count} voxels, but the data holds ${data.length}.`);
  const affine = parts.affine ?? axisAligned(parts.spacing ?? [1, 1, 1]);
  const steps = stepLengths(affine);
  const spacing = parts.spacing ?? steps;
  if (!spacing.every((s) => Number.isFinite(s) && s > 0))
    bad(`The spacing is ${spacing.map(lengthText).join(", ")} mm; each must be a positive number.`);
  if (!affine.every(Number.isFinite) || affine.length !== 16 || determinant(affine) === 0)
    bad(`The affine (${affine.join(", ")}) cannot place voxels in space; it must be 4×4, finite and invertible.`);
  if (steps.some((s, c) => Math.abs(s - spacing[c]!) > HEADER_SLACK * spacing[c]!))
    bad(
      `The affine steps (${steps.map(lengthText).join(", ")} mm) contradict the spacing (${spacing.map(lengthText).join(", ")} mm).`,
    );
  for (const [a, b] of [
    [0, 1],
    [0, 2],
    [1, 2],
  ] as const) {
    const u = column(affine, a);
    const v = column(affine, b);
    const cosine = (u[0] * v[0] + u[1] * v[1] + u[2] * v[2]) / (steps[a]! * steps[b]!);
    if (Math.abs(cosine) > HEADER_SLACK)
      refuse(
        "SHEARED_GEOMETRY",
        `The grid is sheared: axes ${"ijk"[a]} and ${"ijk"[b]} meet at ${((Math.acos(cosine) * 180) / Math.PI).toFixed(2)}°, not 90°. Resample it to a rectangular grid first (gantry-tilted CT is the usual cause).`,
      );
  }
  return { data, dims, spacing, affine, ...(parts.description ? { description: parts.description } : {}) };
}

/** Volume of one voxel, mm³. */
export const voxelVolumeMm3 = (g: Geometry): number => g.spacing[0] * g.spacing[1] * g.spacing[2];

/** Same grid, other values; what was said of the first holds for the second. */
export const withData = (g: Geometry & Pick<Volume, "description">, data: Voxels): Volume =>
  makeVolume({
    data,
    dims: g.dims,
    spacing: g.spacing,
    affine: g.affine,
    ...(g.description ? { description: g.description } : {}),
  });

/** The array axis (0, 1, 2) that runs closest to head–foot; slices across it are the axial ones. */
export function axialAxis(g: Geometry): 0 | 1 | 2 {
  const share = [0, 1, 2].map((c) => Math.abs(column(g.affine, c)[2]) / g.spacing[c]!);
  const best = share.indexOf(Math.max(...share));
  // A volume at exactly 45° keeps the storage convention: slices along k.
  return share[2]! >= share[best]! - 1e-9 ? 2 : (best as 0 | 1 | 2);
}

/**
 * The array axis across which the slices were acquired: the one with the coarsest spacing, by more than 1 %; where no axis
 * is coarser than both others, k, along which readers stack slices. Telling it by the spacing holds after reorientation too.
 */
export function acquisitionAxis(g: Geometry): 0 | 1 | 2 {
  const coarsest = g.spacing.indexOf(Math.max(...g.spacing)) as 0 | 1 | 2;
  const stands = g.spacing.every((mm, axis) => axis === coarsest || g.spacing[coarsest] > 1.01 * mm);
  return stands ? coarsest : 2;
}

const hashes = new WeakMap<Voxels, string>();
const littleEndian = new Uint8Array(new Uint16Array([1]).buffer)[0] === 1;

/**
 * SHA-256 of the voxel values as little-endian bytes of the array's own type, in storage order (i fastest).
 * Headers do not enter, so that the same voxels hash alike in any container. Computed once per array;
 * a caller with a faster hash gives the result through `rememberVoxelHash`.
 */
export function voxelHash(volume: Volume): string {
  const known = hashes.get(volume.data);
  if (known) return known;
  const hash = sha256Hex(voxelBytes(volume));
  hashes.set(volume.data, hash);
  return hash;
}

/** The bytes that `voxelHash` hashes. */
export function voxelBytes({ data }: Volume): Uint8Array {
  const bytes = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
  if (littleEndian || data.BYTES_PER_ELEMENT === 1) return bytes;
  const copy = bytes.slice();
  const size = data.BYTES_PER_ELEMENT;
  for (let at = 0; at < copy.length; at += size) copy.subarray(at, at + size).reverse();
  return copy;
}

/** Takes a SHA-256 of `voxelBytes` that was computed elsewhere (for instance by the platform's native hash). */
export const rememberVoxelHash = (volume: Volume, sha256: string): void => void hashes.set(volume.data, sha256);

/** The hash of a volume where it is known already: computed or remembered before. */
export const knownVoxelHash = ({ data }: Volume): string | undefined => hashes.get(data);
