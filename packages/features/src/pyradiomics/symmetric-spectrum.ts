import { compiledTridiagonal } from "./kernels/tridiagonal.ts";

/** Eigenvalues of a symmetric matrix (destroyed): Householder tridiagonal form, then implicit QL (EISPACK tred1, tql1). */
export function symmetricSpectrum(a: Float64Array, n: number): number[] {
  const d = new Float64Array(n);
  const e = new Float64Array(n);
  if (!compiledTridiagonal(a, n, d, e)) tridiagonal(a, n, d, e);
  return implicitQl(d, e, n);
}

function tridiagonal(a: Float64Array, n: number, d: Float64Array, e: Float64Array): void {
  const p = new Float64Array(n);
  for (let k = n - 1; k > 0; k--) {
    const row = k * n;
    let scale = 0;
    for (let x = 0; x < k; x++) scale += Math.abs(a[row + x]!);
    d[k] = a[row + k]!;
    if (scale === 0) {
      e[k] = 0;
      continue;
    }
    let h = 0;
    for (let x = 0; x < k; x++) {
      a[row + x]! /= scale;
      h += a[row + x]! * a[row + x]!;
    }
    const f = a[row + k - 1]!;
    const g = f >= 0 ? -Math.sqrt(h) : Math.sqrt(h);
    e[k] = scale * g;
    h -= f * g;
    a[row + k - 1] = f - g;
    p.fill(0, 0, k);
    // Row by row of the lower triangle, each row used for itself and for its mirror image.
    for (let x = 0; x < k; x++) {
      const at = x * n;
      const u = a[row + x]!;
      let sum = a[at + x]! * u;
      for (let y = 0; y < x; y++) {
        const s = a[at + y]!;
        sum += s * a[row + y]!;
        p[y]! += s * u;
      }
      p[x]! += sum;
    }
    let dot = 0;
    for (let x = 0; x < k; x++) {
      p[x]! /= h;
      dot += p[x]! * a[row + x]!;
    }
    const half = dot / (2 * h);
    for (let x = 0; x < k; x++) p[x]! -= half * a[row + x]!;
    for (let x = 0; x < k; x++) {
      const at = x * n;
      const u = a[row + x]!;
      const q = p[x]!;
      for (let y = 0; y <= x; y++) a[at + y]! -= u * p[y]! + q * a[row + y]!;
    }
  }
  d[0] = a[0]!;
}

/**
 * Eigenvalues of the tridiagonal matrix with diagonal `d` and e[1]… beside it (both destroyed). `last`, where given, becomes
 * the last component of each one's unit eigenvector.
 */
export function implicitQl(d: Float64Array, e: Float64Array, n: number, last?: Float64Array): number[] {
  if (last) last.fill(0, 0, n - 1).fill(1, n - 1, n);
  for (let k = 1; k < n; k++) e[k - 1] = e[k]!;
  e[n - 1] = 0;
  for (let l = 0; l < n; l++)
    for (let turn = 0; turn < 60; turn++) {
      let m = l;
      while (m < n - 1 && Math.abs(e[m]!) > 1.1e-16 * (Math.abs(d[m]!) + Math.abs(d[m + 1]!))) m++;
      if (m === l) break;
      let g = (d[l + 1]! - d[l]!) / (2 * e[l]!);
      let r = Math.hypot(g, 1);
      g = d[m]! - d[l]! + e[l]! / (g + (g >= 0 ? r : -r));
      let [s, c, p] = [1, 1, 0];
      let k = m - 1;
      for (; k >= l; k--) {
        let f = s * e[k]!;
        const b = c * e[k]!;
        r = Math.sqrt(f * f + g * g);
        e[k + 1] = r;
        if (r === 0) {
          d[k + 1]! -= p;
          e[m] = 0;
          break;
        }
        s = f / r;
        c = g / r;
        g = d[k + 1]! - p;
        r = (d[k]! - g) * s + 2 * c * b;
        p = s * r;
        d[k + 1] = g + p;
        g = c * r - b;
        if (last) {
          f = last[k + 1]!;
          last[k + 1] = s * last[k]! + c * f;
          last[k] = c * last[k]! - s * f;
        }
        f = 0;
      }
      if (r === 0 && k >= l) continue;
      d[l]! -= p;
      e[l] = g;
      e[m] = 0;
    }
  return [...d];
}
