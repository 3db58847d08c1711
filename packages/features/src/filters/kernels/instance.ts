import { CompiledKernels, type KernelMemory } from "@nadir/kernels";
import { KERNEL_MODULE_BASE64 } from "./module.ts";

/** What the compiled module exports (kernels/recursive.ts, kernels/wavelet.ts); addresses in bytes. */
export interface FilterExports {
  readonly memory: KernelMemory;
  alongRows(
    source: number,
    sourceRow: number,
    rows: number,
    n: number,
    from: number,
    to: number,
    coefA: number,
    outA: number,
    coefB: number,
    outB: number,
    outRow: number,
    scratch: number,
  ): void;
  acrossRows(
    source: number,
    sourceRow: number,
    columns: number,
    n: number,
    from: number,
    to: number,
    coef: number,
    out: number,
    outRow: number,
    isAdded: number,
    a: number,
    b: number,
    scratch: number,
  ): void;
  correlate: Correlate;
  correlateSingle: Correlate;
}

type Correlate = (
  source: number,
  sourceRun: number,
  runs: number,
  length: number,
  step: number,
  low: number,
  high: number,
  taps: number,
  outLow: number,
  outHigh: number,
) => void;

export const filterModule = new CompiledKernels<FilterExports>(KERNEL_MODULE_BASE64);
