import { z } from "zod";
import { isoDay } from "./day.ts";
import { key, sex } from "./record/vocabulary.ts";

/** Blocks of the protocol that say what the study is for, whom it concerns and what its authors already knew. */

const sentence = z.string().trim().min(1);

/** A person of the protocol. `person` is the account that signs, where the person has one. */
const protocolPerson = z.strictObject({ name: sentence, role: sentence, person: z.string().min(1).optional() });

/** How the registries write their identifiers. */
export const REGISTRY_IDS: Readonly<Record<string, { readonly form: RegExp; readonly example: string }>> = {
  "ClinicalTrials.gov": { form: /^NCT\d{8}$/, example: "NCT02336165" },
  OSF: { form: /^[a-z0-9]{5}$/, example: "k4u2h" },
  PROSPERO: { form: /^CRD\d{11}$/, example: "CRD42020123456" },
  ISRCTN: { form: /^ISRCTN\d{8}$/, example: "ISRCTN12345678" },
  EudraCT: { form: /^\d{4}-\d{6}-\d{2}$/, example: "2014-001473-14" },
  CTIS: { form: /^20\d{2}-5\d{5}-\d{2}-\d{2}$/, example: "2022-500027-76-00" },
  other: { form: /\S/, example: "the registry's own number" },
};
const registries = Object.keys(REGISTRY_IDS) as [string, ...string[]];

const registered = z
  .strictObject({
    state: z.literal("registered"),
    registry: z.enum(registries),
    id: sentence,
    url: z.url(),
    date: isoDay,
  })
  .superRefine(({ registry, id }, context) => {
    const { form, example } = REGISTRY_IDS[registry]!;
    if (!form.test(id))
      context.addIssue({
        code: "custom",
        path: ["id"],
        message: `'${id}' is no identifier of ${registry}; it looks like ${example}.`,
      });
  });

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
    registered,
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
  /** Direct: developed against the endpoint itself. Indirect: against a stand-in, e.g. a gene signature, and then related to it. */
  development: z.enum(["direct", "indirect"]),
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
  /** Prospective: every test outcome came into the record after the lock; the opening checks it. */
  timing: z.enum(["prospective", "retrospective"]),
  accrual: sentence,
  /** Identifiers of the public collections to which subjects of this study belong. */
  publicCollections: z.array(sentence),
  overlapStatement: sentence,
  /**
   * Pairs of subjects that the leakage checks flagged as one patient, each decided by a person: `same-patient` leaves the
   * one of development out, `coincidence` keeps both and says why.
   */
  resolvedPairs: z
    .array(
      z.strictObject({
        subjects: z.tuple([key, key]),
        decision: z.enum(["same-patient", "coincidence"]),
        reason: sentence,
      }),
    )
    .optional(),
});
