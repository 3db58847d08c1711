import { fc, test } from "@fast-check/vitest";
import { describe, expect, it } from "vitest";
import { convertLab } from "./convert-lab.ts";
import { labMarkerOf, ucumOf } from "./lab-markers.ts";
import { lymphopeniaGrade } from "./lymphopenia.ts";
import { pdL1CloneNote, pdL1Levels } from "./pd-l1.ts";
import { doseInGy, effectiveDose } from "./radiotherapy-dose.ts";
import { tissueValueFault } from "./tissue-markers.ts";
import { type GliomaFindings, who2021Glioma } from "./who-2021-glioma.ts";

describe("units of blood", () => {
  // Each factor from the definition of its units, or from the molar mass: creatinine C4H7N3O 113.12, bilirubin C33H36N4O6 584.66.
  it.each([
    ["LDH", 4.1, "µkat/L", 246, "U/L"],
    ["LDH", 250, "IU/L", 250, "U/L"],
    ["S100B", 0.15, "ng/mL", 0.15, "ug/L"],
    ["S100", 105, "pg/mL", 0.105, "ug/L"],
    ["CRP", 1.2, "mg/dL", 12, "mg/L"],
    ["neut", 4500, "/µL", 4.5, "10*9/L"],
    ["ANC", 4500, "cells/uL", 4.5, "10*9/L"],
    ["LYM", 1.1, "10^9/L", 1.1, "10*9/L"],
    ["731-0", 900, "/mm³", 0.9, "10*9/L"],
    ["WBC", 7.2, "K/uL", 7.2, "10*9/L"],
    ["PLT", 210, "G/L", 210, "10*9/L"],
    ["HGB", 13.5, "g/dL", 135, "g/L"],
    ["HGB", 8, "mmol/L", 128.916, "g/L"],
    ["ALB", 4.1, "g/dl", 41, "g/L"],
  ])("%s %d %s is %d %s", (code, value, unit, becomes, inUnit) => {
    expect(convertLab(code, value, unit)).toMatchObject({ value: becomes, unit: inUnit });
  });
  it("creatinine 1 mg/dL is 88.4 µmol/L, bilirubin 17.1 (SI conversion tables)", () => {
    expect(convertLab("CREAT", 1, "mg/dL").value).toBeCloseTo(88.4, 1);
    expect(convertLab("BILI", 1, "mg/dL").value).toBeCloseTo(17.1, 1);
  });
  it("refuses what it does not know, with what it does", () => {
    expect(() => convertLab("LDH", 250, "mg/dL")).toThrow(/LDH\) in 'mg\/dL' cannot be converted; known are U\/L/);
    expect(() => convertLab("CRP", 5, undefined)).toThrow(/C-reactive protein \(CRP\) of 5 has no unit/);
    expect(() => convertLab("troponin", 5, "ng/L")).toThrow(/'troponin' is no marker whose units are known/);
    expect(() => convertLab("LDH", 250, "toString")).toThrow(/cannot be converted/);
  });
  const markers = ["LDH", "S100", "CRP", "NEUT", "HGB", "ALB", "CREAT", "BILI"] as const;
  test.prop([fc.constantFrom(...markers), fc.double({ min: 0.001, max: 1e4, noNaN: true }), fc.nat()])(
    "there and back gives the value",
    (code, value, pick) => {
      const units = Object.keys(labMarkerOf(code)!.factors);
      const unit = units[pick % units.length]!;
      const own = convertLab(code, value, unit);
      expect(convertLab(code, own.value, own.unit, unit).value / value).toBeCloseTo(1, 9);
    },
  );
  it("reads the same unit in many spellings", () => {
    for (const text of ["10^9/L", "10*9/L", "x10^9/L", "10e9/L", "10⁹/L", "G/l", "Gpt/L", "10E9/l"])
      expect(ucumOf(text), text).toBe("10*9/L");
  });
});

describe("lymphopenia by CTCAE v5.0", () => {
  // Below LLN to 800/mm³: 1; below 800 to 500: 2; below 500 to 200: 3; below 200: 4.
  it.each([
    [1.2, 1.0, 0],
    [1.0, 1.0, 0],
    [0.999, 1.0, 1],
    [0.8, 1.0, 1],
    [0.799, 1.0, 2],
    [0.5, undefined, 2],
    [0.499, undefined, 3],
    [0.2, undefined, 3],
    [0.199, undefined, 4],
    [0.9, undefined, null],
  ])("%d × 10⁹/L with a lower limit of %s is grade %s", (count, low, grade) => {
    expect(lymphopeniaGrade(count, low)).toBe(grade);
  });
});

describe("effect of radiotherapy", () => {
  // nd(1 + d/(α/β)) and BED/(1 + 2/(α/β)), by hand: 24(1 + 0.8) = 43.2 and 43.2/1.2 = 36; 24(1 + 8/3) = 88 and 88/(5/3) = 52.8.
  it.each([
    ["60 Gy in 30", 60, 30, 10, 72, 60],
    ["3 × 8 Gy, tumour", 24, 3, 10, 43.2, 36],
    ["3 × 8 Gy, late", 24, 3, 3, 88, 52.8],
    ["50 Gy in 5", 50, 5, 10, 100, 83.3333333333],
    ["30 Gy in 3", 30, 3, 10, 60, 50],
    ["one of 1 Gy", 1, 1, 10, 1.1, 0.91666666667],
    ["40.05 Gy in 15", 40.05, 15, 10, 50.74335, 42.286125],
  ])("%s", (_, total, fractions, alphaBeta, bed, eqd2) => {
    const dose = effectiveDose(total, fractions, alphaBeta);
    expect(dose.bedGy).toBeCloseTo(bed, 8);
    expect(dose.eqd2Gy).toBeCloseTo(eqd2, 8);
  });
  it("refuses what is no course", () => {
    expect(() => effectiveDose(0, 30, 10)).toThrow(/0 Gy has no effect/);
    expect(() => effectiveDose(60, 2.5, 10)).toThrow(/2.5 fractions/);
    expect(() => effectiveDose(60, 30, 0)).toThrow(/α\/β is 0 Gy/);
  });
  it("takes Gy and cGy, and no dose that holds another effectiveness", () => {
    expect([doseInGy(60, "Gy"), doseInGy(6000, "cGy"), doseInGy(60, "GyE"), doseInGy(60, undefined)]).toEqual([
      60,
      60,
      null,
      null,
    ]);
  });
});

