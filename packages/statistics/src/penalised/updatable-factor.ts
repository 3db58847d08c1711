import { cholesky } from "../linear-algebra.ts";

const LEAST_PIVOT = 1e-13;

/** Cholesky factor of a symmetric matrix that rows and columns join (at the end) and leave. */
export interface UpdatableFactor {
  readonly size: () => number;
  /** Of a whole m × m matrix; false where it is singular, and the factor then is empty. */
  readonly load: (matrix: Float64Array, m: number) => boolean;
  /** `row`: products of the new one with those that are in, then its own. False, and nothing changed, where it adds nothing. */
  readonly append: (row: Float64Array) => boolean;
  readonly remove: (place: number) => void;
  /** Solves in place. */
  readonly solve: (b: Float64Array) => void;
}

export function updatableFactor(): UpdatableFactor {
  let stride = 64;
  let l = new Float64Array(stride * stride);
  let m = 0;
  const room = (wanted: number): void => {
    if (wanted <= stride) return;
    const wider = Math.max(2 * stride, wanted);
    const moved = new Float64Array(wider * wider);
    for (let r = 0; r < m; r++) moved.set(l.subarray(r * stride, r * stride + m), r * wider);
    l = moved;
    stride = wider;
  };
  return {
    size: () => m,
    load: (matrix, size) => {
      m = 0;
      const factor = cholesky(matrix, size, LEAST_PIVOT);
      if (!factor) return false;
      room(size);
      for (let r = 0; r < size; r++) l.set(factor.subarray(r * size, r * size + r + 1), r * stride);
      m = size;
      return true;
    },
    append: (row) => {
      room(m + 1);
      const own = m * stride;
      let pivot = row[m]!;
      for (let r = 0; r < m; r++) {
        let s = row[r]!;
        for (let k = 0; k < r; k++) s -= l[r * stride + k]! * l[own + k]!;
        const v = s / l[r * stride + r]!;
        l[own + r] = v;
        pivot -= v * v;
      }
      if (!(pivot > LEAST_PIVOT * row[m]!)) return false;
      l[own + m] = Math.sqrt(pivot);
      m += 1;
      return true;
    },
    remove: (place) => {
      for (let r = place; r + 1 < m; r++) for (let k = 0; k <= r + 1; k++) l[r * stride + k] = l[(r + 1) * stride + k]!;
      m -= 1;
      // The rows moved up reach one past the diagonal: rotations bring them back.
      for (let r = place; r < m; r++) {
        const [a, b] = [l[r * stride + r]!, l[r * stride + r + 1]!];
        const length = Math.hypot(a, b);
        const [c, s] = [a / length, b / length];
        for (let i = r; i < m; i++) {
          const [u, v] = [l[i * stride + r]!, l[i * stride + r + 1]!];
          l[i * stride + r] = c * u + s * v;
          l[i * stride + r + 1] = c * v - s * u;
        }
      }
    },
    solve: (b) => {
      for (let i = 0; i < m; i++) {
        let s = b[i]!;
        const row = i * stride;
        for (let k = 0; k < i; k++) s -= l[row + k]! * b[k]!;
        b[i] = s / l[row + i]!;
      }
      for (let i = m - 1; i >= 0; i--) {
        const row = i * stride;
        const v = b[i]! / l[row + i]!;
        b[i] = v;
        for (let k = 0; k < i; k++) b[k]! -= l[row + k]! * v;
      }
    },
  };
}
