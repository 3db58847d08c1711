/** Small dense symmetric systems, row-major in one Float64Array. */

/** Lower Cholesky factor of a symmetric positive definite p × p matrix; null when a pivot falls below tolerance. */
export function cholesky(a: ArrayLike<number>, p: number, tolerance = 1e-12): Float64Array | null {
  const l = new Float64Array(p * p);
  for (let j = 0; j < p; j++) {
    let pivot = a[j * p + j]!;
    for (let k = 0; k < j; k++) pivot -= l[j * p + k]! ** 2;
    if (!(pivot > tolerance * Math.abs(a[j * p + j]!)) || !Number.isFinite(pivot)) return null;
    const root = Math.sqrt(pivot);
    l[j * p + j] = root;
    let i = j + 1;
    // Four rows side by side, each summed in its own order: the same digits, in less time.
    for (; i + 3 < p; i += 4) {
      const [a0, a1, a2, a3] = [i * p, (i + 1) * p, (i + 2) * p, (i + 3) * p];
      let [s0, s1, s2, s3] = [a[a0 + j]!, a[a1 + j]!, a[a2 + j]!, a[a3 + j]!];
      for (let k = 0; k < j; k++) {
        const v = l[j * p + k]!;
        s0 -= l[a0 + k]! * v;
        s1 -= l[a1 + k]! * v;
        s2 -= l[a2 + k]! * v;
        s3 -= l[a3 + k]! * v;
      }
      l[a0 + j] = s0 / root;
      l[a1 + j] = s1 / root;
      l[a2 + j] = s2 / root;
      l[a3 + j] = s3 / root;
    }
    for (; i < p; i++) {
      let s = a[i * p + j]!;
      for (let k = 0; k < j; k++) s -= l[i * p + k]! * l[j * p + k]!;
      l[i * p + j] = s / root;
    }
  }
  return l;
}

/** Solves A x = b from the factor of A. */
export function choleskySolve(l: Float64Array, p: number, b: ArrayLike<number>): Float64Array {
  const x = Float64Array.from(b as ArrayLike<number>);
  for (let i = 0; i < p; i++) {
    let s = x[i]!;
    for (let k = 0; k < i; k++) s -= l[i * p + k]! * x[k]!;
    x[i] = s / l[i * p + i]!;
  }
  for (let i = p - 1; i >= 0; i--) {
    let s = x[i]!;
    for (let k = i + 1; k < p; k++) s -= l[k * p + i]! * x[k]!;
    x[i] = s / l[i * p + i]!;
  }
  return x;
}

/** A^-1 from the factor of A, p × p. */
export function choleskyInverse(l: Float64Array, p: number): Float64Array {
  const out = new Float64Array(p * p);
  for (let j = 0; j < p; j++) {
    const unit = new Float64Array(p);
    unit[j] = 1;
    choleskySolve(l, p, unit).forEach((v, i) => {
      out[i * p + j] = v;
    });
  }
  return out;
}

export const dot = (a: ArrayLike<number>, b: ArrayLike<number>): number => {
  let s = 0;
  for (let i = 0; i < a.length; i++) s += a[i]! * b[i]!;
  return s;
};

/** A x for a p × p matrix. */
export function multiply(a: ArrayLike<number>, x: ArrayLike<number>): Float64Array {
  const p = x.length;
  const out = new Float64Array(p);
  for (let i = 0; i < p; i++) for (let j = 0; j < p; j++) out[i]! += a[i * p + j]! * x[j]!;
  return out;
}

/** Rows of a square matrix as plain arrays. */
export const toRows = (a: ArrayLike<number>, p: number): number[][] =>
  Array.from({ length: p }, (_, i) => Array.from({ length: p }, (_, j) => a[i * p + j]!));
