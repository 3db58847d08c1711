import { fc, test } from "@fast-check/vitest";
import { canonicalJson, TEXTURE_AGGREGATIONS } from "@nadir/domain";
import { withoutKernels } from "@nadir/kernels";
import { describe, expect, it } from "vitest";
import { extract, parseConfig } from "../../index.ts";
import { randomPair } from "../../testing/regions.ts";

describe("the compiled texture kernels", () => {
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
