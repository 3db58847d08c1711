import { readFileSync } from "node:fs";
import { basename } from "node:path";
import { withoutKernels } from "@nadir/kernels";
import { kernelModule } from "@nadir/kernels/compile";
import { describe, expect, it } from "vitest";
import { KERNEL_MODULES } from "../scripts/kernels.ts";
import { filterModule } from "./filters/kernels/instance.ts";
import { spectrumModule } from "./pyradiomics/kernels/tridiagonal.ts";
import { textureModule } from "./texture/kernels/instance.ts";

describe("the compiled kernels", () => {
  it.each(KERNEL_MODULES.map((module) => [module.sources.join(" and "), module] as const))(
    "are what %s compiles to (pnpm --filter @nadir/features run kernels)",
    (_, module) => {
      expect(basename(module.path)).toBe("module.ts");
      expect(readFileSync(module.path, "utf8")).toBe(kernelModule(module));
    },
    60_000,
  );

  it("run on this platform, and are left out when asked", () => {
    for (const module of [textureModule, filterModule, spectrumModule]) {
      expect(module.exports()).not.toBeNull();
      expect(withoutKernels(() => module.exports())).toBeNull();
    }
  });
});
