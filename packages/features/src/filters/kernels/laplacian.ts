import type { Triple } from "@nadir/imaging";
import { roomIn } from "@nadir/kernels";
import type { Recursion } from "../recursive-gaussian.ts";
import { filterModule } from "./instance.ts";

/** A stretch of an axis: what is read, and which part of it is kept. */
export interface Near {
  readonly first: number;
  readonly count: number;
  readonly keep: { readonly first: number; readonly count: number };
}

/** Smoothing and second derivative along one axis. */
export type FilterPair = readonly [Recursion, Recursion];

/** Beyond this the plain path, whose memory comes and goes, is the better one. */
const MOST_BYTES = 1 << 30;
const COEFFICIENTS = 13;
const LINES = 8;

const upTo = (n: number, multiple: number): number => Math.ceil(n / multiple) * multiple;

/**
 * The weighted Laplacian of `logRecursive` by the compiled filters: the same bytes as its plain path. One slice at a time
 * goes through x and y while it is in the cache; what is left of all slices then goes through z, one j at a time.
 * Null where there are no kernels, or too much to hold.
 */
export function compiledLaplacian(
  data: ArrayLike<number>,
  dims: Triple,
  near: readonly [Near, Near, Near],
  filters: readonly [FilterPair, FilterPair, FilterPair],
  weight: Triple,
): Float64Array | null {
  const [x, y, z] = near;
  const [bi, bj, bk] = near.map(({ keep }) => keep.count) as [number, number, number];
  const sourceRow = 8 * upTo(x.count, 2);
  const rows = upTo(y.count, LINES);
  const columns = upTo(bi, LINES);
  const row = 8 * columns;
  const depth = z.count + 8;
  const bytes = [
    6 * 8 * COEFFICIENTS,
    rows * sourceRow + 16,
    (rows + 8) * row,
    (rows + 8) * row,
    bj * depth * row,
    bj * depth * row,
    bk * bj * row,
    3 * (Math.max(x.count, y.count, z.count) + 8) * LINES * 8,
  ];
  const exports = bytes.reduce((a, b) => a + b) < MOST_BYTES ? filterModule.exports() : null;
  if (!exports) return null;
  const places = roomIn(exports.memory, 64, bytes) as readonly [
    ...[number, number, number, number],
    ...[number, number, number, number],
  ];
  const [coefAt, slice, smoothX, curvedX, bothAt, sumAt, outAt, scratch] = places;
  const { buffer } = exports.memory;
  new Float64Array(buffer, coefAt, 6 * COEFFICIENTS).set(filters.flatMap((pair) => pair.flatMap(coefficients)));
  const coef = (axis: 0 | 1 | 2, order: 0 | 1): number => coefAt + 8 * COEFFICIENTS * (2 * axis + order);

  // Rows of the slice after x, with four rows of room before and after.
  const [s, c] = [smoothX + 4 * row, curvedX + 4 * row];
  const values = new Float64Array(buffer, slice, (rows * sourceRow) / 8);
  const [fromX, toX] = [x.keep.first, x.keep.first + bi];
  const [fromY, toY] = [y.keep.first, y.keep.first + bj];
  for (let k = 0; k < z.count; k++) {
    copySlice(data, dims, near, k, values, sourceRow / 8);
    exports.alongRows(slice, sourceRow, rows, x.count, fromX, toX, coef(0, 0), s, coef(0, 1), c, row, scratch);
    const across = (source: number, filter: number, to: number, isAdded: 0 | 1): void =>
      exports.acrossRows(
        source,
        row,
        columns,
        y.count,
        fromY,
        toY,
        filter,
        to + (k + 4) * row,
        depth * row,
        isAdded,
        weight[0],
        weight[1],
        scratch,
      );
    across(s, coef(1, 0), bothAt, 0);
    across(c, coef(1, 0), sumAt, 0);
    across(s, coef(1, 1), sumAt, 1);
  }
  const [fromZ, toZ] = [z.keep.first, z.keep.first + bk];
  for (let j = 0; j < bj; j++) {
    const from = (j * depth + 4) * row;
    const through = (source: number, filter: number, isAdded: 0 | 1): void =>
      exports.acrossRows(
        source + from,
        row,
        columns,
        z.count,
        fromZ,
        toZ,
        filter,
        outAt + j * row,
        bj * row,
        isAdded,
        1,
        weight[2],
        scratch,
      );
    through(sumAt, coef(2, 0), 0);
    through(bothAt, coef(2, 1), 1);
  }
  const out = new Float64Array(bi * bj * bk);
  const found = new Float64Array(buffer, outAt, bk * bj * columns);
  for (let n = 0, to = 0; n < bk * bj; n++)
    for (let i = 0; i < bi; i++) out[to++] = Math.fround(found[n * columns + i]!);
  filterModule.done();
  return out;
}

const coefficients = ({ n, m, d }: Recursion): number[] => [...n, ...m, ...d, 1 + d[0] + d[1] + d[2] + d[3]];

/** The part of slice `k` that is read, to rows of `width` values. */
function copySlice(
  data: ArrayLike<number>,
  dims: Triple,
  [x, y, z]: readonly [Near, Near, Near],
  k: number,
  values: Float64Array,
  width: number,
): void {
  for (let j = 0; j < y.count; j++) {
    const from = x.first + dims[0] * (y.first + j + dims[1] * (z.first + k));
    values.set(stretch(data, from, from + x.count), j * width);
  }
}

const stretch = (data: ArrayLike<number>, from: number, to: number): ArrayLike<number> =>
  "subarray" in data ? (data as Float64Array).subarray(from, to) : Array.prototype.slice.call(data, from, to);
