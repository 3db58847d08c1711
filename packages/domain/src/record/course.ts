import { z } from "zod";
import { PD_L1_SCORINGS } from "../clinical/pd-l1.ts";
import { isoDay } from "../day.ts";
import { agentClass, assayKind, key, treatmentKind } from "./vocabulary.ts";

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
  /** How it was measured. */
  assayKind: assayKind.optional(),
  /** What worked a score out, with its version, e.g. `CIBERSORT 1.06 LM22`, `GSVA 1.50`. */
  tool: z.string().min(1).optional(),
  /** The antibody of an immunohistochemistry, e.g. `22C3`. */
  clone: z.string().min(1).optional(),
  /** What a PD-L1 score counts: tumour cells (TPS), tumour and immune cells (CPS), immune cells (IC). */
  scoring: z.enum(PD_L1_SCORINGS).optional(),
  /** Where in the tumour cells were counted. */
  region: z.enum(["centre", "margin", "stroma", "whole"]).optional(),
  /** The value from which the source calls the marker positive, in the marker's unit. */
  cutOff: z.number().min(0).optional(),
});
export type Biomarker = z.infer<typeof biomarker>;

export const treatment = z.strictObject({
  subject: key,
  id: key,
  kind: treatmentKind,
  name: z.string().min(1),
  /** Of a drug: what it does. */
  agentClass: agentClass.optional(),
  /** The agent in a coding system: `ATC L01FF02`, `NCIt C106432`, `RxNorm 1547545`. */
  code: z
    .string()
    .regex(/^(ATC|NCIt|RxNorm|UNII|WHODrug) \S+$/, {
      error: "write the coding system (ATC, NCIt, RxNorm, UNII, WHODrug), a space and the code, as ATC L01FF02",
    })
    .optional(),
  start: isoDay,
  end: isoDay.optional(),
  dose: z.number().min(0).optional(),
  doseUnit: z.string().optional(),
  fractions: z.int().min(1).optional(),
  /** Line of systemic treatment of advanced disease, from 1. */
  line: z.int().min(1).optional(),
  setting: z.enum(["neo-adjuvant", "definitive", "adjuvant", "palliative"]).optional(),
  /** Cycles given. */
  cycles: z.int().min(0).optional(),
  /** Of surgery: how much of the tumour was taken out. */
  extent: z.enum(["gross-total", "subtotal", "partial", "biopsy"]).optional(),
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
  /** What was done with the trial's treatment because of it (CDISC AEACN). */
  action: z.enum(["none", "reduced", "interrupted", "withdrawn"]).optional(),
  /** Systemic steroids were given for it. */
  steroids: z.boolean().optional(),
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
