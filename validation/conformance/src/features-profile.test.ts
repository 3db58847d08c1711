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
  const BANDS = ["original", "wavelet", "log"] as const;
  it.each([
    ["ibsi-digital-phantom-bw1", "ibsi1_digital_phantom/image.nii.gz", "ibsi1_digital_phantom/mask.nii.gz", 1, 107],
    ["sts001-mr-t1", "bench/sts001-mr-t1-image.nii.gz", "bench/sts001-mr-t1-mask.nii.gz", 25, 1130],
    ["sts001-pet-bw0.25", "bench/sts001-pet-suv-image.nii.gz", "bench/sts001-pet-suv-mask.nii.gz", 0.25, 1130],
    ["ibsi-ct-phantom", "ibsi1_ct_phantom/image.nii.gz", "ibsi1_ct_phantom/mask.nii.gz", 25, 1130],
  ])(
    "%s: original 1e-9, wavelet 1e-6, LoG 1e-3 relative",
    (id, image, mask, binWidth, values) => {
      const one = {
        id,
        image,
        mask,
        label: 1,
        profile: "pyradiomics",
        config: { setting: { binWidth } },
        reference: id,
        tolerance: { relative: 1e-9, absolute: 1e-12, wavelet: { relative: 1e-6 }, log: { relative: 1e-3 } },
      };
      const text = (): string => {
        const file = JSON.parse(readFileSync(`${shared}pyradiomics-reference/${id}.json`, "utf8"));
        return JSON.stringify(Object.fromEntries(BANDS.map((band) => [band, file[band] ?? {}])));
      };
      const [result] = [...runFeatureConformance([one], { ...io, text })];
      expect(result!.failures).toEqual([]);
      expect(result!.checked).toBe(values);
    },
    120_000,
  );
});
