import { biomarker, observation, type Treatment, treatment } from "@nadir/domain";
import { describe, expect, it } from "vitest";
import { covariateRow } from "./covariate-row.ts";

const made = (rest: object): Treatment =>
  treatment.parse({ subject: "P", id: "t", kind: "drug", name: "x", start: "2024-01-10", ...rest });
const resection = made({
  kind: "surgery",
  name: "resection",
  start: "2023-05-01",
  end: "2023-05-01",
  extent: "subtotal",
});
const radiotherapy = made({
  kind: "radiotherapy",
  name: "radiotherapy",
  start: "2023-06-01",
  end: "2023-07-12",
  dose: 60,
  doseUnit: "Gy",
  fractions: 30,
});
const during = made({ name: "temozolomide", start: "2023-06-01", end: "2023-07-12" });
const after = made({ name: "temozolomide", start: "2023-08-10", end: "2024-01-02", cycles: 6 });
const trial = made({ name: "nivolumab", line: 2, setting: "palliative" });
const row = (treatments: readonly Treatment[], more: object = {}) =>
  covariateRow({
    disease: "glioma",
    ageYears: 61,
    sex: "female",
    ecog: 1,
    karnofsky: null,
    treatmentStart: "2024-01-10",
    observations: [],
    biomarkers: [],
    treatments,
    ...more,
  });

describe("covariates of a subject as numbers", () => {
  it("resection, Stupp, line and setting by hand", () => {
    const of = row([resection, radiotherapy, during, after, trial]);
    expect(Object.fromEntries(of)).toMatchObject({
      age_years: 61,
      female: 1,
      ecog: 1,
      karnofsky: null,
      resection_extent: 2,
      stupp_complete: 1,
      line: 2,
      later_line: 1,
      neo_adjuvant: 0,
    });
    expect(row([resection, radiotherapy, during, { ...after, cycles: 5 }, trial]).get("stupp_complete")).toBe(0);
    const first = row([made({ ...trial, line: 1, setting: "neo-adjuvant" })]);
    expect([first.get("later_line"), first.get("neo_adjuvant")]).toEqual([0, 1]);
  });

  it("says nothing of what is not recorded", () => {
    expect(Object.fromEntries(row([made({ name: "nivolumab" })]))).toMatchObject({
      resection_extent: null,
      stupp_complete: null,
      line: null,
      later_line: null,
      neo_adjuvant: null,
    });
  });

  it("the tube voltage and the like of the baseline's images, where they agree", () => {
    const of = row([trial], { images: [{ kvp: 120, sliceThicknessMm: 3 }, { kvp: 120, sliceThicknessMm: 5 }, {}] });
    expect([of.get("kvp"), of.get("slice_thickness_mm"), of.get("exposure_mas")]).toEqual([120, null, null]);
  });

  it("nothing after the start of treatment enters, whatever it is", () => {
    const before = row([resection, radiotherapy, during, { ...after, end: "2024-03-02" }, trial]);
    // Six cycles were reached in March only: in January nobody knew.
    expect(before.get("stupp_complete")).toBeNull();
    const later = [
      made({ kind: "surgery", name: "second resection", start: "2024-02-01", extent: "gross-total" }),
      made({ name: "bevacizumab", start: "2024-02-01", setting: "neo-adjuvant" }),
    ];
    const lab = (date: string, value: number) =>
      observation.parse({ subject: "P", code: "LDH", date, value, unit: "U/L" });
    const marker = biomarker.parse({ subject: "P", code: "TMB", date: "2024-02-01", value: 30, unit: "mut/Mb" });
    const own = { observations: [lab("2024-01-08", 240)] };
    const all = { observations: [...own.observations, lab("2024-02-08", 900)], biomarkers: [marker] };
    const treatments = [resection, radiotherapy, during, after, trial];
    expect(row([...treatments, ...later], all)).toEqual(row(treatments, own));
    expect(row(treatments, own).get("ldh")).toBe(240);
  });
});
