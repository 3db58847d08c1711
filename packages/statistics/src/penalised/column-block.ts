/** Columns of `n` values each, one after the other in one block of memory: a thousand small ones cost more than the arithmetic. */
export interface ColumnBlock {
  readonly n: number;
  readonly p: number;
  readonly values: Float64Array;
}

/** out = sum of weights[j] × column j over the columns named, in their order. */
export function combineInto(
  { n, values }: ColumnBlock,
  columns: readonly number[],
  weights: Float64Array,
  out: Float64Array,
): void {
  out.fill(0);
  const used: number[] = [];
  for (const j of columns) if (weights[j] !== 0) used.push(j);
  let k = 0;
  for (; k + 3 < used.length; k += 4) {
    const [a, b, c, d] = [used[k]! * n, used[k + 1]! * n, used[k + 2]! * n, used[k + 3]! * n];
    const [wa, wb] = [weights[used[k]!]!, weights[used[k + 1]!]!];
    const [wc, wd] = [weights[used[k + 2]!]!, weights[used[k + 3]!]!];
    for (let i = 0; i < n; i++)
      out[i]! += wa * values[a + i]! + wb * values[b + i]! + (wc * values[c + i]! + wd * values[d + i]!);
  }
  for (; k < used.length; k++) {
    const [a, wa] = [used[k]! * n, weights[used[k]!]!];
    for (let i = 0; i < n; i++) out[i]! += wa * values[a + i]!;
  }
}

/** out[j] = column j · `along`, for the columns named. A product does not depend on which others are asked for. */
export function projectInto(
  { n, values }: ColumnBlock,
  columns: ArrayLike<number>,
  along: Float64Array,
  out: Float64Array,
): void {
  const count = columns.length;
  let k = 0;
  // Four columns side by side, each summed in order: one reading of `along` serves them all.
  for (; k + 3 < count; k += 4) {
    const [a, b, c, d] = [columns[k]! * n, columns[k + 1]! * n, columns[k + 2]! * n, columns[k + 3]! * n];
    let [sa, sb, sc, sd] = [0, 0, 0, 0];
    for (let i = 0; i < n; i++) {
      const r = along[i]!;
      sa += values[a + i]! * r;
      sb += values[b + i]! * r;
      sc += values[c + i]! * r;
      sd += values[d + i]! * r;
    }
    out[columns[k]!] = sa;
    out[columns[k + 1]!] = sb;
    out[columns[k + 2]!] = sc;
    out[columns[k + 3]!] = sd;
  }
  for (; k < count; k++) {
    const a = columns[k]! * n;
    let s = 0;
    for (let i = 0; i < n; i++) s += values[a + i]! * along[i]!;
    out[columns[k]!] = s;
  }
}

/** A block that grows: `add` gives the place of a new column and the memory to write it to. */
export function growingBlock(n: number): {
  readonly add: () => { readonly at: number; readonly from: number };
  readonly block: () => ColumnBlock;
  readonly clear: () => void;
} {
  let values = new Float64Array(64 * n);
  let p = 0;
  return {
    add: () => {
      if ((p + 1) * n > values.length) {
        const wider = new Float64Array(2 * values.length);
        wider.set(values);
        values = wider;
      }
      p += 1;
      return { at: p - 1, from: (p - 1) * n };
    },
    block: () => ({ n, p, values }),
    clear: () => {
      p = 0;
    },
  };
}
