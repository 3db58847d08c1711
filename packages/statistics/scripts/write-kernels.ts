import { writeKernels } from "@nadir/kernels/compile";
import { KERNEL_MODULES } from "./kernels.ts";

writeKernels(KERNEL_MODULES);
