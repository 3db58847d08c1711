import { makeVolume } from "@nadir/imaging";
import { describe, expect, it } from "vitest";
import { extract, parseConfig } from "../index.ts";
import { embed, type Pair, randomPair } from "../testing/regions.ts";

const run = (pair: Pair, setting: object, imageType: object = { Original: {} }): Map<string, number | null> => {
  const config = parseConfig({
    profile: "pyradiomics",
    pyradiomics: { setting: { binWidth: 1, ...setting }, imageType },
  });
  return new Map(extract({ ...pair, label: 1, config }).values.map((v) => [v.key, v.value]));
};

describe("distances", () => {
  // A line of levels 1 2 1 2: pairs one apart differ by 1, pairs two apart by 0.
  const dims = [4, 1, 1] as const;
  const line: Pair = {
    image: makeVolume({ data: Float64Array.of(1, 2, 1, 2), dims, spacing: [1, 1, 1] }),
    mask: makeVolume({ data: new Uint8Array(4).fill(1), dims, spacing: [1, 1, 1] }),
  };
  const values = (distances: readonly number[]) => run(line, { distances, minimumROIDimensions: 1 });

  it("pair co-occurrences at those distances, and average over them", () => {
    expect(values([1]).get("original_glcm_Contrast")).toBe(1);
    expect(values([2]).get("original_glcm_Contrast")).toBe(0);
    expect(values([1, 2]).get("original_glcm_Contrast")).toBe(0.5);
    expect(values([3]).get("original_glcm_Contrast")).toBe(1);
  });

  it("choose the neighbours of dependences and tone differences", () => {
    // One apart no neighbour is alike: each depends on itself alone. Two apart each has one alike: 2 each, 2² on average.
    expect(values([1]).get("original_gldm_LargeDependenceEmphasis")).toBe(1);
    expect(values([2]).get("original_gldm_LargeDependenceEmphasis")).toBe(4);
    expect(values([2]).get("original_ngtdm_Coarseness")).toBe(1e6);
    // Neighbour means one apart: 2, 1, 2, 1 against 1, 2, 1, 2: Σ p s = ½·2 + ½·2.
    expect(values([1]).get("original_ngtdm_Coarseness")).toBe(0.5);
  });
});

describe("preCrop", () => {
  const { mask } = embed(randomPair(77, [6, 5, 4], [1, 1, 1], 40, 1), [20, 18, 16], [7, 6, 5]);
  const { image } = randomPair(78, [20, 18, 16], [1, 1, 1], 40);
  const wide: Pair = { image, mask };
  /** The ten, nine and eight voxels from (5, 4, 3): the region's box and two voxels around it. */
  const cut = (v: Pair["image"]) => {
    const data: number[] = [];
    for (let k = 3; k < 11; k++)
      for (let j = 4; j < 13; j++) for (let i = 5; i < 15; i++) data.push(v.data[i + 20 * (j + 18 * k)]!);
    return makeVolume({ data: Float64Array.from(data), dims: [10, 9, 8], spacing: [1, 1, 1] });
  };

  it("lets filters see the region's box and padDistance around it, and nothing beyond", () => {
    const wavelets = { Wavelet: {} };
    const cropped = run(wide, { preCrop: true, padDistance: 2 }, wavelets);
    expect(cropped).toEqual(run({ image: cut(image), mask: cut(mask) }, {}, wavelets));
    expect(cropped.get("wavelet-LLL_firstorder_Mean")).not.toBe(
      run(wide, {}, wavelets).get("wavelet-LLL_firstorder_Mean"),
    );
  });

  it("changes nothing on the original image", () => {
    expect(run(wide, { preCrop: true })).toEqual(run(wide, {}));
  });
});
