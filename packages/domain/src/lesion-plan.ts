import { z } from "zod";
import { developmentModel, developmentStep } from "./development-model.ts";
import { namedOnce } from "./named-once.ts";

/**
 * The plan that compares ways from several lesions to one patient (figure 3 A to F of Sun et al. 2022, J Immunother Cancer
 * 10:e004848), `nadir.lesion-plan/1`: each on the same patients and the same folds.
 */

const text = z.string().min(1);
const way = {
  name: text,
  steps: z.array(developmentStep).default([{ kind: "impute-median" }, { kind: "scale" }]),
  model: developmentModel,
};
/** Penalty on squared weights of standardised features, on the mean log loss. */
const ridge = z.number().gt(0).default(0.05);

export const lesionMethod = z.discriminatedUnion("kind", [
  /** A: the features of the largest lesions, in order of size. */
  z.strictObject({ kind: z.literal("fixed-number"), ...way, count: z.int().min(1).max(10) }),
  /** B: all lesions as one region, from a table of its own. */
  z.strictObject({ kind: z.literal("one-volume"), ...way }),
  /** C: statistics of each feature over the lesions. */
  z.strictObject({
    kind: z.literal("statistics"),
    ...way,
    statistics: z.array(z.enum(["mean", "min", "max", "sd", "volume-weighted-mean", "largest", "count"])).min(1),
  }),
  /** D: each lesion is predicted with its patient's label, and the probabilities are combined. */
  z.strictObject({
    kind: z.literal("predict-then-combine"),
    ...way,
    rule: z.enum(["mean", "any", "all", "max", "share-above-half"]),
  }),
  /** E: one score a lesion, pooled by a fixed rule, learnt from patients. */
  z.strictObject({ kind: z.literal("pooled"), name: text, rule: z.enum(["max", "mean"]), ridge }),
  /** F: the weights of the lesions are learnt too. */
  z.strictObject({ kind: z.literal("attention"), name: text, hidden: z.int().min(1).max(16).default(3), ridge }),
]);
export type LesionMethod = z.infer<typeof lesionMethod>;

export const lesionPlan = z
  .strictObject({
    schema: z.literal("nadir.lesion-plan/1"),
    id: text,
    subject: text.default("subject"),
    lesion: text.default("lesion"),
    /** The column of volumes, by which lesions are ordered and weighted. */
    volume: text,
    outcome: text,
    positive: z.union([text, z.number()]).default(1),
    predictors: z.array(text).min(1).optional(),
    methods: z.array(lesionMethod).min(1).max(20),
    folds: z.int().min(2).max(50),
    seed: z
      .int()
      .min(0)
      .max(2 ** 31),
  })
  .superRefine(namedOnce);
export type LesionPlan = z.infer<typeof lesionPlan>;
