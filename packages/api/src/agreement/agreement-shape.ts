import { criterionId, key, trial as trialDocument } from "@nadir/domain";
import { z } from "zod";
import { readDiscrepancy } from "../reads/read-shape.ts";
import { seniority } from "../reads/seniority.ts";

const interval = z.object({ lower: z.number(), upper: z.number(), level: z.number() });
const notEstimable = z.object({ estimable: z.literal(false), reason: z.string() });
const estimatedOr = <T extends z.ZodRawShape>(shape: T) =>
  z.discriminatedUnion("estimable", [z.object({ estimable: z.literal(true), ...shape }), notEstimable]);

const continuousAgreement = z.object({
  /** Pairs. */
  n: z.int(),
  /** ICC(2,1), absolute agreement. */
  icc: estimatedOr({ icc: z.number(), interval }),
  blandAltman: estimatedOr({
    bias: z.number(),
    biasInterval: interval,
    limits: z.object({ lower: z.number(), upper: z.number() }),
  }),
});

export const agreementFigures = z.object({
  sizes: continuousAgreement,
  sums: continuousAgreement,
  responses: z.object({
    n: z.int(),
    categories: z.array(z.string()),
    /** Counts: rows the first reader's category, columns the second's. */
    table: z.array(z.array(z.int())),
    kappa: estimatedOr({
      kappa: z.number(),
      /** Large-sample interval. */
      interval,
      observedAgreement: z.number(),
      /** How many visits the interval wants, where there are fewer (Cicchetti 1981); else null. */
      wanted: z.int().nullable(),
    }),
  }),
});
export type AgreementFigures = z.infer<typeof agreementFigures>;

/** One size by two readers, mm, or one sum of a visit in the criterion's unit (`lesion` null). */
export const pairedFigure = z.object({
  subject: z.string(),
  visit: z.string(),
  lesion: z.string().nullable(),
  first: z.number(),
  second: z.number(),
});
export type PairedFigure = z.infer<typeof pairedFigure>;
export const pairedFigures = z.object({ sizes: z.array(pairedFigure), sums: z.array(pairedFigure) });
export type PairedFigures = z.infer<typeof pairedFigures>;

export const discrepancy = z.object({
  subject: z.string(),
  kind: z.enum([...readDiscrepancy.shape.kind.options, "lesion"]),
  visit: z.string().nullable(),
  first: z.string(),
  second: z.string(),
});
export type Discrepancy = z.infer<typeof discrepancy>;

export const agreementQuery = z.object({
  trial: key,
  first: z.string().max(200).optional(),
  second: z.string().max(200).optional(),
});

export const trialAgreement = z.object({
  trial: z.object({ key: z.string(), title: z.string(), dates: trialDocument.shape.dates }),
  criterion: criterionId,
  /** Who has measured, with how many figures; the one with most first. */
  readers: z.array(
    z.object({ id: z.string(), name: z.string(), measurements: z.int(), seniority: seniority.nullable() }),
  ),
  /** Null where fewer than two have measured. */
  pair: z
    .object({
      first: z.string(),
      second: z.string(),
      /** Subjects of whom both have measured something. */
      subjects: z.int(),
      sumUnit: z.enum(["mm", "mm2", "mm3"]).nullable(),
      figures: agreementFigures,
      /** What the figures of sizes and sums are computed from. */
      pairs: pairedFigures,
      discrepancies: z.array(discrepancy),
    })
    .nullable(),
  /** Every two readers of whom a seniority is recorded, at most `MOST_PAIRS`; empty where fewer than two are. */
  bySeniority: z.array(
    z.object({ first: z.string(), second: z.string(), subjects: z.int(), figures: agreementFigures }),
  ),
});
export const MOST_PAIRS = 10;
export type TrialAgreement = z.infer<typeof trialAgreement>;
