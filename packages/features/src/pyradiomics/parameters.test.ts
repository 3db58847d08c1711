import { describe, expect, it } from "vitest";
import { extract, fromVector, parseConfig, parsePyradiomicsParameters, toVector } from "../index.ts";
import { randomPair } from "../testing/regions.ts";

const file = `
# as published
imageType:
  Original: {}
  LoG:
    sigma: [2.0]
  Wavelet:
featureClass:
  shape:
  firstorder: []
  glcm: ['Contrast', 'MCC']
setting:
  binWidth: 2
  resampledPixelSpacing:
  interpolator: 'sitkBSpline'
  label: 1
`;

describe("PyRadiomics parameter files", () => {
  it("are read as they are: image types, classes, chosen features, empty entries", () => {
    const parameters = parsePyradiomicsParameters(file);
    const config = parseConfig({ profile: "pyradiomics", pyradiomics: parameters });
    const result = extract({ ...randomPair(5, [9, 8, 7]), config });
    const keys = result.values.map((v) => v.key);
    expect(keys).toHaveLength(14 + 10 * (18 + 2));
    expect(keys).toContain("log-sigma-2-0-mm-3D_glcm_MCC");
    expect(keys).toContain("wavelet-LLH_firstorder_90Percentile");
    expect(fromVector(toVector(result))).toEqual(result);
  });

  it("are refused with every unknown key by name", () => {
    expect(() => parsePyradiomicsParameters("setting:\n  binwidth: 5\n  binWidht: 3\n")).toThrow(/binwidth, binWidht/);
    expect(() => parsePyradiomicsParameters("imageType:\n  LBP4D:\n")).toThrow(/unknown key\(s\) LBP4D/);
    expect(() => parsePyradiomicsParameters("setting: {distances: [0]}")).toThrow(/distances/);
    expect(() => parsePyradiomicsParameters("a: [")).toThrow(/YAML/);
  });

  it("name the feature that a class lacks", () => {
    const parameters = parsePyradiomicsParameters("featureClass:\n  glcm: ['Homogeneity1']\n");
    const config = parseConfig({ profile: "pyradiomics", pyradiomics: parameters });
    expect(() => extract({ ...randomPair(5, [5, 5, 5]), config })).toThrow(/Homogeneity1/);
  });
});
