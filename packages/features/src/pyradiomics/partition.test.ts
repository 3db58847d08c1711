import { canonicalJson, type FeatureConfig } from "@nadir/domain";
import { describe, expect, it } from "vitest";
import { extract, parseConfig } from "../index.ts";
import { randomPair } from "../testing/regions.ts";
import { joinParts, partsOf } from "./partition.ts";

const pair = randomPair(12, [12, 11, 10], [1, 1, 1.5], 300, 0.8);
const config = (imageType: object, rest: object = {}): FeatureConfig =>
  parseConfig({ profile: "pyradiomics", pyradiomics: { setting: { binWidth: 10 }, imageType, ...rest } });

describe("a configuration cut by image", () => {
  it.each([
    [
      "everything",
      config({ Original: {}, Wavelet: {}, LoG: { sigma: [1, 2.5, 1.5] }, Square: {}, SquareRoot: {}, Gradient: {} }),
    ],
    [
      "no original, chosen classes",
      config({ LoG: { sigma: [1, 2] }, Wavelet: {} }, { featureClass: { glcm: ["Contrast"], shape: null } }),
    ],
    ["a warning in each part", config({ Original: {}, LoG: { sigma: [40] }, Square: { binWidth: 0.5 } })],
    [
      "patterns and levels",
      config({ LBP3D: {}, LBP2D: { binWidth: 1 }, Wavelet: { level: 2, wavelet: "haar" }, Square: {} }),
    ],
    ["one image", config({ Original: {} })],
    ["the profile ibsi", parseConfig({ families: ["statistics", "glcm"] })],
  ])("gives, joined, the same bytes as at once: %s", (_name, whole) => {
    const atOnce = canonicalJson(extract({ ...pair, label: 1, config: whole }));
    for (const count of [1, 2, 3, 8]) {
      const parts = partsOf(whole, count);
      expect(parts.length).toBeLessThanOrEqual(count);
      const results = parts.map((part) => extract({ ...pair, label: 1, config: part.config }));
      expect(canonicalJson(joinParts(whole, parts, results))).toBe(atOnce);
    }
  });

  it("shares the cost: wavelets in one part, the rest in the other", () => {
    const parts = partsOf(config({ Original: {}, Wavelet: {}, LoG: { sigma: [1, 3, 5] } }), 2);
    expect(parts.map(({ images }) => images.map((i) => i.prefix))).toEqual([
      ["wavelet"],
      ["original", "log-sigma-1-0-mm", "log-sigma-3-0-mm", "log-sigma-5-0-mm"],
    ]);
  });
});
