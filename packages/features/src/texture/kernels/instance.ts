import { CompiledKernels, type KernelMemory } from "@nadir/kernels";
import { KERNEL_MODULE_BASE64 } from "./module.ts";

/** What the compiled module exports (kernels/texture.ts); addresses in bytes. */
export interface TextureExports {
  readonly memory: KernelMemory;
  pairs(levels: number, at: number, count: number, step: number, cells: number, side: number): void;
  alikePairs(levels: number, from: number, to: number, step: number, alike: number): void;
  longRuns(levels: number, from: number, to: number, step: number, dense: number, width: number, lengths: number): void;
  neighbourhood(
    levels: number,
    from: number,
    to: number,
    steps: number,
    reach: number,
    countsIsolated: number,
    dense: number,
    width: number,
    n: number,
    s: number,
    scratch: number,
  ): void;
  zones(
    levels: number,
    from: number,
    to: number,
    row: number,
    slice: number,
    parent: number,
    sizes: number,
    dense: number,
    width: number,
    list: number,
  ): number;
}

export const textureModule = new CompiledKernels<TextureExports>(KERNEL_MODULE_BASE64);
