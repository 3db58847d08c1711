import { fromBase64 } from "./base64.ts";

/** A module's memory. */
export interface KernelMemory {
  readonly buffer: ArrayBuffer;
  grow(pages: number): number;
}

interface Platform {
  readonly WebAssembly?: {
    readonly Module: new (bytes: Uint8Array<ArrayBuffer>) => object;
    readonly Instance: new (module: object, imports: object) => { readonly exports: unknown };
  };
}

/** A module with more memory than this is let go after its work, so that one large image is not held for good. */
const MOST_HELD_BYTES = 64 * 1024 * 1024;
const PAGE = 65_536;

let isOff = false;

/** Kernels compiled to WebAssembly with SIMD (scripts/compile.ts); instantiated at their first use. */
export class CompiledKernels<T extends { readonly memory: KernelMemory }> {
  private module: object | null | undefined;
  private instance: T | null = null;

  /** `base64`: the module as text. */
  constructor(private readonly base64: string) {}

  /** What the module exports; null where the platform has no WebAssembly with SIMD, or a caller asked for the plain path. */
  exports(): T | null {
    if (this.isOff()) return null;
    this.instance ??= this.instantiate();
    return this.instance;
  }

  /** An instance with a memory of its own, for whoever keeps data there; null as in `exports`. */
  own(): T | null {
    return this.isOff() ? null : this.instantiate();
  }

  /** Whether the plain path is taken. */
  isOff(): boolean {
    return isOff || this.module === null;
  }

  /** To be called when a large piece of work is done: its memory can then be freed. */
  done(): void {
    if (this.instance && this.instance.memory.buffer.byteLength > MOST_HELD_BYTES) this.instance = null;
  }

  private instantiate(): T | null {
    const { WebAssembly } = globalThis as Platform;
    try {
      if (!WebAssembly) throw new Error("no WebAssembly");
      this.module ??= new WebAssembly.Module(fromBase64(this.base64));
      return new WebAssembly.Instance(this.module, { env: { abort: () => undefined } }).exports as T;
    } catch {
      // No SIMD, or compiling is forbidden here: the plain path gives the same values.
      this.module = null;
      return null;
    }
  }
}

const aligned = (bytes: number): number => (bytes + 15) & ~15;

/** Room in a module's memory for so many bytes each, from `start` on: their addresses, and the first after them. */
export function roomIn(memory: KernelMemory, start: number, bytes: readonly number[]): readonly number[] {
  const places: number[] = [];
  let end = start;
  for (const need of bytes) {
    places.push(end);
    end = aligned(end + need);
  }
  const missing = end - memory.buffer.byteLength;
  if (missing > 0) memory.grow(Math.ceil(missing / PAGE));
  places.push(end);
  return places;
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
