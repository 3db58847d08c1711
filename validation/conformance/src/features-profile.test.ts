import { readFileSync } from "node:fs";
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
  });
});
