import { z } from "zod";
import { isoDay } from "./day.ts";
import { key, sex } from "./record/vocabulary.ts";

/** Blocks of the protocol that say what the study is for, whom it concerns and what its authors already knew. */

const sentence = z.string().trim().min(1);

/** A person of the protocol. `person` is the account that signs, where the person has one. */
const protocolPerson = z.strictObject({ name: sentence, role: sentence, person: z.string().min(1).optional() });

export const protocolIdentity = z.strictObject({
  /** The line of versions to which this document belongs; a test set is opened once a family. */
  family: key,
  version: z.int().min(1),
  title: sentence,
  /** Key of the trial whose record is used. */
  study: key,
  authors: z.array(protocolPerson).min(1),
  statistician: protocolPerson,
  sponsor: sentence,
  registration: z.discriminatedUnion("state", [
    z.strictObject({ state: z.literal("registered"), registry: sentence, id: sentence, url: z.url(), date: isoDay }),
    z.strictObject({ state: z.literal("not-registered"), reason: sentence }),
  ]),
  /** What the authors could know of the test outcomes when they wrote this. A seal cannot unsay a publication. */
  priorKnowledge: z.strictObject({
    testOutcomes: z.enum(["none", "published-summary", "published-individual"]),
    statement: sentence,
  }),
  funding: sentence,
  conflicts: sentence,
  ethics: sentence,
});

export const intendedUse = z.strictObject({
  clinicalQuestion: sentence,
  decisionSupported: sentence,
  userRole: sentence,
  pathwayPoint: sentence,
  actionAbove: sentence,
  actionBelow: sentence,
  claimsNotMade: z.array(sentence).min(1),
});

/** BEST (FDA–NIH Biomarker Working Group): what kind of biomarker is claimed. */
export const biomarkerCategory = z.strictObject({
  best: z
    .array(
      z.enum([
        "susceptibility-risk",
        "diagnostic",
        "monitoring",
        "prognostic",
        "predictive",
        "pharmacodynamic-response",
        "safety",
      ]),
    )
    .min(1),
  level: z.enum(["analytical", "clinical-validation", "utility"]),
  /** `predictive` needs a comparator arm and a treatment-by-marker interaction, specified here. */
  comparator: z.strictObject({ arm: key, interaction: sentence }).optional(),
});

/** One condition of the executable eligibility filter; a subject must satisfy all. */
export const eligibilityCondition = z.discriminatedUnion("field", [
  z.strictObject({ field: z.literal("arm"), oneOf: z.array(key).min(1) }),
  z.strictObject({ field: z.literal("site"), oneOf: z.array(key).min(1) }),
  z.strictObject({ field: z.literal("sex"), oneOf: z.array(sex).min(1) }),
  z.strictObject({ field: z.literal("ageYears"), atLeast: z.number().optional(), below: z.number().optional() }),
  z.strictObject({ field: z.literal("treatmentStart"), known: z.literal(true) }),
]);
export type EligibilityCondition = z.infer<typeof eligibilityCondition>;

export const population = z.strictObject({
  eligibility: z.strictObject({ text: sentence, filter: z.array(eligibilityCondition).min(1) }),
  setting: sentence,
  sites: z.array(sentence).min(1),
  disease: sentence,
  diseaseEdition: sentence,
  lineOfTherapy: sentence,
  treatment: sentence,
  cohortSource: sentence,
  sampling: z.enum(["consecutive", "random", "convenience"]),
  accrual: sentence,
  /** Identifiers of the public collections to which subjects of this study belong. */
  publicCollections: z.array(sentence),
  overlapStatement: sentence,
});
