import type { Triple } from "@nadir/imaging";
import { type Boundary, convolveSeparable } from "./convolve.ts";
import { eigenvectors } from "./eigenvectors.ts";
import type { Scalars } from "./grid.ts";
import { type RieszBase, rieszResponse } from "./riesz.ts";

/**
 * The Riesz transform of order l steered to the local structure (IBSI 2, "Riesz transform, alignment by the structure
 * tensor"; Unser & Van De Ville, IEEE TIP 2010;19:636): at every voxel the axes are the eigenvectors of the structure
 * tensor, that of the largest eigenvalue first. The tensor sums products of the first-order transforms under a Gaussian
 * of `sigmaMm` (cut off at 4 σ). An eigenvector points to where the first-order response is not negative. A rotated
 * component is a sum of unrotated ones of the same order: Π (u_a · ν)^l_a expanded in powers of ν.
 */
export function steeredRiesz(
  image: Scalars,
  spacing: Triple,
  base: RieszBase,
  order: Triple,
  sigmaMm: number,
  boundary: Boundary,
  is2d: boolean,
): Float64Array {
  const axes = is2d ? [0, 1] : [0, 1, 2];
  const unit = (a: number): Triple => [0, 1, 2].map((x) => (x === a ? 1 : 0)) as unknown as Triple;
  const first = axes.map((a) => rieszResponse(image, base, unit(a), boundary, is2d));
  const tensor = structureTensor(first, image.dims, spacing, sigmaMm, boundary);
  const degree = order[0] + order[1] + order[2];
  const powers = powersOf(degree, is2d);
  const parts = powers.map((m) =>
    degree === 1 ? first[m.indexOf(1)]! : rieszResponse(image, base, m, boundary, is2d),
  );
  const norms = powers.map(normOf);
  const norm = normOf(order);
  const out = new Float64Array(image.data.length);
  for (let p = 0; p < out.length; p++) {
    const turned = eigenvectors(
      [0, 1, 2, 3, 4, 5].map((n) => tensor[n]?.[p] ?? 0) as unknown as Parameters<typeof eigenvectors>[0],
    );
    const directed = turned.map((u) => {
      const along = axes.reduce((sum, a) => sum + u[a]! * first[a]![p]!, 0);
      return along < 0 ? u.map((x) => -x) : u;
    });
    const weights = product(directed, order, powers, degree);
    let sum = 0;
    for (let n = 0; n < powers.length; n++) sum += (weights[n]! * parts[n]![p]!) / norms[n]!;
    out[p] = norm * sum;
  }
  return out;
}

/** Smoothed products [xx, xy, xz, yy, yz, zz]; those across the slices are left out in 2D. */
function structureTensor(
  first: readonly Float64Array[],
  dims: Triple,
  spacing: Triple,
  sigmaMm: number,
  boundary: Boundary,
): (Float64Array | undefined)[] {
  const kernels = first.map((_, axis) => {
    const sigma = sigmaMm / spacing[axis as 0];
    const half = Math.ceil(4 * sigma);
    const taps = Float64Array.from({ length: 2 * half + 1 }, (_, n) =>
      Math.exp(-((n - half) ** 2) / (2 * sigma * sigma)),
    );
    const sum = taps.reduce((a, w) => a + w, 0);
    return taps.map((w) => w / sum);
  });
  const of = (a: number, b: number): Float64Array | undefined => {
    const [x, y] = [first[a], first[b]];
    return x && y && convolveSeparable({ data: x.map((v, p) => v * y[p]!), dims }, kernels, boundary).data;
  };
  return [of(0, 0), of(0, 1), of(0, 2), of(1, 1), of(1, 2), of(2, 2)];
}

/** All powers (m1, m2, m3) of one degree; m3 = 0 in 2D. */
function powersOf(degree: number, is2d: boolean): Triple[] {
  const found: Triple[] = [];
  for (let m1 = degree; m1 >= 0; m1--)
    for (let m2 = degree - m1; m2 >= 0; m2--) {
      const m3 = degree - m1 - m2;
      if (!is2d || m3 === 0) found.push([m1, m2, m3]);
    }
  return found;
}

const factorial = (n: number): number => (n < 2 ? 1 : n * factorial(n - 1));
/** √(L! / (l1! l2! l3!)), the factor of a component. */
const normOf = ([a, b, c]: Triple): number =>
  Math.sqrt(factorial(a + b + c) / (factorial(a) * factorial(b) * factorial(c)));

/** Coefficients of Π (u_a · ν)^l_a at the powers. */
function product(
  u: readonly (readonly number[])[],
  order: Triple,
  powers: readonly Triple[],
  degree: number,
): number[] {
  const side = degree + 1;
  const at = (m1: number, m2: number): number => m1 * side + m2;
  let now = new Float64Array(side * side);
  now[0] = 1;
  for (const [a, times] of order.entries())
    for (let n = 0; n < times; n++) {
      const next = new Float64Array(side * side);
      for (let m1 = 0; m1 < side; m1++)
        for (let m2 = 0; m2 < side - m1; m2++) {
          const c = now[at(m1, m2)]!;
          if (c === 0) continue;
          if (m1 + 1 < side) next[at(m1 + 1, m2)]! += c * u[a]![0]!;
          if (m2 + 1 < side) next[at(m1, m2 + 1)]! += c * u[a]![1]!;
          next[at(m1, m2)]! += c * u[a]![2]!;
        }
      now = next;
    }
  return powers.map(([m1, m2]) => now[at(m1, m2)]!);
}
