import { z } from "zod";
import { isoDay } from "../day.ts";
import { key, treatmentKind } from "./vocabulary.ts";

/** Laboratory value or other dated quantity. `code` is LOINC-like or a plain test code (LDH, NLR, CRP). */
export const observation = z.strictObject({
  subject: key,
  date: isoDay,
  code: z.string().min(1),
  value: z.number().optional(),
  text: z.string().optional(),
  unit: z.string().optional(),
  referenceLow: z.number().optional(),
  referenceHigh: z.number().optional(),
});
export type Observation = z.infer<typeof observation>;

/** A tissue or blood marker with the assay that gave it (PD-L1, TMB, ctDNA, MGMT …). */
export const biomarker = z.strictObject({
  subject: key,
  date: isoDay.optional(),
  code: z.string().min(1),
  value: z.number().optional(),
  text: z.string().optional(),
  unit: z.string().optional(),
  assay: z.string().optional(),
});
export type Biomarker = z.infer<typeof biomarker>;

export const treatment = z.strictObject({
  subject: key,
  id: key,
  kind: treatmentKind,
  name: z.string().min(1),
  start: isoDay,
  end: isoDay.optional(),
  dose: z.number().min(0).optional(),
  doseUnit: z.string().optional(),
  fractions: z.int().min(1).optional(),
  /** Lesions in the radiotherapy field. */
  lesionsInField: z.array(key).default([]),
});
export type Treatment = z.infer<typeof treatment>;

/** CTCAE 5 event. */
export const adverseEvent = z.strictObject({
  subject: key,
  id: key,
  term: z.string().min(1),
  grade: z.int().min(1).max(5),
  start: isoDay,
  end: isoDay.optional(),
  immuneRelated: z.boolean().default(false),
  serious: z.boolean().default(false),
});
export type AdverseEvent = z.infer<typeof adverseEvent>;

/**
 * What became of the subject, by endpoint. Time-to-event: `timeDays` and `event`; binary or category: `value`.
 * Outcomes of a sealed test set go to the sealed store and nowhere else.
 */
export const outcome = z.strictObject({
  subject: key,
  endpoint: key,
  timeDays: z.number().min(0).optional(),
  event: z.boolean().optional(),
  value: z.string().optional(),
});
export type Outcome = z.infer<typeof outcome>;
