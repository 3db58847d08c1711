import { z } from "zod";

const share = z.number().gt(0).lt(1);

/** What of the trial's images is tested against molecular data, and how (issue: radiogenomics from the record). */
export const radiogenomicsSettings = z.strictObject({
  /** Features at baseline, and their change from baseline to the first later scan that has them. */
  features: z
    .array(z.enum(["baseline", "change"]))
    .min(1)
    .default(["baseline", "change"]),
  /** (f1 - f0) / |f0|, or f1 - f0. */
  change: z.enum(["relative", "absolute"]).default("relative"),
  /** Of several lesions: the one that is largest at baseline, the mean, or the mean weighted by baseline volume. */
  lesions: z.enum(["largest", "mean", "volume-weighted"]).default("largest"),
  /** Of the feature configuration, where a kind of image has features of several. */
  configHash: z
    .string()
    .regex(/^[0-9a-f]{64}$/)
    .optional(),
  /** Markers without a day or from no later than treatment start, or the first of each subject whenever it was taken. */
  markers: z.enum(["before-treatment", "first"]).default("before-treatment"),
  /** For numbers against numbers. */
  correlation: z.enum(["spearman", "pearson"]).default("spearman"),
  /** Largest q that counts as found. */
  level: share.default(0.05),
  /** Also model one molecular target from the features, by nested resampling. */
  model: z
    .strictObject({
      /** The target as the scan names it. */
      target: z.string().min(1),
      /** Of a target with groups: the group that is predicted. */
      positive: z.string().min(1).optional(),
      folds: z.int().min(2).max(20).default(5),
      permutations: z.int().min(19).max(999).default(99),
      seed: z
        .int()
        .min(0)
        .max(2 ** 31)
        .default(1),
    })
    .optional(),
});
export type RadiogenomicsSettings = z.infer<typeof radiogenomicsSettings>;
