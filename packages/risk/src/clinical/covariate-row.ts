import {
  type Acquisition,
  type Biomarker,
  type Disease,
  daysBetween,
  type Observation,
  type Treatment,
} from "@nadir/domain";
import { clinicalCovariates } from "./covariates.ts";
import { gliomaTreatment, lineOfTreatment } from "./treatment-history.ts";

/** What the record knows of a subject; all of it may be given, what came after treatment began is not looked at. */
export interface RecordBeforeTreatment {
  readonly disease: Disease;
  readonly ageYears: number | null;
  readonly sex: string;
  readonly ecog: number | null;
  readonly karnofsky: number | null;
  /** The day on which the trial's treatment begins. */
  readonly treatmentStart: string;
  readonly observations: readonly Observation[];
  readonly biomarkers: readonly Biomarker[];
  readonly treatments: readonly Treatment[];
  /** How the images of the baseline were taken. */
  readonly images?: readonly Acquisition[];
}

/** Extent of resection as a number: the more is out, the greater. */
const EXTENT = { biopsy: 0, partial: 1, subtotal: 2, "gross-total": 3 } as const;

/** Technical covariates, as a model's inputs are called (`kvp` is one of the CD8 radiomic score). */
const TECHNICAL = {
  kvp: "kvp",
  exposureMas: "exposure_mas",
  sliceThicknessMm: "slice_thickness_mm",
  sliceSpacingMm: "slice_spacing_mm",
  pixelSpacingMm: "pixel_spacing_mm",
  fieldStrengthT: "field_strength_t",
  bValue: "b_value",
  uptakeMin: "uptake_min",
  injectedMbq: "injected_mbq",
} as const satisfies Partial<Record<keyof Acquisition, string>>;

/**
 * The covariates of a subject as columns of numbers, as the record stood when treatment began: null where it does not say.
 * `resection_extent` 0 biopsy, 1 partial, 2 subtotal, 3 gross total; `stupp_complete`, `later_line` and `neo_adjuvant` 0 or 1; `line`;
 * and every number of the clinical figures (blood, markers, doses) under its code. How the baseline's images were taken stands under
 * the names of `TECHNICAL`, where all that say it say the same.
 */
export function covariateRow(record: RecordBeforeTreatment): ReadonlyMap<string, number | null> {
  const { treatmentStart, ageYears, sex, ecog, karnofsky } = record;
  const treatments = knownAt(record.treatments, treatmentStart);
  const line = lineOfTreatment(treatments, treatmentStart);
  const settings = treatments.flatMap(({ setting }) => setting ?? []);
  const row = new Map<string, number | null>([
    ["age_years", ageYears],
    ["female", sex === "female" ? 1 : sex === "male" ? 0 : null],
    ["ecog", ecog],
    ["karnofsky", karnofsky],
    ["line", line],
    ["later_line", line === null ? null : Number(line > 1)],
    // Where no treatment says what it was for, nobody knows.
    ["neo_adjuvant", settings.length === 0 ? null : Number(settings.includes("neo-adjuvant"))],
  ]);
  if (record.disease === "glioma") {
    const { resection, stupp } = gliomaTreatment(treatments);
    row.set("resection_extent", resection === null ? null : EXTENT[resection]);
    row.set("stupp_complete", stupp === null ? null : Number(stupp === "complete"));
  }
  for (const [field, name] of Object.entries(TECHNICAL) as [keyof typeof TECHNICAL, string][]) {
    const said = new Set((record.images ?? []).flatMap((image) => image[field] ?? []));
    row.set(name, said.size === 1 ? [...said][0]! : null);
  }
  const upToNow = <T extends { readonly date?: string | undefined }>(of: readonly T[]): T[] =>
    of.filter(({ date }) => date === undefined || date <= treatmentStart);
  const figures = clinicalCovariates({
    disease: record.disease,
    treatmentStart,
    until: treatmentStart,
    observations: upToNow(record.observations),
    biomarkers: upToNow(record.biomarkers),
    treatments,
    burden: null,
  });
  for (const { code, value, group } of figures)
    if (group !== "Tumour burden" && typeof value === "number" && !row.has(code)) row.set(code, value);
  return row;
}

/**
 * Treatments that had begun; of one that went on, neither its end nor its cycles were known. With an end that is not known a
 * course counts as going on, so that nobody is called complete by what came later.
 */
const knownAt = (treatments: readonly Treatment[], day: string): Treatment[] =>
  treatments
    .filter(({ start }) => daysBetween(start, day) >= 0)
    .map((t) => {
      if (t.end !== undefined && t.end <= day) return t;
      const { end: _, cycles: __, ...begun } = t;
      return begun;
    });
