import { z } from "zod";
import { isoDay } from "../day.ts";
import { clinicalState, ethnicity, flairState, key, race, sex, visitRole } from "./vocabulary.ts";

/** `system:` and the 64 hexadecimal digits of a keyed hash. */
const LINK_TAG = /^[a-z0-9][a-z0-9.-]{0,39}:[0-9a-f]{64}$/;

/** One patient under a pseudonymous key: the unit of every split. */
export const subject = z.strictObject({
  key,
  site: key,
  arm: key,
  enrolledOn: isoDay.optional(),
  treatmentStart: isoDay.optional(),
  sex: sex.default("unknown"),
  /** Age at enrolment in completed or decimal years. */
  ageYears: z.number().min(0).max(120).optional(),
  /** Only where the law allows it to be held: the trial then names the basis (`ethnicityBasis`). */
  ethnicity: ethnicity.optional(),
  /** As `ethnicity`. */
  race: race.optional(),
  /** Glioma: last day of (chemo)radiotherapy. */
  radiotherapyEnd: isoDay.optional(),
  immunotherapyStart: isoDay.optional(),
  /** Glioma: treated with an antiangiogenic drug, which makes T2/FLAIR count in RANO 2.0. */
  antiangiogenic: z.boolean().optional(),
  treatmentFailureOn: isoDay.optional(),
  /** Still under treatment when last heard of: then there was no treatment failure (hyperprogression by time to failure). */
  onTreatmentAtLastContact: z.boolean().optional(),
  deathOn: isoDay.optional(),
  lastContactOn: isoDay.optional(),
  note: z.string().optional(),
  /**
   * Who the patient is across trials, as keyed hashes that `nadir link` makes of identifying facts: `system:hash`. Equal
   * tags are one patient. Systems that begin with `public-` are identifiers of public collections.
   */
  linkTags: z
    .array(
      z.string().regex(LINK_TAG, {
        error: "write the tags that `nadir link` makes, as mrn:9f86…; an identifier itself does not belong here",
      }),
    )
    .optional(),
});
export type Subject = z.infer<typeof subject>;

/** A day on which the subject was seen or imaged, with the clinical status of that day. */
export const visit = z.strictObject({
  subject: key,
  id: key,
  date: isoDay,
  plannedDate: isoDay.optional(),
  role: visitRole,
  unscheduledForSymptoms: z.boolean().default(false),
  ecog: z.int().min(0).max(5).optional(),
  karnofsky: z.int().min(0).max(100).optional(),
  dexamethasoneMgPerDay: z.number().min(0).max(100).optional(),
  /** Only physiologic replacement: counts as no steroids (RANO). */
  physiologicSteroidsOnly: z.boolean().optional(),
  clinical: clinicalState.optional(),
  flair: flairState.optional(),
  histology: z.enum(["tumour"]).optional(),
  /** True when the visit does not come from a patient but from the follow-up generator. */
  simulated: z.boolean().default(false),
  /** Why no scan was made at this visit (`Reason Not Done` of SDTM): `patient too ill`. Left out: one was made, or is awaited. */
  scanNotDone: z.string().trim().min(1).max(500).optional(),
  note: z.string().optional(),
});
export type Visit = z.infer<typeof visit>;
