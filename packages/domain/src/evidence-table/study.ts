import { z } from "zod";
import { biomarkerCategory } from "../protocol-purpose.ts";
import { tumourTypeId } from "../tumour-types/tumour-type.ts";

const text = z.string().trim().min(1);
const id = z.string().regex(/^[a-z0-9-]+$/, { error: "use small letters, digits and hyphens" });
const count = z.int().min(0).nullable();

export const studyModality = z.enum(["CT", "DECT", "MR", "PET", "PET/CT", "US", "not-printed"]);
export type StudyModality = z.infer<typeof studyModality>;

/** What was predicted, or what images were compared with. */
export const studyEndpoint = z.enum([
  "response",
  "lesion-response",
  "durable-benefit",
  "progression",
  "hyperprogression",
  "pseudoprogression",
  "pfs",
  "os",
  "immune-cells",
  "immune-infiltration",
  "pd-l1",
  "tmb",
  "gene-expression",
  "treatment-group",
]);
export type StudyEndpoint = z.infer<typeof studyEndpoint>;

/**
 * On what the figure was taken: `none`, the development data itself; resampled development data; a part set apart before
 * (at random, by time, by place; `held-out`: how is not printed); `unspecified`, a validation set of which is not printed
 * whether it is a part or separate; `separate-data`; or `not-printed` at all.
 */
export const studyValidation = z.enum([
  "none",
  "cross-validation",
  "bootstrap",
  "random-split",
  "split-by-time",
  "split-by-place",
  "held-out",
  "unspecified",
  "separate-data",
  "not-printed",
]);
export type StudyValidation = z.infer<typeof studyValidation>;

/**
 * One analysis of a published study, as one row of a review's table prints it. Counts are of `unit`; null = not printed.
 * No field holds a grade of evidence: it follows from `kind`, `does`, `validation` and `design` (`evidenceOf`).
 */
export const studyRow = z
  .strictObject({
    /** Rows of one study share it, whichever review prints them. */
    study: id,
    authors: text,
    year: z.int().min(1990).max(2100).nullable(),
    /** Which of the study's analyses, where it has several. */
    analysis: text.optional(),
    species: z.enum(["human", "mouse"]),
    tumours: z.array(tumourTypeId).min(1),
    modalities: z.array(studyModality).min(1),
    design: z.strictObject({
      timing: z.enum(["retrospective", "prospective", "both", "not-printed"]),
      centres: z.enum(["single", "multiple", "not-printed"]),
    }),
    /** `association`: images compared with something, no prediction; `model`: something is predicted. */
    kind: z.enum(["association", "model"]),
    /** `validates`: a model that was published before, unchanged, on other patients. */
    does: z.enum(["develops", "validates"]),
    validation: studyValidation,
    n: z.strictObject({ unit: z.enum(["patients", "mice"]), total: count, development: count, validation: count }),
    endpoints: z.array(studyEndpoint).min(1),
    inputs: text,
    result: text,
    /** Kinds of biomarker (BEST), where the source says. */
    biomarker: z.array(biomarkerCategory.shape.best.element).optional(),
    /** Recipes of the platform that build such a model (`nadir develop --plan`). */
    recipes: z.array(id).default([]),
    note: text.optional(),
    source: z.strictObject({
      /** Table of the review, e.g. `T1`. */
      table: z.string().regex(/^T\d+$/, { error: "write the table as T1" }),
      /** How the row begins there. */
      row: text,
      /** What else stands in that row: the figures told here, as printed. */
      marks: z.array(text).default([]),
    }),
  })
  .superRefine((row, context) => {
    const refuse = (path: string[], message: string) => context.addIssue({ code: "custom", path, message });
    const { total, development, validation } = row.n;
    if (row.validation === "none" && validation !== null)
      refuse(["n", "validation"], "without validation there is no validation set: leave it null.");
    if (row.does === "validates" && row.validation !== "separate-data")
      refuse(["validation"], "a published model is validated on separate data: write separate-data.");
    if (row.does === "validates" && development !== null)
      refuse(["n", "development"], "a study that validates a published model develops none: leave it null.");
    if (total !== null && (development ?? 0) + (validation ?? 0) > total)
      refuse(["n", "total"], `${development ?? 0} and ${validation ?? 0} are more than the ${total} in all.`);
    if ((row.species === "mouse") !== (row.n.unit === "mice"))
      refuse(["n", "unit"], `the species is ${row.species}; count ${row.species === "mouse" ? "mice" : "patients"}.`);
  });
export type StudyRow = z.infer<typeof studyRow>;
