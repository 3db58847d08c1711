import { fileURLToPath } from "node:url";
import type { KernelModule } from "@nadir/kernels/compile";

const at = (path: string): string => fileURLToPath(new URL(path, import.meta.url));
const module = (path: string, ...sources: string[]): KernelModule => ({
  owner: "@nadir/features",
  folder: at("../kernels"),
  sources,
  path: at(`../src/${path}/kernels/module.ts`),
});

export const KERNEL_MODULES: readonly KernelModule[] = [
  module("texture", "texture.ts"),
  module("filters", "recursive.ts", "wavelet.ts"),
  module("pyradiomics", "spectrum.ts"),
];
