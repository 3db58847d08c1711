import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { featureCaseFiles, runFeatureConformance } from "./features.ts";

const at = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

describe("PyRadiomics, case brain1", () => {
  it("agrees on all 1,130 values: original 1e-9, wavelet 1e-6, LoG 1e-3 relative", () => {
    const path = at("../reference/pyradiomics-brain1/cases.json");
    const [result] = [...runFeatureConformance(JSON.parse(readFileSync(path, "utf8")), featureCaseFiles(path))];
    expect(result!.failures).toEqual([]);
    expect(result!.checked).toBe(1130);
    expect(result!.unchecked).toEqual([]);
  }, 60_000);
});

const shared = at("../../../../shared/data/");
describe.skipIf(!existsSync(`${shared}pyradiomics-reference`))("PyRadiomics references (../shared)", () => {
  const io = featureCaseFiles(`${shared}cases.json`);
  const originals = (id: string): { original: Record<string, number> } => {
    const { original } = JSON.parse(readFileSync(`${shared}pyradiomics-reference/${id}.json`, "utf8"));
    return { original };
  };
  it.each([
    ["ibsi-digital-phantom-bw1", "ibsi1_digital_phantom/image.nii.gz", "ibsi1_digital_phantom/mask.nii.gz", 1],
    ["sts001-pet-bw0.25", "bench/sts001-pet-suv-image.nii.gz", "bench/sts001-pet-suv-mask.nii.gz", 0.25],
    ["ibsi-ct-phantom", "ibsi1_ct_phantom/image.nii.gz", "ibsi1_ct_phantom/mask.nii.gz", 25],
  ])(
    "%s: 107 features of the original image to 1e-9",
    (id, image, mask, binWidth) => {
      const one = {
        id,
        image,
        mask,
        label: 1,
        profile: "pyradiomics",
        config: { setting: { binWidth } },
        reference: id,
      };
      const text = (): string => JSON.stringify(originals(id));
      const [result] = [...runFeatureConformance([one], { ...io, text })];
      expect(result!.failures).toEqual([]);
      expect(result!.checked).toBe(107);
    },
    60_000,
  );
});
