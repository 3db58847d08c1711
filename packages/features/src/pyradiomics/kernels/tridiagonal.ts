import { CompiledKernels, type KernelMemory, roomIn } from "@nadir/kernels";
import { KERNEL_MODULE_BASE64 } from "./module.ts";

/** What the compiled module exports (kernels/spectrum.ts); addresses in bytes. */
interface SpectrumExports {
  readonly memory: KernelMemory;
  tridiagonal(a: number, diagonal: number, n: number, row: number, d: number, e: number, p: number): void;
}

export const spectrumModule = new CompiledKernels<SpectrumExports>(KERNEL_MODULE_BASE64);

/** Columns that the kernel takes together. */
const TOGETHER = 8;
/** A larger matrix is left to the plain path, which needs no copy of it. */
const MOST_BYTES = 1 << 29;

/**
 * Tridiagonal form of the symmetric n × n matrix `a`: its diagonal to `d`, what stands beside it to `e` from e[1] on, as
 * `symmetricSpectrum` computes it. False, and nothing done, where there are no kernels
 * or the matrix is too large to copy.
 */
export function compiledTridiagonal(a: Float64Array, n: number, d: Float64Array, e: Float64Array): boolean {
  const width = Math.ceil(n / TOGETHER) * TOGETHER;
  const row = 8 * width;
  const exports = n * row <= MOST_BYTES ? spectrumModule.exports() : null;
  if (!exports) return false;
  const [matrix, diagonal, dAt, eAt, p] = roomIn(exports.memory, 64, [n * row, row, row, row, row]) as [
    ...[number, number, number, number, number],
  ];
  const { buffer } = exports.memory;
  const values = new Float64Array(buffer, matrix, n * width);
  // What pads a row is multiplied along with it, and must be a number.
  values.fill(0);
  new Float64Array(buffer, diagonal, 4 * width).fill(0);
  const onDiagonal = new Float64Array(buffer, diagonal, n);
  for (let x = 0; x < n; x++) {
    values.set(a.subarray(x * n, (x + 1) * n), x * width);
    onDiagonal[x] = a[x * n + x]!;
    values[x * width + x] = 0;
  }
  exports.tridiagonal(matrix, diagonal, n, row, dAt, eAt, p);
  d.set(new Float64Array(buffer, dAt, n));
  e.set(new Float64Array(buffer, eAt, n));
  spectrumModule.done();
  return true;
}
