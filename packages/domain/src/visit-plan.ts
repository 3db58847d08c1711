import { z } from "zod";
import { developmentModel, developmentStep } from "./development-model.ts";
import { namedOnce } from "./named-once.ts";

/**
 * The plan that compares ways from several visits to one patient, `nadir.visit-plan/1`: each on the same patients and the same
 * folds, from what was known on the landmark day.
 */

const text = z.string().min(1);
const way = {
  name: text,
  steps: z.array(developmentStep).default([{ kind: "impute-median" }, { kind: "scale" }]),
  model: developmentModel,
};
/** Penalty on squared weights of standardised features, on the mean log loss. */
const ridge = z.number().gt(0);

export const visitMethod = z.discriminatedUnion("kind", [
  /** The features of the first visit alone; of the last up to the landmark alone; the last less the first. */
  z.strictObject({ kind: z.literal("first"), ...way }),
  z.strictObject({ kind: z.literal("last"), ...way }),
  z.strictObject({ kind: z.literal("change"), ...way }),
  /** The mean over the visits, with one weight a feature. */
  z.strictObject({ kind: z.literal("mean"), name: text, ridge: ridge.default(0.05) }),
  /** The weights of the visits are learnt too; of several settings inner folds choose. */
  z.strictObject({
    kind: z.literal("attention"),
    name: text,
    hidden: z.array(z.int().min(1).max(16)).min(1).max(5).default([3]),
    ridge: z.array(ridge).min(1).max(5).default([0.02, 0.1]),
  }),
]);
export type VisitMethod = z.infer<typeof visitMethod>;

export const visitPlan = z
  .strictObject({
    schema: z.literal("nadir.visit-plan/1"),
    id: text,
    subject: text.default("subject"),
    /** The column of days from the start of treatment. */
    day: text.default("day"),
    /** Later visits are not looked at. The outcome must be one that came after this day. */
    landmark: z.number(),
    outcome: text,
    positive: z.union([text, z.number()]).default(1),
    predictors: z.array(text).min(1).optional(),
    methods: z.array(visitMethod).min(1).max(20),
    folds: z.int().min(2).max(50),
    innerFolds: z.int().min(2).max(50).default(3),
    seed: z
      .int()
      .min(0)
      .max(2 ** 31),
  })
  .superRefine(namedOnce);
export type VisitPlan = z.infer<typeof visitPlan>;
