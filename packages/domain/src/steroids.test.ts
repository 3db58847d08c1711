import { describe, expect, it } from "vitest";
import { dexamethasoneEquivalentMg, glucocorticoidOf } from "./steroids.ts";

describe("dexamethasone of equal effect", () => {
  // Liu 2013, Table 1: 20 mg hydrocortisone = 25 cortisone = 5 prednisone = 5 prednisolone = 4 methylprednisolone = 0.75 dexamethasone.
  it.each([
    ["hydrocortisone", 20, 0.75],
    ["Cortisone acetate", 25, 0.75],
    ["prednisone", 5, 0.75],
    ["Prednisolone", 40, 6],
    ["methylprednisolone", 32, 6],
    ["dexamethasone", 8, 8],
    ["prednisone", 8, 1.2],
  ])("%s, %d mg", (drug, mg, expected) => {
    expect(dexamethasoneEquivalentMg(drug, mg)).toBe(expected);
  });

  it("of a drug that is none does not exist", () => {
    expect(dexamethasoneEquivalentMg("pembrolizumab", 200)).toBeNull();
    expect(glucocorticoidOf("hydrocortisone cream")).toBe("hydrocortisone");
    expect(glucocorticoidOf("cortisol binding assay")).toBeNull();
  });
});
