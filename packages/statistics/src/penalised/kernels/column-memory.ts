import { CompiledKernels, type KernelMemory, roomIn } from "@nadir/kernels";
import { KERNEL_MODULE_BASE64 } from "./module.ts";

/** What the compiled module exports (kernels/columns.ts); addresses and strides in bytes. */
interface ColumnExports {
  readonly memory: KernelMemory;
  project(values: number, stride: number, columns: number, count: number, along: number, out: number): void;
  combine(values: number, stride: number, columns: number, weights: number, count: number, out: number): void;
}

export const columnModule = new CompiledKernels<ColumnExports>(KERNEL_MODULE_BASE64);

/** So many columns go through the module at a time: a multiple of the four that are taken together. */
const AT_ONCE = 256;
/** An instance whose memory grew beyond this is let go. */
const MOST_IDLE_BYTES = 64 * 1024 * 1024;

/** Columns in a module's memory, and the products that it forms of them. `values` holds until the next `widen`. */
export interface ColumnMemory {
  readonly values: () => Float64Array;
  /** Room for so many columns; those that are in stay. */
  readonly widen: (capacity: number) => void;
  /** As `projectInto` and `combineInto` of column-block.ts; `out` of `combine` is added to. */
  readonly project: (columns: ArrayLike<number>, along: Float64Array, out: Float64Array) => void;
  readonly combine: (columns: readonly number[], weights: Float64Array, out: Float64Array) => void;
}

const idle: ColumnExports[] = [];
let lent: ColumnExports[] | null = null;

/**
 * Runs `work`, in which column blocks may stand in memories of the module; afterwards these serve the next: nothing of the
 * answer may be a view of a block. Outside of it, and where the platform has no kernels, blocks are plain arrays.
 */
export function inColumnMemory<T>(work: () => T): T {
  const around = lent;
  const own: ColumnExports[] = [];
  lent = own;
  try {
    return work();
  } finally {
    lent = around;
    for (const one of own) if (one.memory.buffer.byteLength <= MOST_IDLE_BYTES) idle.push(one);
  }
}

/** Columns of `n` rows, `stride` values apart (a multiple of 4); null outside `inColumnMemory` and without kernels. */
export function columnMemory(n: number, stride: number, capacity: number): ColumnMemory | null {
  if (!lent) return null;
  const exports = columnModule.isOff() ? null : (idle.pop() ?? columnModule.own());
  if (!exports) return null;
  lent.push(exports);
  return placed(exports, n, stride, capacity);
}

function placed(exports: ColumnExports, n: number, stride: number, capacity: number): ColumnMemory {
  const row = 8 * stride;
  const places = (columns: number) =>
    roomIn(exports.memory, 64, [4 * AT_ONCE, 8 * AT_ONCE, 8 * AT_ONCE, row, row, columns * row]) as readonly [
      ...[number, number, number, number, number, number],
    ];
  const [listAt, weightsAt, sumsAt, alongAt, lineAt, valuesAt] = places(capacity);
  const views = (columns: number) => {
    const { buffer } = exports.memory;
    return {
      list: new Int32Array(buffer, listAt, AT_ONCE),
      weights: new Float64Array(buffer, weightsAt, AT_ONCE),
      sums: new Float64Array(buffer, sumsAt, AT_ONCE),
      along: new Float64Array(buffer, alongAt, stride),
      line: new Float64Array(buffer, lineAt, stride),
      values: new Float64Array(buffer, valuesAt, columns * stride),
    };
  };
  let seen = views(capacity);
  seen.along.fill(0);
  return {
    values: () => seen.values,
    widen: (columns) => {
      places(columns);
      seen = views(columns);
    },
    project: (columns, along, out) => {
      const { list, sums } = seen;
      seen.along.set(along);
      for (let from = 0; from < columns.length; from += AT_ONCE) {
        const count = Math.min(AT_ONCE, columns.length - from);
        for (let k = 0; k < count; k++) list[k] = columns[from + k]!;
        exports.project(valuesAt, row, listAt, count, alongAt, sumsAt);
        for (let k = 0; k < count; k++) out[list[k]!] = sums[k]!;
      }
    },
    combine: (columns, by, out) => {
      const { list, weights, line } = seen;
      line.fill(0);
      line.set(out);
      for (let from = 0; from < columns.length; from += AT_ONCE) {
        const count = Math.min(AT_ONCE, columns.length - from);
        for (let k = 0; k < count; k++) {
          list[k] = columns[from + k]!;
          weights[k] = by[columns[from + k]!]!;
        }
        exports.combine(valuesAt, row, listAt, weightsAt, count, lineAt);
      }
      out.set(line.subarray(0, n));
    },
  };
}
