import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { Folder, runNadir } from "../testing/run-nadir.ts";

let folder: Folder;
let first: string;
let second: string;
beforeAll(() => {
  folder = new Folder();
  first = folder.file(
    "pyradiomics.csv",
    "Image,Patient,diagnostics_Versions_PyRadiomics,original_firstorder_Mean,original_firstorder_Kurtosis,original_shape_Maximum2DDiameterSlice\na.nii,P1,v3.1.0,2.15,2.645,4\nb.nii,P2,v3.1.0,3.5,3,5\n",
  );
  second = folder.file(
    "lifex.csv",
    "Patient;INTENSITY-BASED_MeanIntensity(IBSI:Q4LE);INTENSITY-BASED_IntensityKurtosis(IBSI:IPH6);Remark\nP2;3.6;0;x\nP1;2.15;-0.355;y\n",
  );
});
afterAll(() => folder.remove());

describe("nadir compare-features", () => {
  test("compares tables of two programs by case and IBSI code, and names the columns that it does not know", async () => {
    const ran = await runNadir(["compare-features", first, second, "--id", "Patient"]);
    expect(ran.status).toBe(0);
    const answer = ran.json()[0] as {
      tables: { tool: string; mapped: number; unmapped: string[] }[];
      summary: object;
      rows: { case: string; id: string; verdict: string }[];
    };
    expect(answer.tables).toMatchObject([
      { tool: "pyradiomics", mapped: 3, unmapped: ["Image", "Patient", "diagnostics_Versions_PyRadiomics"] },
      { tool: "lifex", mapped: 2, unmapped: ["Patient", "Remark"] },
    ]);
    expect(answer.rows.map((r) => [r.case, r.id, r.verdict])).toEqual([
      ["P1", "stat_mean", "agrees"],
      ["P1", "stat_kurt", "agrees"],
      ["P2", "stat_mean", "differs"],
      ["P2", "stat_kurt", "agrees"],
    ]);
    expect(answer.summary).toEqual({ compared: 4, agree: 3, differ: 1, differAsDocumented: 0, anotherAggregation: 0 });
  });

  test("refuses a case column that is not there, and a table of no known program", async () => {
    const missing = await runNadir(["compare-features", first, second, "--id", "Subject"]);
    expect(missing).toMatchObject({ status: 1, stdout: "" });
    expect(missing.stderr).toContain("has no column 'Subject'");
    const unknown = await runNadir(["compare-features", folder.file("other.csv", "age,sex\n3,4\n"), second]);
    expect(unknown).toMatchObject({ status: 1, stdout: "" });
    expect(unknown.stderr).toContain("no program that is known");
  });
});
