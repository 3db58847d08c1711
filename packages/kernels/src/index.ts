/** Arithmetic compiled to WebAssembly with SIMD, beside the plain path in TypeScript (docs/decisions/0010). */
export { CompiledKernels, type KernelMemory, roomIn, withoutKernels } from "./compiled-kernels.ts";
