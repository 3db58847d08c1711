import type { Triple } from "@nadir/imaging";
import { symmetricEigenvalues } from "./axes.ts";
import type { ConvexHull } from "./hull.ts";

/**
 * Area of the ellipsoid with semi-axes a ≥ b ≥ c ≥ 0 as the IBSI manual defines it (6BDE, RDD2): Legendre series cut
 * after degree 20, 4πab Σ (αβ)^ν P_ν((α²+β²)/(2αβ)) / (1 − 4ν²), α² = 1 − b²/a², β² = 1 − c²/a². The true surface would
 * take 1 − c²/a² and 1 − c²/b²; the consensus values follow the manual, so this does. The products (αβ)^ν P_ν
 * are run as one recurrence, which has no 0/0 for spheres.
 */
export function ellipsoidArea(a: number, b: number, c: number): number {
  if (a === 0) return 0;
  const alpha2 = 1 - (b / a) ** 2;
  const beta2 = 1 - (c / a) ** 2;
  const half = (alpha2 + beta2) / 2;
  const square = alpha2 * beta2;
  let before = 0;
  let term = 1;
  let sum = 0;
  for (let n = 0; n <= 20; n++) {
    sum += term / (1 - 4 * n * n);
    const next = ((2 * n + 1) * half * term - n * square * before) / (n + 1);
    before = term;
    term = next;
  }
  return 4 * Math.PI * a * b * sum;
}

export const ellipsoidVolume = (a: number, b: number, c: number): number => (4 / 3) * Math.PI * a * b * c;

/**
 * Semi-axes, longest first, of the ellipsoid of least volume around the hull's corners: Khachiyan's algorithm with
 * the step of Todd & Yıldırım (Discrete Appl Math 2007;155:1731), relative tolerance 1e-3 (not standardised by IBSI).
 */
export function enclosingEllipsoid({ points }: ConvexHull): Triple {
  const n = points.length / 3;
  const d = 3;
  const weight = new Float64Array(n).fill(1 / n);
  for (let round = 0; round < 20_000; round++) {
    // X = Σ u q qᵀ for q = (x, 1); its inverse gives the Mahalanobis-like heights of all points.
    const inverse = invertSymmetric4(momentMatrix(points, weight));
    let most = -1;
    let top = Number.NEGATIVE_INFINITY;
    let least = -1;
    let bottom = Number.POSITIVE_INFINITY;
    for (let p = 0; p < n; p++) {
      const height = form(inverse, points[3 * p]!, points[3 * p + 1]!, points[3 * p + 2]!);
      if (height > top) [top, most] = [height, p];
      if (weight[p]! > 0 && height < bottom) [bottom, least] = [height, p];
    }
    const over = top / (d + 1) - 1;
    const under = 1 - bottom / (d + 1);
    if (Math.max(over, under) <= 1e-3) break;
    if (over >= under) {
      const step = (top - d - 1) / ((d + 1) * (top - 1));
      for (let p = 0; p < n; p++) weight[p]! *= 1 - step;
      weight[most]! += step;
    } else {
      const limit = weight[least]! / (1 - weight[least]!);
      const step = Math.min((d + 1 - bottom) / ((d + 1) * (bottom - 1)), limit);
      for (let p = 0; p < n; p++) weight[p]! *= 1 + step;
      weight[least] = Math.max(0, weight[least]! - step);
    }
  }
  const centre = [0, 0, 0];
  for (let p = 0; p < n; p++) for (let x = 0; x < 3; x++) centre[x]! += weight[p]! * points[3 * p + x]!;
  const s = [0, 0, 0, 0, 0, 0];
  const pairs = [
    [0, 0],
    [0, 1],
    [0, 2],
    [1, 1],
    [1, 2],
    [2, 2],
  ] as const;
  for (let p = 0; p < n; p++)
    pairs.forEach(([x, y], m) => {
      s[m]! += weight[p]! * (points[3 * p + x]! - centre[x]!) * (points[3 * p + y]! - centre[y]!);
    });
  const spread = symmetricEigenvalues(s as unknown as [number, number, number, number, number, number]);
  return [Math.sqrt(d * spread[0]), Math.sqrt(d * spread[1]), Math.sqrt(d * spread[2])];
}

/** Upper triangle of Σ u q qᵀ, q = (x, y, z, 1): xx xy xz x yy yz y zz z 1. */
function momentMatrix(points: Float64Array, weight: Float64Array): number[] {
  const m = [0, 0, 0, 0, 0, 0, 0, 0, 0, 0];
  for (let p = 0; p < weight.length; p++) {
    const u = weight[p]!;
    if (u === 0) continue;
    const [x, y, z] = [points[3 * p]!, points[3 * p + 1]!, points[3 * p + 2]!];
    [x * x, x * y, x * z, x, y * y, y * z, y, z * z, z, 1].forEach((value, n) => {
      m[n]! += u * value;
    });
  }
  return m;
}

/** Inverse of a symmetric positive 4×4 matrix given and returned as its upper triangle, by Gauss–Jordan. */
function invertSymmetric4(upper: readonly number[]): number[] {
  const at = [
    [0, 1, 2, 3],
    [1, 4, 5, 6],
    [2, 5, 7, 8],
    [3, 6, 8, 9],
  ];
  const a = at.map((row, r) => [...row.map((n) => upper[n]!), ...[0, 1, 2, 3].map((c) => (c === r ? 1 : 0))]);
  for (let c = 0; c < 4; c++) {
    let pivot = c;
    for (let r = c + 1; r < 4; r++) if (Math.abs(a[r]![c]!) > Math.abs(a[pivot]![c]!)) pivot = r;
    [a[c], a[pivot]] = [a[pivot]!, a[c]!];
    const by = a[c]![c]!;
    for (let x = 0; x < 8; x++) a[c]![x]! /= by;
    for (let r = 0; r < 4; r++) {
      if (r === c) continue;
      const factor = a[r]![c]!;
      for (let x = 0; x < 8; x++) a[r]![x]! -= factor * a[c]![x]!;
    }
  }
  return [0, 1, 2, 3].flatMap((r) => [0, 1, 2, 3].slice(r).map((c) => a[r]![4 + c]!));
}

const form = (m: readonly number[], x: number, y: number, z: number): number =>
  m[0]! * x * x +
  m[4]! * y * y +
  m[7]! * z * z +
  m[9]! +
  2 * (m[1]! * x * y + m[2]! * x * z + m[5]! * y * z + m[3]! * x + m[6]! * y + m[8]! * z);
