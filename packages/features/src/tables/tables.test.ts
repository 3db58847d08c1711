import { describe, expect, it } from "vitest";
import { compareTables, type FeatureRows, mapTable } from "./compare-tables.ts";
import { toolColumn, toolOf } from "./tool-columns.ts";

const one = (values: Record<string, number>): FeatureRows => ({
  columns: Object.keys(values),
  cases: [{ case: "1", values }],
});
const byId = (a: Record<string, number>, b: Record<string, number>, options = {}) =>
  new Map(compareTables(mapTable(one(a)), mapTable(one(b)), options).map((r) => [r.id, r]));

describe("columns of other programs", () => {
  it("of LIFEx carry their IBSI code; volumes in mL become mm³", () => {
    expect(toolColumn("lifex", "GLCM_JointMaximum(IBSI:GYBY)")).toMatchObject({
      id: "cm_joint_max",
      aggregation: "3D-average",
    });
    expect(toolColumn("lifex", "MORPHOLOGICAL_Volume(IBSI:RNU0)[mL]")).toMatchObject({
      id: "morph_volume",
      factor: 1000,
    });
    expect(toolColumn("lifex", "INTENSITY-BASED_StandardDeviation(IBSI:No)")).toBeNull();
  });

  it("of MITK say whether directions were merged or averaged", () => {
    expect(toolColumn("mitk", "Co-occurenced Based Features::Overall Joint Maximum")).toMatchObject({
      id: "cm_joint_max",
      code: "GYBY",
      aggregation: "3D-merged",
    });
    expect(toolColumn("mitk", "Run Length::Short run emphasis Means")).toMatchObject({ aggregation: "3D-average" });
    expect(toolColumn("mitk", "Volumetric Features::Volume (mesh based)")).toBeNull();
  });

  it("of MIRP are IBSI's tags with filter, distance, aggregation and bins", () => {
    expect(toolColumn("mirp", "cm_joint_max_d1.0_3d_v_mrg_fbn_n32")).toMatchObject({
      id: "cm_joint_max",
      aggregation: "3D-merged",
      image: "original",
      difference: null,
    });
    expect(toolColumn("mirp", "ngl_lde_d1.0_a0.0_2.5d_fbs_w25.0")).toMatchObject({
      id: "ngl_lde",
      aggregation: "2.5D",
    });
    expect(toolColumn("mirp", "log_s1.0_stat_mean")).toMatchObject({ id: "stat_mean", image: "log_s1.0" });
    expect(toolColumn("mirp", "cm_contrast_d2.0_3d_avg_fbn_n32")!.difference).toMatch(/distance 2/);
  });

  it("tell the program", () => {
    expect(toolOf(["PatientID", "original_glcm_Contrast"])).toBe("pyradiomics");
    expect(toolOf(["GLCM_Contrast(IBSI:ACUI)"])).toBe("lifex");
    expect(toolOf(["First Order Numeric::Mean"])).toBe("mitk");
    expect(toolOf(["stat_mean", "cm_contrast_d1.0_3d_avg_fbn_n32"])).toBe("mirp");
    expect(toolOf(["stat_mean", "cm_contrast_3D_comb"])).toBe("nadir");
    expect(toolOf(["age", "sex"])).toBeNull();
  });
});

describe("a comparison", () => {
  it("puts values into the catalogue's definition first: a kurtosis of 3 more is the same kurtosis", () => {
    const found = byId({ original_firstorder_Kurtosis: 2.645 }, { stat_kurt: -0.355 });
    expect(found.get("stat_kurt")).toMatchObject({ verdict: "agrees", values: [expect.closeTo(-0.355, 12), -0.355] });
  });

  it("names what a program is documented to do otherwise, and what nobody explains", () => {
    const found = byId(
      { original_shape_MajorAxisLength: 11.3, original_firstorder_Mean: 2.2 },
      { morph_pca_maj_axis: 11.4, stat_mean: 2.1 },
    );
    expect(found.get("morph_pca_maj_axis")).toMatchObject({
      verdict: "differs-as-documented",
      difference: "covariance with n in place of n − 1",
    });
    expect(found.get("stat_mean")!.verdict).toBe("differs");
  });

  it("pairs columns of one aggregation; a pair of two is named, not judged", () => {
    const found = byId(
      { "Co-occurenced Based Features::Overall Contrast": 5.32 },
      { cm_contrast_3D_avg: 5.19, cm_contrast_3D_comb: 5.32 },
    );
    expect(found.get("cm_contrast")).toMatchObject({ verdict: "agrees", aggregations: ["3D-merged", "3D-merged"] });
    const other = byId({ "GLCM_Contrast(IBSI:ACUI)": 5.19 }, { cm_contrast_3D_comb: 5.32 });
    expect(other.get("cm_contrast")!.verdict).toBe("another-aggregation");
  });

  it("of published figures goes by their digits", () => {
    expect(byId({ original_firstorder_Mean: 2.14865 }, { stat_mean: 2.15 }).get("stat_mean")!.verdict).toBe("differs");
    expect(
      byId({ original_firstorder_Mean: 2.14865 }, { stat_mean: 2.15 }, { digits: 3 }).get("stat_mean")!.verdict,
    ).toBe("agrees");
  });

  it("matches cases by name, and reads any table by a list of names", () => {
    const table = (column: string, values: Record<string, number>): FeatureRows => ({
      columns: [column],
      cases: Object.entries(values).map(([name, value]) => ({ case: name, values: { [column]: value } })),
    });
    const other = mapTable(table("Entropy of pairs", { b: 2, a: 1 }), { names: { "Entropy of pairs": "TU9B" } });
    const found = compareTables(mapTable(table("cm_joint_entr_3D_comb", { a: 1, b: 3, c: 4 })), other);
    expect(found.map((r) => [r.case, r.verdict])).toEqual([
      ["a", "agrees"],
      ["b", "differs"],
    ]);
    expect(() => mapTable(table("x", { a: 1 }), { names: { x: "QQQQ" } })).toThrow(/'QQQQ', which is none/);
    expect(() => mapTable(table("x", { a: 1 }))).toThrow(/no program that is known/);
  });
});
