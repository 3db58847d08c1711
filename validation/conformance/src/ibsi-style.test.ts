import { featureConfigHash } from "@nadir/domain";
import { IBSI_1_CONFIGS, IBSI_2_CONFIGS, parseConfig } from "@nadir/features";
import { describe, expect, it } from "vitest";
import { fromIbsiStyle, publishedConfig } from "./ibsi-style.ts";

const hashOf = (written: Record<string, unknown>): string => featureConfigHash(parseConfig(fromIbsiStyle(written)));

describe("configurations in the words of IBSI's tables", () => {
  it("B: 2D, bilinear 2×2 mm, rounded, −500…400 HU, 32 bins", () => {
    const written = {
      space: "2D",
      interpolation: { method: "bilinear", spacing: [2, 2], mask: "bilinear" },
      rounding: true,
      resegmentation: [-500, 400],
      discretisation: { method: "FBN", bins: 32 },
      ivh: "none",
    };
    expect(hashOf(written)).toBe(featureConfigHash(IBSI_1_CONFIGS.B));
  });

  it("E: tricubic spline 2 mm, −1000…400 HU and 3 σ, 32 bins, 1,000 for the volume histogram", () => {
    const written = {
      aggregation: ["ITBB", "IAZD"],
      resampled_spacing: 2,
      image_interpolation: "tricubic spline",
      mask_interpolation: "trilinear",
      round_intensities: true,
      resegmentation: { intensity_range: [-1000, 400], outliers: 3 },
      discretization: { type: "fixed bin number", n: 32 },
      ivh: { method: "FBN", bins: 1000 },
    };
    expect(hashOf(written)).toBe(featureConfigHash(IBSI_1_CONFIGS.E));
  });

  it("C by bin size, the volume histogram by 2.5 HU", () => {
    const written = {
      space: "3D",
      interpolation: 2,
      rounding: true,
      resegmentation: { range: [-1000, 400] },
      bin_width: 25,
      ivh: { type: "FBS", value: 2.5 },
    };
    expect(hashOf(written)).toBe(featureConfigHash(IBSI_1_CONFIGS.C));
  });

  it("leave Nadir's own words as they are", () => {
    for (const config of [...Object.values(IBSI_1_CONFIGS), ...Object.values(IBSI_2_CONFIGS)])
      expect(hashOf(config)).toBe(featureConfigHash(config));
  });

  it("name what is not understood", () => {
    expect(() => hashOf({ discretisation: { method: "FBN", buckets: 3 } })).toThrow(/discretisation\.buckets/);
    expect(() => hashOf({ interpolation: { spacing: [1, 1, 1], image: "sinc" } })).toThrow(
      /"sinc".*nearest, linear or cubic/,
    );
    expect(() => hashOf({ smoothing: 2 })).toThrow(/smoothing/);
  });

  it.each([
    ["B", "B"],
    ["config_b", "B"],
    ["IBSI-1 config D", "D"],
    ["digital phantom", "digital-phantom"],
  ] as const)("'%s' is a published configuration", (name, key) => {
    expect(publishedConfig(name)).toBe(IBSI_1_CONFIGS[key]);
  });
  it("2.B and IBSI 2 4b are filter settings", () => {
    expect(publishedConfig("2.B")).toBe(IBSI_2_CONFIGS["2.B"]);
    expect(publishedConfig("ibsi2_4b")).toBe(IBSI_2_CONFIGS["4.B"]);
    expect(publishedConfig("F")).toBeUndefined();
  });
});
