import { readFileSync } from "node:fs";
import { fc, test } from "@fast-check/vitest";
import { canonicalJson, TEXTURE_AGGREGATIONS } from "@nadir/domain";
import { describe, expect, it } from "vitest";
import { KERNEL_MODULE, kernelModule } from "../../../scripts/kernels.ts";
import { extract, parseConfig } from "../../index.ts";
import { randomPair } from "../../testing/regions.ts";
import { fromBase64 } from "./base64.ts";
import { kernelExports, withoutKernels } from "./instance.ts";

describe("the compiled kernels", () => {
  it("are what kernels/texture.ts compiles to (pnpm --filter @nadir/features run kernels)", () => {
    expect(readFileSync(KERNEL_MODULE, "utf8")).toBe(kernelModule());
  }, 60_000);

  it("run on this platform, and are left out when asked", () => {
    expect(kernelExports()).not.toBeNull();
    expect(withoutKernels(kernelExports)).toBeNull();
  });

  const ibsi = parseConfig({
    families: ["glcm", "glrlm", "glszm", "gldzm", "ngtdm", "ngldm"],
    discretisation: { method: "fixed-bin-size", width: 1 },
    aggregations: [...TEXTURE_AGGREGATIONS],
  });
  const profile = (setting: object) =>
    parseConfig({ profile: "pyradiomics", pyradiomics: { setting: { binWidth: 1, ...setting } } });
  const seeds = fc.integer({ min: 1, max: 1e6 });

  test.prop(
    [seeds, fc.tuple(fc.integer({ min: 2, max: 19 }), fc.integer({ min: 2, max: 9 }), fc.integer({ min: 1, max: 7 }))],
    { numRuns: 25 },
  )(
    "count what the plain path counts: the same bytes for any box, few and many levels, sparse and full regions",
    (seed, dims) => {
      for (const [levels, fill] of [
        [2, 1],
        [5, 0.7],
        [60, 0.2],
      ] as const) {
        const pair = randomPair(seed, dims, [1, 1, 1], levels, fill);
        for (const config of [
          ibsi,
          profile({}),
          profile({ force2D: true }),
          profile({ gldm_a: 1, weightingNorm: "euclidean" }),
        ]) {
          const run = (): string => {
            try {
              return canonicalJson(extract({ ...pair, label: 1, config }));
            } catch (error) {
              return (error as Error).message;
            }
          };
          expect(run()).toBe(withoutKernels(run));
        }
      }
    },
  );

  it("leave levels too high for 16-bit sums to the plain path", () => {
    const pair = randomPair(8, [9, 8, 7], [1, 1, 1], 3999);
    const run = (): string => canonicalJson(extract({ ...pair, label: 1, config: ibsi }));
    expect(run()).toBe(withoutKernels(run));
  });
});

describe("base64", () => {
  test.prop([fc.uint8Array({ maxLength: 40 })])("reads what Node writes", (bytes) => {
    expect([...fromBase64(Buffer.from(bytes).toString("base64"))]).toEqual([...bytes]);
  });
});
