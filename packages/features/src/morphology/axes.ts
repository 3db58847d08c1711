import type { Triple } from "@nadir/imaging";

/**
 * Eigenvalues, largest first, of the covariance of voxel centres (mm², n − 1 normalisation; 0 for one voxel).
 * `bits` marks the region in a box of `dims`.
 */
export function principalVariances(bits: Uint8Array, dims: Triple, spacing: Triple, divisor: "n-1" | "n"): Triple {
  const [ni, nj, nk] = dims;
  // Whole-number sums are exact: index ≤ 2¹⁵, voxels ≤ 2²³.
  let n = 0;
  let [si, sj, sk, ii, jj, kk, ij, ik, jk] = [0, 0, 0, 0, 0, 0, 0, 0, 0];
  for (let k = 0, at = 0; k < nk; k++)
    for (let j = 0; j < nj; j++)
      for (let i = 0; i < ni; i++, at++)
        if (bits[at]) {
          n++;
          si += i;
          sj += j;
          sk += k;
          ii += i * i;
          jj += j * j;
          kk += k * k;
          ij += i * j;
          ik += i * k;
          jk += j * k;
        }
  if (n < 2) return [0, 0, 0];
  const d = divisor === "n" ? n : n - 1;
  const covariance = (ab: number, a: number, b: number, x: 0 | 1 | 2, y: 0 | 1 | 2): number =>
    (((ab * n - a * b) / n) * spacing[x] * spacing[y]) / d;
  return symmetricEigenvalues([
    covariance(ii, si, si, 0, 0),
    covariance(ij, si, sj, 0, 1),
    covariance(ik, si, sk, 0, 2),
    covariance(jj, sj, sj, 1, 1),
    covariance(jk, sj, sk, 1, 2),
    covariance(kk, sk, sk, 2, 2),
  ]);
}

/** Eigenvalues of [[a,b,c],[b,d,e],[c,e,f]], largest first, by cyclic Jacobi rotations; not below 0. */
export function symmetricEigenvalues([a, b, c, d, e, f]: readonly [
  number,
  number,
  number,
  number,
  number,
  number,
]): Triple {
  const m = [
    [a, b, c],
    [b, d, e],
    [c, e, f],
  ] as number[][];
  for (let sweep = 0; sweep < 50; sweep++) {
    const off = m[0]![1]! ** 2 + m[0]![2]! ** 2 + m[1]![2]! ** 2;
    if (off <= 1e-32 * (m[0]![0]! ** 2 + m[1]![1]! ** 2 + m[2]![2]! ** 2)) break;
    for (const [p, q] of [
      [0, 1],
      [0, 2],
      [1, 2],
    ] as const) {
      const pq = m[p]![q]!;
      if (pq === 0) continue;
      const theta = (m[q]![q]! - m[p]![p]!) / (2 * pq);
      const t = Math.sign(theta || 1) / (Math.abs(theta) + Math.sqrt(theta * theta + 1));
      const cos = 1 / Math.sqrt(t * t + 1);
      const sin = t * cos;
      for (let k = 0; k < 3; k++) {
        const [x, y] = [m[k]![p]!, m[k]![q]!];
        m[k]![p] = cos * x - sin * y;
        m[k]![q] = sin * x + cos * y;
      }
      for (let k = 0; k < 3; k++) {
        const [x, y] = [m[p]![k]!, m[q]![k]!];
        m[p]![k] = cos * x - sin * y;
        m[q]![k] = sin * x + cos * y;
      }
    }
  }
  const values = [m[0]![0]!, m[1]![1]!, m[2]![2]!].map((x) => Math.max(0, x)).sort((x, y) => y - x);
  return [values[0]!, values[1]!, values[2]!];
}
