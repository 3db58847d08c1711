import { CATALOGUE, PYRADIOMICS_CATALOGUE } from "@nadir/features";
import { describe, expect, it } from "vitest";
import { matches } from "./catalogue-row.ts";
import { catalogueRows } from "./catalogue-rows.ts";

describe("rows of the catalogue's page", () => {
  const rows = catalogueRows();

  it("have every feature of the catalogue once, and every one of the profile pyradiomics", () => {
    expect(new Set(rows.map(({ id }) => id)).size).toBe(rows.length);
    expect(CATALOGUE.every(({ id }) => rows.some((row) => row.id === id))).toBe(true);
    const named = rows.flatMap(({ profile }) => profile.map(({ id }) => id));
    expect([...named].sort()).toEqual(PYRADIOMICS_CATALOGUE.map(({ id }) => id).sort());
    for (const row of rows) expect([row.unit, row.formula, row.source].every((text) => text !== "")).toBe(true);
  });

  it("are found by code, name, formula or PyRadiomics' name", () => {
    const found = (search: string) => rows.filter((row) => matches(row, search)).map(({ id }) => id);
    expect(found("QCFX")).toEqual(["morph_sphericity"]);
    expect(found("sphericity")).toContain("morph_sphericity");
    expect(found("glcm_Contrast")).toEqual(["cm_contrast"]);
    expect(found("joint entropy")).toContain("cm_joint_entr");
    expect(found("no such feature")).toEqual([]);
    expect(found("")).toHaveLength(rows.length);
  });
});
