import { innerProduct } from "./inner-product.ts";

/** Second derivatives of a model at fixed weights, worked out for the columns that are asked for, once each. */
export interface Curvature {
  /** Negative second derivatives on these columns, row-major. */
  readonly on: (columns: readonly number[]) => Float64Array;
}

/**
 * Inner products of columns, kept as columns join: `plus(j)` and `minus(j)` give the vectors of column j, and an entry is
 * plus(j)·plus(k) - minus(j)·minus(k).
 */
export function cachedGram(
  plus: (j: number) => Float64Array,
  minus: ((j: number) => Float64Array) | null = null,
): Curvature {
  const place = new Map<number, number>();
  const vectors: { readonly plus: Float64Array; readonly minus: Float64Array | null }[] = [];
  let capacity = 64;
  let grid = new Float64Array(capacity * capacity);
  const join = (j: number): void => {
    const at = vectors.length;
    if (at === capacity) {
      const wider = new Float64Array(4 * capacity * capacity);
      for (let r = 0; r < at; r++) wider.set(grid.subarray(r * capacity, r * capacity + at), r * 2 * capacity);
      capacity *= 2;
      grid = wider;
    }
    const own = { plus: plus(j), minus: minus ? minus(j) : null };
    vectors.push(own);
    place.set(j, at);
    for (let r = 0; r <= at; r++) {
      const other = vectors[r]!;
      let s = innerProduct(own.plus, other.plus);
      if (own.minus) s -= innerProduct(own.minus, other.minus!);
      grid[at * capacity + r] = s;
      grid[r * capacity + at] = s;
    }
  };
  return {
    on: (columns) => {
      for (const j of columns) if (!place.has(j)) join(j);
      const q = columns.length;
      const at = Int32Array.from(columns, (j) => place.get(j)!);
      const out = new Float64Array(q * q);
      for (let r = 0; r < q; r++) {
        const row = at[r]! * capacity;
        for (let c = 0; c < q; c++) out[r * q + c] = grid[row + at[c]!]!;
      }
      return out;
    },
  };
}
