import { writeFileSync } from "node:fs";
import { KERNEL_MODULES, kernelModule } from "./kernels.ts";

for (const module of KERNEL_MODULES) writeFileSync(module.path, kernelModule(module));
