import { z } from "zod";
import { cohortQuery } from "./cohort-shape.ts";

/** The last row and column of the correlations. */
export const BURDEN = "best change of the burden until progression";

export const POOLS = ["mean", "largest", "volume-weighted"] as const;

/** Which feature: of which images, which lesions, made one how, at which visit. What is left out is the first there is. */
export const featureQuery = cohortQuery.extend({
  kind: z.string().max(200).optional(),
  /** An organ; left out, all lesions. */
  region: z.string().max(100).optional(),
  pool: z.enum(POOLS).default("mean"),
  /** 0 the baseline, 1 the first scan after it, … */
  visit: z.int().min(0).max(200).default(0),
  family: z.string().max(60).optional(),
  feature: z.string().max(200).optional(),
});
export type FeatureQuery = z.infer<typeof featureQuery>;

const figures = z.array(z.number().nullable());
/** Spearman's rank correlation of two columns, and on how many subjects it rests; null where there is none. */
const pair = z.object({ rho: z.number().nullable(), n: z.int() });

export const cohortFeatures = z.object({
  kinds: z.array(z.string()),
  kind: z.string().nullable(),
  configHash: z.string().nullable(),
  regions: z.array(z.string()),
  region: z.string().nullable(),
  pool: z.enum(POOLS),
  visits: z.array(z.object({ visit: z.int(), subjects: z.int() })),
  visit: z.int(),
  /** The visit to which changes are: the one asked for, or the first after baseline. Null where nobody has one. */
  changeVisit: z.int().nullable(),
  families: z.array(z.object({ family: z.string(), features: z.int() })),
  family: z.string().nullable(),
  features: z.array(z.object({ key: z.string(), name: z.string(), unit: z.string() })),
  feature: z.string().nullable(),
  /** Subjects of sealed test sets, who take no part. */
  sealed: z.int(),
  simulated: z.int(),
  /** In the order of their best change, the deepest shrinkage first; those without a change last. */
  subjects: z.array(
    z.object({ subject: z.string(), arm: z.string(), best: z.string(), bestChange: z.number().nullable() }),
  ),
  /** By feature, one a subject: the value at the visit, in the feature's unit. */
  values: z.array(figures),
  /** By feature, one a subject: the relative change from baseline; 1 = doubled. Lesions weigh by their volume at baseline. */
  changes: z.array(figures),
  /** Subjects without a value, or a change, of some feature because a volume is not known that the pooling asks for. */
  withoutVolume: z.object({ values: z.array(z.string()), changes: z.array(z.string()) }),
  /** Rows and columns: the features in their order, then the best change of the burden. */
  correlation: z.object({ names: z.array(z.string()), pairs: z.array(z.array(pair)) }),
});
export type CohortFeatures = z.infer<typeof cohortFeatures>;
