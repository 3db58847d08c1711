import { canonicalJson, type FeatureConfig } from "@nadir/domain";
import { describe, expect, it } from "vitest";
import { type ExtractInput, extractShare, joinShares } from "../extract.ts";
import { extract, parseConfig } from "../index.ts";
import { randomPair } from "../testing/regions.ts";

const pair = randomPair(12, [12, 11, 10], [1, 1, 1.5], 300, 0.8);
const config = (imageType: object, rest: object = {}): FeatureConfig =>
  parseConfig({ profile: "pyradiomics", pyradiomics: { setting: { binWidth: 10 }, imageType, ...rest } });

describe("the work of a region, shared", () => {
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
  ])("gives, joined, the same bytes as at once: %s", (_name, whole) => {
    const input = { ...pair, label: 1, config: whole };
    const atOnce = canonicalJson(extract(input));
    for (const count of [1, 2, 3, 8]) {
      // Pieces go round, as to threads of like speed; then all but one to the last.
      for (const owner of [(rank: number) => rank % count, (rank: number) => (rank === 1 ? 0 : count - 1)]) {
        const shares = Array.from({ length: count }, (_, n) => extractShare(input, (rank) => owner(rank) === n));
        expect(canonicalJson(joinShares(pair.image, whole, shares))).toBe(atOnce);
      }
    }
  });

  it("begins with the dearest: the wide Laplacians, the band that holds the mean", () => {
    const asked: number[] = [];
    extractShare(
      { ...pair, label: 1, config: config({ Original: {}, Wavelet: {}, LoG: { sigma: [1, 3] } }) },
      (rank) => asked.push(rank) < 0,
    );
    // Ranks: 0 shape, 1 original, 2 to 8 bands with detail, 9 LLL, 10 and 11 the Laplacians.
    expect(asked.slice(0, 4)).toEqual([11, 10, 9, 1]);
    expect(asked.sort((a, b) => a - b)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]);
  });

  it("refuses what the first refused piece is refused, whoever had it", () => {
    const { image, mask } = pair;
    // Infinite just outside the region: the filters that look around read it, the original does not.
    const outside = image.data.findIndex((_, p) => mask.data[p] === 0 && mask.data[p + 1] === 1);
    const data = Float32Array.from(image.data, (x, p) => (p === outside ? Number.POSITIVE_INFINITY : x));
    const broken: ExtractInput = {
      image: { ...image, data },
      mask,
      label: 1,
      config: config({ Original: {}, Wavelet: {}, LoG: { sigma: [1] }, Gradient: {} }),
    };
    const messageOf = (work: () => unknown): string => {
      try {
        work();
      } catch (error) {
        return (error as Error).message;
      }
      return "not refused";
    };
    const alone = messageOf(() => extract(broken));
    expect(alone).toContain("'wavelet-LLH'");
    for (const owner of [0, 1]) {
      const shares = [0, 1].map((n) => extractShare(broken, (rank) => (rank + owner) % 2 === n));
      expect(messageOf(() => joinShares(broken.image, broken.config!, shares))).toBe(alone);
    }
  });
});
