import { radiogenomicsSettings } from "@nadir/domain";
import { z } from "zod";

const figure = z.number().nullable();

/**
 * A scan over the trial's subjects that are in no sealed set. Arrays are target by target: the pair (target t, feature f) stands
 * at `t * features + f`; effect, p and q are null where no test was possible.
 */
export const associations = z.object({
  schema: z.literal("nadir.trial-associations/1"),
  standing: z.literal("exploratory: associations, not a locked validation"),
  subjects: z.int(),
  features: z.array(z.object({ name: z.string(), when: z.enum(["baseline", "change"]) })),
  targets: z.array(
    z.object({
      name: z.string(),
      kind: z.enum(["numeric", "groups"]),
      groups: z.array(z.string()),
      known: z.int(),
      test: z.enum(["spearman", "pearson", "wilcoxon", "kruskal-wallis", "anova"]).nullable(),
    }),
  ),
  n: z.array(z.int()),
  effect: z.array(figure),
  p: z.array(figure),
  q: z.array(figure),
  tests: z.int(),
  found: z.int(),
  level: z.number(),
  configHashes: z.array(z.string()),
  notes: z.array(z.string()),
});
export type Associations = z.infer<typeof associations>;

export const molecularModelResult = z.object({
  schema: z.literal("nadir.trial-molecular-model/1"),
  standing: z.literal("development, research only: resampling within one cohort, no validation"),
  target: z.string(),
  kind: z.enum(["groups", "numeric"]),
  positive: z.string().nullable(),
  subjects: z.int(),
  events: z.int().nullable(),
  features: z.int(),
  leftOut: z.array(z.string()),
  method: z.string(),
  planHash: z.string(),
  seed: z.int(),
  folds: z.int(),
  auc: z.object({ value: z.number(), lower: figure, upper: figure }).nullable(),
  rSquared: figure,
  errorOverDeviation: figure,
  thresholds: z.array(z.object({ quantile: z.number(), threshold: z.number(), auc: z.number() })),
  permutation: z
    .object({
      statistic: z.enum(["AUC", "R²"]),
      observed: z.number(),
      permutations: z.int(),
      p: z.number(),
      median: z.number(),
      highest: z.number(),
    })
    .nullable(),
  used: z.array(z.object({ feature: z.string(), times: z.int(), of: z.int() })),
  rivals: z.array(z.object({ name: z.string(), auc: figure })),
  pairs: z.array(z.object({ truth: z.number(), predicted: z.number() })),
});
export type MolecularModelResult = z.infer<typeof molecularModelResult>;

const stored = {
  id: z.uuid(),
  settings: radiogenomicsSettings,
  inputHash: z.string(),
  resultHash: z.string(),
  engine: z.string(),
  computedAt: z.date(),
};
export const storedAssociations = z.object({ ...stored, result: associations });
export const storedModel = z.object({ ...stored, result: molecularModelResult });
export type StoredAssociations = z.infer<typeof storedAssociations>;
export type StoredModel = z.infer<typeof storedModel>;

/** The newest scan of a trial and the newest model of each target. */
export const trialRadiogenomics = z.object({
  trial: z.object({ key: z.string(), title: z.string() }),
  /** Subjects of sealed test sets, who are in nothing here. */
  sealed: z.int(),
  /** Subjects of the trial in no sealed set, and those of them with features of images, and with markers. */
  open: z.int(),
  withImages: z.int(),
  withMarkers: z.int(),
  mayCompute: z.boolean(),
  associations: storedAssociations.nullable(),
  models: z.array(storedModel),
  /** Models are research only, and not shown to the board: how many are kept back. */
  hiddenModels: z.int(),
});
export type TrialRadiogenomics = z.infer<typeof trialRadiogenomics>;
