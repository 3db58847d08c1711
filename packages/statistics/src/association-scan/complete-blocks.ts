import { midRanks } from "../describe.ts";

/** Columns that miss the same subjects. */
export interface Block {
  /** Which subjects have a value, in order. */
  readonly rows: Uint32Array;
  /** Places of the columns in the whole table. */
  readonly columns: readonly number[];
}

/**
 * Groups columns by the subjects that they have. A table whose columns are complete, or miss whole assays, has few blocks,
 * and all pairs of two blocks share one set of subjects: they are ranked and multiplied together.
 */
export function blocksOf(columns: readonly ArrayLike<number>[], missing: (value: number) => boolean): Block[] {
  const blocks = new Map<string, { rows: Uint32Array; columns: number[] }>();
  columns.forEach((column, c) => {
    const rows: number[] = [];
    for (let i = 0; i < column.length; i++) if (!missing(column[i]!)) rows.push(i);
    const key = rows.join();
    const known = blocks.get(key);
    if (known) known.columns.push(c);
    else blocks.set(key, { rows: Uint32Array.from(rows), columns: [c] });
  });
  return [...blocks.values()];
}

/** The rows of both, in order. */
export function sharedRows(a: Uint32Array, b: Uint32Array): Uint32Array {
  const other = new Set(b);
  return a.filter((row) => other.has(row));
}

/** One column over some subjects: mid-ranks, and the sum of t³ - t over its ties. */
export interface RankedColumn {
  readonly ranks: Float64Array;
  readonly ties: number;
}

export function rankedColumn(column: ArrayLike<number>, rows: Uint32Array): RankedColumn {
  const values = new Float64Array(rows.length);
  for (let i = 0; i < rows.length; i++) values[i] = column[rows[i]!]!;
  const ranks = midRanks(values);
  const sorted = values.sort();
  let ties = 0;
  for (let i = 0; i < sorted.length; ) {
    let j = i + 1;
    while (j < sorted.length && sorted[j] === sorted[i]) j++;
    ties += (j - i) ** 3 - (j - i);
    i = j;
  }
  return { ranks, ties };
}

/** Values less their mean, of length 1; null where all are equal. The dot product of two is Pearson's r. */
export function unitValues(column: ArrayLike<number>, rows: Uint32Array): Float64Array | null {
  const values = Float64Array.from(rows, (row) => column[row]!);
  const centre = values.reduce((s, v) => s + v, 0) / values.length;
  // A constant's mean may differ from it by rounding.
  if (values.every((v) => v === values[0])) return null;
  for (let i = 0; i < values.length; i++) values[i]! -= centre;
  const length = Math.hypot(...values);
  return length > 0 && Number.isFinite(length) ? values.map((v) => v / length) : null;
}

/** Ranks less their mean, of length 1; null where all are equal. The dot product of two is Spearman's rho. */
export function unitRanks({ ranks }: RankedColumn): Float64Array | null {
  const centre = (ranks.length + 1) / 2;
  const out = ranks.map((r) => r - centre);
  let square = 0;
  for (const v of out) square += v * v;
  if (!(square > 0)) return null;
  const length = Math.sqrt(square);
  return out.map((v) => v / length);
}
