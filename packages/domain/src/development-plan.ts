import { z } from "zod";

/**
 * The plan by which models are developed and compared, `nadir.development-plan/1`: every step that learns, the candidates,
 * the folds and the seed. All of it is fitted inside the folds, on training subjects only.
 */

const text = z.string().min(1);
const share = z.number().gt(0).lt(1);

/** Steps before the model, in this order on training subjects. */
export const developmentStep = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("impute-median") }),
  /** Centre and divide by the standard deviation. */
  z.strictObject({ kind: z.literal("scale") }),
  z.strictObject({ kind: z.literal("combat"), referenceSite: text.optional() }),
  /** A list made beforehand without outcomes, e.g. of features that are stable under perturbation. */
  z.strictObject({ kind: z.literal("keep"), predictors: z.array(text).min(1), origin: text }),
  /** Wilcoxon's p, adjusted by Benjamini & Hochberg; `atLeast` strongest stay whatever their q. */
  z.strictObject({ kind: z.literal("univariate"), q: share, atLeast: z.int().min(1).default(1) }),
  /** Of two that are correlated (|Spearman| above) the one stays that is stronger by its AUC. */
  z.strictObject({ kind: z.literal("prune-correlated"), above: share }),
  /** Minimum redundancy, maximum relevance. */
  z.strictObject({ kind: z.literal("mrmr"), count: z.int().min(1) }),
  /** All-relevant selection against shuffled shadows. */
  z.strictObject({
    kind: z.literal("boruta"),
    runs: z.int().min(10).max(500).default(50),
    trees: z.int().min(10).default(100),
    level: share.default(0.05),
  }),
]);
export type DevelopmentStep = z.infer<typeof developmentStep>;

export const developmentModel = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("elastic-net"), alpha: z.number().gt(0).max(1), penalty: z.number().gt(0) }),
  z.strictObject({ kind: z.literal("linear-discriminant") }),
  z.strictObject({ kind: z.literal("naive-bayes") }),
  z.strictObject({ kind: z.literal("nearest-neighbours"), k: z.int().min(1) }),
  z.strictObject({
    kind: z.literal("random-forest"),
    trees: z.int().min(1).max(2000).default(300),
    leastInLeaf: z.int().min(1).default(1),
  }),
  z.strictObject({
    kind: z.literal("gradient-boosting"),
    rounds: z.int().min(1).max(2000),
    learningRate: z.number().gt(0).max(1).default(0.1),
    depth: z.int().min(1).max(10).default(1),
    leastInLeaf: z.int().min(1).default(10),
    share: z.number().gt(0).max(1).default(1),
  }),
]);
export type DevelopmentModel = z.infer<typeof developmentModel>;

/** One way from the table to a probability. */
export const developmentCandidate = z.strictObject({
  name: text,
  steps: z.array(developmentStep).default([]),
  model: developmentModel,
});
export type DevelopmentCandidate = z.infer<typeof developmentCandidate>;

export const developmentPlan = z
  .strictObject({
    schema: z.literal("nadir.development-plan/1"),
    id: text,
    subject: text.default("subject"),
    outcome: text,
    /** The word or number of the outcome column that counts as having it. */
    positive: z.union([text, z.number()]).default(1),
    site: text.optional(),
    /** Columns of predictors; left out: every column of numbers that is named nowhere else. */
    predictors: z.array(text).min(1).optional(),
    candidates: z.array(developmentCandidate).min(1).max(200),
    /** What the inner folds choose by. */
    chooseBy: z.enum(["auc", "log-loss"]).default("auc"),
    outer: z.discriminatedUnion("kind", [
      z.strictObject({
        kind: z.literal("folds"),
        count: z.int().min(2).max(50),
        repeats: z.int().min(1).max(100).default(1),
      }),
      z.strictObject({ kind: z.literal("leave-site-out") }),
    ]),
    innerFolds: z.int().min(2).max(50).default(5),
    seed: z
      .int()
      .min(0)
      .max(2 ** 31),
  })
  .superRefine(({ candidates, outer, site }, context) => {
    const issue = (path: (string | number)[], message: string): void =>
      context.addIssue({ code: "custom", path, message });
    for (const [i, c] of candidates.entries()) {
      if (candidates.findIndex((o) => o.name === c.name) < i)
        issue(["candidates", i, "name"], `'${c.name}' stands twice`);
      for (const [k, step] of c.steps.entries()) {
        if (step.kind === "combat" && site === undefined)
          issue(["candidates", i, "steps", k], "ComBat harmonises sites; name the column of sites");
        if (step.kind === "combat" && outer.kind === "leave-site-out")
          issue(
            ["candidates", i, "steps", k],
            "ComBat cannot correct a site that training has never seen; a left-out site is one",
          );
      }
    }
    if (outer.kind === "leave-site-out" && site === undefined)
      issue(["site"], "leaving sites out wants the column of sites");
  });
export type DevelopmentPlan = z.infer<typeof developmentPlan>;
