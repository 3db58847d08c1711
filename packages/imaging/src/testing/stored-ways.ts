import { type Affine, affineOf, multiply } from "../affine.ts";
import { tripleAt } from "../mask-editing/place.ts";
import type { Triple } from "../triple.ts";
import { makeVolume, type Volume } from "../volume.ts";

/** A patient scanned once. The reference grid runs right, anterior, superior. */
export interface Scanned {
  readonly dims: Triple;
  readonly spacing: Triple;
  /** Centre of the reference's first voxel, RAS+ mm. */
  readonly origin: Triple;
  readonly valueAt: (r: number, a: number, s: number) => number;
}

/** One way in which a file may store the scan. */
export interface Stored {
  readonly name: string;
  readonly image: Volume;
  /** The reference's voxel at a voxel of this file. */
  readonly reference: (at: Triple) => Triple;
}

const ORDERS = [
  [0, 1, 2],
  [0, 2, 1],
  [1, 0, 2],
  [1, 2, 0],
  [2, 0, 1],
  [2, 1, 0],
] as const;
const FLIPS = Array.from({ length: 8 }, (_, n) => [n & 1, (n >> 1) & 1, (n >> 2) & 1] as const);
const LETTERS = ["R", "A", "S"] as const;
const TURNED = ["L", "P", "I"] as const;

/** The 48 ways in which a file's axes may lie. */
export const storedWays = (scanned: Scanned): Stored[] =>
  ORDERS.flatMap((order) => FLIPS.map((flip) => stored(scanned, order, flip)));

/** The file whose axis c runs along the patient's axis `order[c]`, backwards where `flip[c]`. */
export function stored(
  { dims: DIMS, spacing: SPACING, origin: ORIGIN, valueAt }: Scanned,
  order: readonly number[],
  flip: readonly number[],
  tilt?: Affine,
): Stored {
  const dims = order.map((world) => DIMS[world]!) as unknown as Triple;
  const reference = (at: Triple): Triple => {
    const ras = [0, 0, 0];
    for (const [c, world] of order.entries()) ras[world] = flip[c] ? dims[c]! - 1 - at[c]! : at[c]!;
    return ras as unknown as Triple;
  };
  const unit = (c: number): Triple =>
    [0, 1, 2].map((w) => (w === order[c] ? (flip[c] ? -1 : 1) : 0)) as unknown as Triple;
  const first = reference([0, 0, 0]).map((n, w) => ORIGIN[w]! + n * SPACING[w]!) as unknown as Triple;
  const straight = affineOf([unit(0), unit(1), unit(2)], order.map((w) => SPACING[w]!) as unknown as Triple, first);
  const affine = tilt ? multiply(tilt, straight) : straight;
  const length = dims[0] * dims[1] * dims[2];
  const data = Float32Array.from({ length }, (_, p) => valueAt(...reference(tripleAt(p, dims))));
  const name = `${order.map((w, c) => (flip[c] ? TURNED : LETTERS)[w]).join("")}${tilt ? ", oblique" : ""}`;
  return { name, image: makeVolume({ data, dims, affine }), reference };
}

/** A turn about the axis that is neither `a` nor `b`. */
export const rotation = (degrees: number, a: number, b: number): Affine => {
  const m = [1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1];
  const t = (degrees * Math.PI) / 180;
  m[5 * a] = Math.cos(t);
  m[5 * b] = Math.cos(t);
  m[4 * a + b] = -Math.sin(t);
  m[4 * b + a] = Math.sin(t);
  return m;
};
