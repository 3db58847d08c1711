import { writeFileSync } from "node:fs";
import { KERNEL_MODULE, kernelModule } from "./kernels.ts";

writeFileSync(KERNEL_MODULE, kernelModule());
