import { z } from "zod";
import { isoDay } from "./day.ts";
import {
  clinicalState,
  disease,
  flairState,
  measurementStatus,
  nonTargetStatus,
  sinceLast,
} from "./record/vocabulary.ts";
import { responseCaseOptions } from "./response-case-options.ts";

/**
 * One patient's dated course as the response criteria read it: `nadir.response-case/1`, the JSON shape of the response
 * vectors and of `nadir respond`. Lengths in mm, volumes in mm³, doses in mg a day of dexamethasone, days as ISO text.
 * Read a document with `parseResponseCase`; this schema alone does not check what fields say of each other.
 */

/** An identifier inside one case; it becomes a key of the answer. */
const identifier = z
  .string()
  .min(1)
  .refine((text) => text !== "__proto__", { error: "is not usable as an identifier" });

/** No lesion is longer than a metre: a larger figure is a wrong unit or a slipped point. */
export const LONGEST_LENGTH_MM = 1000;
const lengthMm = z.number().min(0).max(LONGEST_LENGTH_MM);
/** A sphere of `LONGEST_LENGTH_MM` in diameter, rounded up. */
export const LARGEST_VOLUME_MM3 = 524_000_000;
const volumeMm3 = z.number().min(0).max(LARGEST_VOLUME_MM3);

/** Figures of one lesion, or of one part of a lesion that has split. */
const figures = {
  longestMm: lengthMm.optional(),
  /** Short axis of a node, or the longest diameter perpendicular to `longestMm`. */
  shortMm: lengthMm.optional(),
  volumeMm3: volumeMm3.optional(),
};

export const caseMeasurement = z.strictObject({
  lesion: identifier,
  ...figures,
  /** The fragments of a lesion that has split; their sizes are added (Eisenhauer 2009 §4.3.2). */
  parts: z.array(z.strictObject(figures)).min(1).optional(),
  status: measurementStatus.optional(),
});
export type CaseMeasurement = z.infer<typeof caseMeasurement>;

export const caseLesion = z.strictObject({
  id: identifier,
  role: z.enum(["target", "non-target", "new"]),
  organ: z.string().min(1),
  /** Lymph node: the short axis counts. */
  node: z.boolean().optional(),
  irradiated: z.boolean().optional(),
  /** Where it lies to the field of local radiotherapy; left out, an irradiated lesion is in it and any other out of it. */
  fieldDistance: z.enum(["in-field", "near-field", "out-of-field"]).optional(),
  /** Injected from baseline (itRECIST). */
  injected: z.boolean().optional(),
  /** The visit whose scan precedes the first injection (itRECIST). */
  injectedFrom: identifier.optional(),
  component: z.enum(["enhancing", "non-enhancing"]).optional(),
  /** New lesion outside the high-dose field of radiotherapy (RANO 2010). */
  outsideRtField: z.boolean().optional(),
  /** `false`: a new lesion that is followed by eye only. */
  measurable: z.boolean().optional(),
  certainty: z.enum(["equivocal", "unequivocal"]).optional(),
  /** The visit at which an equivocal lesion proved real. */
  confirmedAt: identifier.optional(),
});
export type CaseLesion = z.infer<typeof caseLesion>;

export const caseVisit = z.strictObject({
  id: identifier,
  date: isoDay,
  role: z.enum(["pre-baseline", "baseline", "follow-up"]),
  measurements: z.array(caseMeasurement).optional(),
  nonTarget: z.strictObject({ status: nonTargetStatus, sinceLast: sinceLast.optional() }).optional(),
  dexamethasoneMgPerDay: z.number().min(0).max(1000).optional(),
  physiologicSteroidsOnly: z.boolean().optional(),
  /** `worse` = deterioration attributed to the tumour. */
  clinical: clinicalState.optional(),
  flair: flairState.optional(),
  /** Tissue proved tumour at this visit. */
  histology: z.literal("tumour").optional(),
  unscheduledForSymptoms: z.boolean().optional(),
  ecog: z.int().min(0).max(5).optional(),
  sliceThicknessMm: z.number().min(0.01).max(100).optional(),
  /** How the lesions of this visit were measured, where one method serves all of them. */
  modality: z.enum(["CT", "MR", "PT", "US", "XR", "caliper"]).optional(),
  /** `false`: the patient was seen but not scanned. */
  imaged: z.boolean().optional(),
});
export type CaseVisit = z.infer<typeof caseVisit>;

export const caseCourse = z.strictObject({
  disease,
  treatmentStart: isoDay,
  /** Glioma: `newly-diagnosed` takes its baseline after radiotherapy; `recurrent` and `neo-adjuvant` before treatment. */
  setting: z.enum(["newly-diagnosed", "recurrent", "neo-adjuvant"]).optional(),
  radiotherapyEnd: isoDay.optional(),
  immunotherapyStart: isoDay.optional(),
  antiangiogenic: z.boolean().optional(),
  /** Local radiotherapy, for the abscopal question. */
  radiotherapy: z.strictObject({ start: isoDay, end: isoDay.optional() }).optional(),
  treatmentFailureDate: isoDay.optional(),
  onTreatmentAtLastContact: z.boolean().optional(),
  deathDate: isoDay.optional(),
});
export type CaseCourse = z.infer<typeof caseCourse>;

export const RESPONSE_CASE_SCHEMA = "nadir.response-case/1";

export const responseCase = z.strictObject({
  schema: z.literal(RESPONSE_CASE_SCHEMA),
  id: z.string().min(1),
  title: z.string().optional(),
  course: caseCourse,
  lesions: z.array(caseLesion),
  visits: z.array(caseVisit),
  options: responseCaseOptions.optional(),
  /** What a vector expects of each criterion; no engine reads it. */
  expected: z.unknown().optional(),
});
export type ResponseCase = z.infer<typeof responseCase>;
