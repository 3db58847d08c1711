import { fileURLToPath } from "node:url";
import type { KernelModule } from "@nadir/kernels/compile";

const at = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

export const KERNEL_MODULES: readonly KernelModule[] = [
  {
    owner: "@nadir/statistics",
    folder: at("../kernels"),
    sources: ["columns.ts"],
    path: at("../src/penalised/kernels/module.ts"),
  },
];