describe("WHO 2021 class of a diffuse glioma", () => {
  const no = { tertPromoterMutant: false, egfrAmplified: false, gain7Loss10: false };
  it.each<[string, GliomaFindings, string | null, number | null, readonly string[]]>([
    [
      "IDH-wildtype with a TERT promoter mutation",
      { idh: "wildtype", tertPromoterMutant: true },
      "glioblastoma-idh-wildtype",
      4,
      [],
    ],
    ["IDH-wildtype with EGFR amplified", { idh: "wildtype", egfrAmplified: true }, "glioblastoma-idh-wildtype", 4, []],
    ["IDH-wildtype with +7/−10", { idh: "wildtype", gain7Loss10: true }, "glioblastoma-idh-wildtype", 4, []],
    [
      "IDH-wildtype with necrosis",
      { idh: "wildtype", microvascularProliferationOrNecrosis: true },
      "glioblastoma-idh-wildtype",
      4,
      [],
    ],
    ["IDH-wildtype, all tested, nothing found", { idh: "wildtype", ...no }, null, null, []],
    [
      "IDH-wildtype, TERT not tested",
      { idh: "wildtype", egfrAmplified: false, gain7Loss10: false },
      null,
      null,
      ["TERT promoter"],
    ],
    [
      "IDH-mutant, codeleted, grade 3",
      { idh: "mutant", codeletion1p19q: true, histologicalGrade: 3 },
      "oligodendroglioma-idh-mutant-codeleted",
      3,
      [],
    ],
    [
      "IDH-mutant, codeleted, ungraded",
      { idh: "mutant", codeletion1p19q: true },
      "oligodendroglioma-idh-mutant-codeleted",
      null,
      ["grade by histology (2 or 3)"],
    ],
    [
      "IDH-mutant, CDKN2A homozygously deleted",
      { idh: "mutant", codeletion1p19q: false, cdkn2aHomozygousDeletion: true, histologicalGrade: 2 },
      "astrocytoma-idh-mutant",
      4,
      [],
    ],
    [
      "IDH-mutant with necrosis",
      { idh: "mutant", atrxLost: true, microvascularProliferationOrNecrosis: true },
      "astrocytoma-idh-mutant",
      4,
      [],
    ],
    [
      "IDH-mutant, CDKN2A kept, grade 2",
      { idh: "mutant", atrxLost: true, cdkn2aHomozygousDeletion: false, histologicalGrade: 2 },
      "astrocytoma-idh-mutant",
      2,
      [],
    ],
    [
      "IDH-mutant, CDKN2A not tested",
      { idh: "mutant", atrxLost: true, histologicalGrade: 3 },
      "astrocytoma-idh-mutant",
      null,
      ["CDKN2A/B"],
    ],
    ["IDH-mutant, neither 1p/19q nor ATRX", { idh: "mutant" }, null, null, ["1p/19q or ATRX"]],
    ["IDH not tested", { tertPromoterMutant: true }, null, null, ["IDH1/IDH2"]],
    ["H3 K27 altered", { idh: "wildtype", h3K27Altered: true }, "diffuse-midline-glioma-h3-k27-altered", 4, []],
    ["H3 G34 mutant", { idh: "wildtype", h3G34Mutant: true }, "diffuse-hemispheric-glioma-h3-g34-mutant", 4, []],
  ])("%s", (_, findings, type, grade, missing) => {
    expect(who2021Glioma(findings)).toMatchObject({ type, grade, missing });
  });
  it("says NEC where everything was tested and nothing fits, NOS where it was not", () => {
    expect(who2021Glioma({ idh: "wildtype", ...no }).name).toMatch(/not elsewhere classified/);
    expect(who2021Glioma({ idh: "wildtype" }).name).toMatch(/NOS/);
  });
});

describe("PD-L1", () => {
  it("at 1 % and 50 % of tumour cells, limits within", () => {
    const met = (value: number) => pdL1Levels(value, "TPS").map((l) => l.met);
    expect([met(0.9), met(1), met(49.9), met(50)]).toEqual([
      [false, false],
      [true, false],
      [true, false],
      [true, true],
    ]);
  });
  it("says that SP142 stains fewer cells, and nothing of 22C3", () => {
    expect(pdL1CloneNote("Ventana SP142")).toMatch(/fewer tumour cells/);
    expect(pdL1CloneNote("22C3")).toBeNull();
  });
});

test("a share of cells lies between 0 and 100 %", () => {
  expect(tissueValueFault("CD8", 12, "%")).toBeNull();
  expect(tissueValueFault("cd8", 480, "cells/mm²")).toBeNull();
  expect(tissueValueFault("TILs", 101, "%")).toMatch(/above 100/);
  expect(tissueValueFault("CD8", -1, "/mm2")).toMatch(/negative/);
  expect(tissueValueFault("CD8", 5, "log2")).toMatch(/in % or \/mm2/);
});
