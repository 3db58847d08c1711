import { readFileSync } from "node:fs";
import { basename } from "node:path";
import { fc, test } from "@fast-check/vitest";
import { describe, expect, it } from "vitest";
import { KERNEL_MODULES, kernelModule } from "../../scripts/kernels.ts";
import { filterModule } from "../filters/kernels/instance.ts";
import { spectrumModule } from "../pyradiomics/kernels/tridiagonal.ts";
import { textureModule } from "../texture/kernels/instance.ts";
import { fromBase64 } from "./base64.ts";
import { withoutKernels } from "./instance.ts";

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

describe("base64", () => {
  test.prop([fc.uint8Array({ maxLength: 40 })])("reads what Node writes", (bytes) => {
    expect([...fromBase64(Buffer.from(bytes).toString("base64"))]).toEqual([...bytes]);
  });
});
