import { fromBase64 } from "./base64.ts";
import { KERNEL_MODULE_BASE64 } from "./module.ts";

/** What the compiled module exports (kernels/texture.ts); addresses in bytes. */
export interface KernelExports {
  readonly memory: { readonly buffer: ArrayBuffer; grow(pages: number): number };
  pairs(levels: number, at: number, count: number, step: number, cells: number, side: number): void;
  longRuns(levels: number, from: number, to: number, step: number, dense: number, width: number): void;
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
  zones(levels: number, from: number, to: number, steps: number, reach: number, parent: number, sizes: number): void;
}

interface Platform {
  readonly WebAssembly?: {
    readonly Module: new (bytes: Uint8Array<ArrayBuffer>) => object;
    readonly Instance: new (module: object, imports: object) => { readonly exports: unknown };
  };
}

let instance: KernelExports | null | undefined;
let isOff = false;

/** The compiled kernels; null where the platform has no WebAssembly with SIMD, or a caller asked for the plain path. */
export function kernelExports(): KernelExports | null {
  if (isOff) return null;
  if (instance === undefined) instance = instantiate();
  return instance;
}

function instantiate(): KernelExports | null {
  const { WebAssembly } = globalThis as Platform;
  if (!WebAssembly) return null;
  try {
    const module = new WebAssembly.Module(fromBase64(KERNEL_MODULE_BASE64));
    return new WebAssembly.Instance(module, { env: { abort: () => undefined } }).exports as KernelExports;
  } catch {
    // No SIMD, or compiling is forbidden here: the plain path gives the same values.
    return null;
  }
}

/** Runs `work` on the plain TypeScript path; to compare the two. */
export function withoutKernels<T>(work: () => T): T {
  isOff = true;
  try {
    return work();
  } finally {
    isOff = false;
  }
}
