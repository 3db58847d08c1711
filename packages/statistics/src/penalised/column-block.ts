import { type ColumnMemory, columnMemory } from "./kernels/column-memory.ts";

/**
 * Columns of `n` values each, one after the other in one block of memory: a thousand small ones cost more than the
 * arithmetic. Column j begins at j × stride; what pads it to the stride is 0.
 */
export interface ColumnBlock {
  readonly n: number;
  readonly p: number;
  readonly stride: number;
  readonly values: Float64Array;
  /** Where the block stands in the memory of the compiled kernels. */
  readonly compiled: ColumnMemory | null;
}

/** The partial sums of a product go by the row modulo this. */
const PARTS = 4;
const strideOf = (n: number): number => Math.ceil(n / PARTS) * PARTS;

/** A block to be filled; its padding is 0, its columns are not. */
export function columnBlock(n: number, p: number): ColumnBlock {
  const stride = strideOf(n);
  const compiled = columnMemory(n, stride, p);
  const values = compiled?.values() ?? new Float64Array(p * stride);
  if (stride > n) for (let j = 0; j < p; j++) values.fill(0, j * stride + n, (j + 1) * stride);
  return { n, p, stride, values, compiled };
}

/** out = sum of weights[j] × column j over the columns named, in their order. */
export function combineInto(
  { n, stride, values, compiled }: ColumnBlock,
  columns: readonly number[],
  weights: Float64Array,
  out: Float64Array,
): void {
  out.fill(0);
  const used: number[] = [];
  for (const j of columns) if (weights[j] !== 0) used.push(j);
  if (compiled) {
    compiled.combine(used, weights, out);
    return;
  }
  let k = 0;
  for (; k + 3 < used.length; k += 4) {
    const [a, b, c, d] = [used[k]! * stride, used[k + 1]! * stride, used[k + 2]! * stride, used[k + 3]! * stride];
    const [wa, wb] = [weights[used[k]!]!, weights[used[k + 1]!]!];
    const [wc, wd] = [weights[used[k + 2]!]!, weights[used[k + 3]!]!];
    for (let i = 0; i < n; i++)
      out[i]! += wa * values[a + i]! + wb * values[b + i]! + (wc * values[c + i]! + wd * values[d + i]!);
  }
  for (; k < used.length; k++) {
    const [a, wa] = [used[k]! * stride, weights[used[k]!]!];
    for (let i = 0; i < n; i++) out[i]! += wa * values[a + i]!;
  }
}

/**
 * out[j] = column j · `along`, for the columns named: four partial sums by the row modulo 4, then (s0 + s2) + (s1 + s3).
 * A product does not depend on which others are asked for.
 */
export function projectInto(
  { n, stride, values, compiled }: ColumnBlock,
  columns: ArrayLike<number>,
  along: Float64Array,
  out: Float64Array,
): void {
  if (compiled) {
    compiled.project(columns, along, out);
    return;
  }
  const whole = n - (n % PARTS);
  for (let k = 0; k < columns.length; k++) {
    const a = columns[k]! * stride;
    let [s0, s1, s2, s3] = [0, 0, 0, 0];
    for (let i = 0; i < whole; i += PARTS) {
      s0 += values[a + i]! * along[i]!;
      s1 += values[a + i + 1]! * along[i + 1]!;
      s2 += values[a + i + 2]! * along[i + 2]!;
      s3 += values[a + i + 3]! * along[i + 3]!;
    }
    if (whole < n) s0 += values[a + whole]! * along[whole]!;
    if (whole + 1 < n) s1 += values[a + whole + 1]! * along[whole + 1]!;
    if (whole + 2 < n) s2 += values[a + whole + 2]! * along[whole + 2]!;
    out[columns[k]!] = s0 + s2 + (s1 + s3);
  }
}

/** A block that grows: `add` gives the place of a new column and the memory to write its `n` values to. */
export function growingBlock(n: number): {
  readonly add: () => { readonly at: number; readonly from: number };
  readonly block: () => ColumnBlock;
  readonly clear: () => void;
} {
  const stride = strideOf(n);
  let capacity = 64;
  const compiled = columnMemory(n, stride, capacity);
  let values = compiled?.values() ?? new Float64Array(capacity * stride);
  let p = 0;
  const widen = (): void => {
    capacity *= 2;
    if (compiled) {
      compiled.widen(capacity);
      values = compiled.values();
      return;
    }
    const wider = new Float64Array(capacity * stride);
    wider.set(values);
    values = wider;
  };
  return {
    add: () => {
      if (p === capacity) widen();
      const from = p * stride;
      values.fill(0, from + n, from + stride);
      p += 1;
      return { at: p - 1, from };
    },
    block: () => ({ n, p, stride, values, compiled }),
    clear: () => {
      p = 0;
    },
  };
}
