import type { ProtocolDocument } from "@nadir/domain";
import { expect, it } from "vitest";
import { inspirePlan } from "../testing/synthetic-facts.ts";
import { featuresUsed } from "./features-used.ts";

const withKeys = (...keys: string[]): ProtocolDocument => {
  const plan = inspirePlan();
  return {
    ...plan,
    predictors: keys.map((key, n) => ({
      ...plan.predictors[0]!,
      id: `p${n}`,
      label: `Predictor ${n}`,
      source: { from: "feature" as const, key, modality: "CT", at: "baseline" as const },
      featureConfigHash: "b".repeat(64),
    })),
  };
};

it("the report prints the catalogue's entry of every feature that a predictor is made of", () => {
  const [block] = featuresUsed(withKeys("cm_contrast_3D_comb", "original_glcm_Contrast", "net_7"));
  const rows = block!.kind === "table" ? block!.rows : [];
  // IBSI reference manual: contrast of the co-occurrence matrix is ACUI.
  expect(rows[0]).toMatchObject({ 0: "Predictor 0", 2: "ACUI" });
  expect(String(rows[0]![4])).toContain("(i");
  expect(rows[1]).toMatchObject({ 2: "ACUI", 5: expect.stringContaining("PyRadiomics") });
  expect(rows[2]).toMatchObject({ 1: "imported feature (net_7), CT", 2: "–", 4: "not computed here" });
  expect(rows[0]![6]).toMatchObject({ text: "b".repeat(16) });
});

it("prints nothing where no predictor is a feature", () => {
  expect(featuresUsed(inspirePlan())).toEqual([]);
});
