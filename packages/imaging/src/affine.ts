import type { Triple } from "./triple.ts";

/** A 4×4 matrix in row-major order (16 numbers, last row 0 0 0 1) that takes voxel indices to RAS+ millimetres. */
export type Affine = readonly number[];

/** Column `c` (0..2) of the linear part: the step in mm of one voxel along that axis; `c` = 3 is the origin. */
export const column = (m: Affine, c: number): Triple => [m[c]!, m[4 + c]!, m[8 + c]!];

const norm = (v: Triple): number => Math.hypot(v[0], v[1], v[2]);

/** Lengths of the three axis steps, mm. */
export const stepLengths = (m: Affine): Triple => [norm(column(m, 0)), norm(column(m, 1)), norm(column(m, 2))];

/**
 * The affine with axis steps `direction[c] * spacing[c]` and the given origin.
 * `direction` holds the three unit axes (first axis first), in RAS+.
 */
export function affineOf(direction: readonly [Triple, Triple, Triple], spacing: Triple, origin: Triple): Affine {
  const rows: number[] = [];
  for (let r = 0; r < 3; r++) {
    for (let c = 0; c < 3; c++) rows.push(direction[c]![r]! * spacing[c]!);
    rows.push(origin[r]!);
  }
  return [...rows, 0, 0, 0, 1];
}

/** Axes along R, A and S, first voxel centre at `origin`. */
export const axisAligned = (spacing: Triple, origin: Triple = [0, 0, 0]): Affine =>
  affineOf(
    [
      [1, 0, 0],
      [0, 1, 0],
      [0, 0, 1],
    ],
    spacing,
    origin,
  );

/** World position (RAS+ mm) of the (possibly fractional) voxel index. */
export const toWorld = (m: Affine, i: number, j: number, k: number): Triple => [
  m[0]! * i + m[1]! * j + m[2]! * k + m[3]!,
  m[4]! * i + m[5]! * j + m[6]! * k + m[7]!,
  m[8]! * i + m[9]! * j + m[10]! * k + m[11]!,
];

/** Determinant of the linear part; its sign tells the handedness, 0 a collapsed grid. */
export const determinant = (m: Affine): number =>
  m[0]! * (m[5]! * m[10]! - m[6]! * m[9]!) -
  m[1]! * (m[4]! * m[10]! - m[6]! * m[8]!) +
  m[2]! * (m[4]! * m[9]! - m[5]! * m[8]!);

/** The inverse: world to voxel index. Throws RangeError on a singular matrix. */
export function invert(m: Affine): Affine {
  const det = determinant(m);
  if (!Number.isFinite(det) || det === 0) throw new RangeError("The affine is singular.");
  const a = [
    m[5]! * m[10]! - m[6]! * m[9]!,
    m[2]! * m[9]! - m[1]! * m[10]!,
    m[1]! * m[6]! - m[2]! * m[5]!,
    m[6]! * m[8]! - m[4]! * m[10]!,
    m[0]! * m[10]! - m[2]! * m[8]!,
    m[2]! * m[4]! - m[0]! * m[6]!,
    m[4]! * m[9]! - m[5]! * m[8]!,
    m[1]! * m[8]! - m[0]! * m[9]!,
    m[0]! * m[5]! - m[1]! * m[4]!,
  ].map((x) => x / det);
  const shift = (r: number): number => -(a[r]! * m[3]! + a[r + 1]! * m[7]! + a[r + 2]! * m[11]!);
  return [a[0]!, a[1]!, a[2]!, shift(0), a[3]!, a[4]!, a[5]!, shift(3), a[6]!, a[7]!, a[8]!, shift(6), 0, 0, 0, 1];
}

/** The product a·b: first b, then a. */
export function multiply(a: Affine, b: Affine): Affine {
  const out: number[] = [];
  for (let r = 0; r < 4; r++)
    for (let c = 0; c < 4; c++) {
      let sum = 0;
      for (let n = 0; n < 4; n++) sum += a[r * 4 + n]! * b[n * 4 + c]!;
      out.push(sum);
    }
  return out;
}
