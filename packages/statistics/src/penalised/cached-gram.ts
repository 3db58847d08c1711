import { type ColumnBlock, growingBlock, projectInto } from "./column-block.ts";

/** What the second derivatives of a model are at one linear predictor. */
export interface CurvatureWeights {
  /** Root of each subject's weight. */
  readonly root: Float64Array;
  /** Writes the vector of a column whose products are taken away (Cox: the means of the risk sets); its length. */
  readonly minus?: { readonly length: number; readonly write: (j: number, to: Float64Array, from: number) => void };
}

/** Second derivatives of a model at fixed weights, worked out for the columns that are asked for, once each. */
export interface Curvature {
  /** Weights of another linear predictor: what was worked out is forgotten. */
  readonly renew: (weights: CurvatureWeights) => void;
  /** Negative second derivatives on these columns, row-major. */
  readonly on: (columns: readonly number[]) => Float64Array;
}

/** Inner products of weighted columns, kept as columns join. */
export function cachedGram({ n, p, stride, values }: ColumnBlock): Curvature {
  const place = new Int32Array(p).fill(-1);
  const joined: number[] = [];
  const plus = growingBlock(n);
  let minus: ReturnType<typeof growingBlock> | null = null;
  let minusLength = 0;
  let weights: CurvatureWeights | null = null;
  // Row r holds the products of the column that joined as r-th with itself and those before.
  let grid = new Float64Array(64 * 64);
  let [products, less] = [new Float64Array(64), new Float64Array(64)];
  let firstPlaces = Int32Array.from({ length: 64 }, (_, k) => k);

  const grow = (): void => {
    const size = products.length;
    const wider = new Float64Array(4 * size * size);
    for (let r = 0; r < size; r++) wider.set(grid.subarray(r * size, (r + 1) * size), r * 2 * size);
    grid = wider;
    [products, less] = [new Float64Array(2 * size), new Float64Array(2 * size)];
    firstPlaces = Int32Array.from({ length: 2 * size }, (_, k) => k);
  };
  const join = (j: number, { root, minus: taken }: CurvatureWeights): void => {
    if (joined.length === products.length) grow();
    const { at, from } = plus.add();
    const block = plus.block();
    for (let i = 0; i < n; i++) block.values[from + i] = values[j * stride + i]! * root[i]!;
    const before = firstPlaces.subarray(0, at + 1);
    projectInto(block, before, block.values.subarray(from, from + n), products);
    if (taken && minus) {
      const own = minus.add().from;
      const other = minus.block();
      taken.write(j, other.values, own);
      projectInto(other, before, other.values.subarray(own, own + minusLength), less);
      for (let r = 0; r <= at; r++) products[r]! -= less[r]!;
    }
    grid.set(products.subarray(0, at + 1), at * products.length);
    place[j] = at;
    joined.push(j);
  };
  return {
    renew: (next) => {
      for (const j of joined) place[j] = -1;
      joined.length = 0;
      plus.clear();
      weights = next;
      if (!next.minus) return;
      if (!minus || minusLength !== next.minus.length) {
        minusLength = next.minus.length;
        minus = growingBlock(minusLength);
      }
      minus.clear();
    },
    on: (columns) => {
      if (!weights) throw new Error("Weights come first.");
      for (const j of columns) if (place[j]! < 0) join(j, weights);
      const q = columns.length;
      const size = products.length;
      const at = Int32Array.from(columns, (j) => place[j]!);
      const out = new Float64Array(q * q);
      for (let r = 0; r < q; r++)
        for (let c = 0; c <= r; c++) {
          const v = at[r]! >= at[c]! ? grid[at[r]! * size + at[c]!]! : grid[at[c]! * size + at[r]!]!;
          out[r * q + c] = v;
          out[c * q + r] = v;
        }
      return out;
    },
  };
}
