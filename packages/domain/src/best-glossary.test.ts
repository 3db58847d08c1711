import { describe, expect, test } from "vitest";
import { BEST_CATEGORIES, BEST_LEVELS, DEVELOPMENT_KINDS } from "./best-glossary.ts";
import { biomarkerCategory } from "./protocol-purpose.ts";

describe("the BEST glossary", () => {
  test("has every category and level that a protocol can name, and no other", () => {
    expect(Object.keys(BEST_CATEGORIES).sort()).toEqual([...biomarkerCategory.shape.best.element.options].sort());
    expect(Object.keys(BEST_LEVELS).sort()).toEqual([...biomarkerCategory.shape.level.options].sort());
    expect(Object.keys(DEVELOPMENT_KINDS).sort()).toEqual([...biomarkerCategory.shape.development.options].sort());
  });

  test("has the seven categories of the resource by their names", () => {
    expect(Object.values(BEST_CATEGORIES).map((c) => c.term)).toEqual([
      "susceptibility/risk biomarker",
      "diagnostic biomarker",
      "monitoring biomarker",
      "prognostic biomarker",
      "predictive biomarker",
      "pharmacodynamic/response biomarker",
      "safety biomarker",
    ]);
  });
});
