import { z } from "zod";
import { adjustedEffectPlan, treatmentInteractionPlan } from "./protocol-effects.ts";
import { calibrationCurvePlan, decisionCurvePlan, horizonPerformancePlan } from "./protocol-performance.ts";
import { key } from "./record/vocabulary.ts";
import { sampleSizeRequest } from "./sample-size-request.ts";

/** Blocks of the protocol that fix the analyses and everything else that decides a number. */

const sentence = z.string().trim().min(1);
const level = z.number().gt(0).lt(1);

export const sampleSize = z.strictObject({
  method: z.literal("auc-interval-width"),
  /** Assumptions under which the precision is stated; the prevalence is that of the training set, or assumed. */
  assumedAuc: z.array(level).min(1),
  targetWidth: level,
  prevalence: z.union([z.literal("training"), level]),
  fixedByTrial: z.boolean(),
  justification: sentence,
  /** Further calculations (rule book §4.9): the report answers each and sets it beside what was achieved. */
  calculations: z.array(z.strictObject({ title: sentence, request: sampleSizeRequest })).optional(),
});

const ciMethod = z.enum(["delong-wald", "newcombe-score"]);
const setsOf = z.array(z.enum(["training", "test"])).min(1);

const inequality = z.strictObject({
  quantity: z.enum(["estimate", "lower", "upper"]),
  is: z.enum([">", ">=", "<", "<="]),
  than: z.number(),
});

const primaryBase = {
  endpoint: key,
  set: z.literal("test"),
  score: z.literal("model"),
  nullValue: z.number(),
  success: z.array(inequality).min(1),
  /** Below these counts the result is "too small to conclude", whatever the estimate. */
  conclusiveOnlyWith: z.strictObject({ events: z.int().min(1), nonEvents: z.int().min(1) }),
  /** An interval that cannot be computed never meets the success rule. */
  notEstimable: z.literal("success-not-shown"),
};

/** Discrimination, by the one measure that decides: all are probabilities of a right order, 0.5 = chance. */
export const primaryAnalysis = z.discriminatedUnion("metric", [
  z.strictObject({
    ...primaryBase,
    metric: z.literal("auc"),
    ci: z.strictObject({ method: z.literal("delong-wald"), level }),
  }),
  z.strictObject({
    ...primaryBase,
    metric: z.literal("c-harrell"),
    ci: z.strictObject({ method: z.literal("infinitesimal-jackknife"), level }),
  }),
  z.strictObject({
    ...primaryBase,
    metric: z.literal("c-uno"),
    horizonDays: z.int().min(1),
    ci: z.strictObject({ method: z.literal("infinitesimal-jackknife"), level }),
  }),
  z.strictObject({
    ...primaryBase,
    metric: z.literal("auc-at-horizon"),
    horizonDays: z.int().min(1),
    ci: z.strictObject({ method: z.literal("influence-function"), level }),
  }),
]);
export type PrimaryAnalysis = z.infer<typeof primaryAnalysis>;

/** The primary measure in words, for headings. */
export const primaryMeasure = (p: Pick<PrimaryAnalysis, "metric"> & { readonly horizonDays?: number }): string =>
  ({
    auc: "AUC",
    "c-harrell": "Harrell's C",
    "c-uno": `Uno's C to ${p.horizonDays ?? "?"} days`,
    "auc-at-horizon": `AUC at ${p.horizonDays ?? "?"} days`,
  })[p.metric];

const analysisBase = { id: key, title: sentence, sets: setsOf, family: key };

/** A secondary analysis. `rank-last` gives a subject without a prediction the lowest score: intention to predict. */
export const secondaryAnalysis = z.discriminatedUnion("kind", [
  z.strictObject({
    ...analysisBase,
    kind: z.literal("auc"),
    endpoint: key,
    ci: z.strictObject({ method: ciMethod, level }),
    notComputable: z.enum(["exclude-and-count", "rank-last"]),
  }),
  z.strictObject({ ...analysisBase, kind: z.literal("auc-permutation"), endpoint: key }),
  z.strictObject({ ...analysisBase, kind: z.literal("calibration"), endpoint: key, level }),
  z.strictObject({
    ...analysisBase,
    kind: z.literal("classification"),
    endpoint: key,
    grouping: key,
    ci: z.strictObject({ method: z.literal("wilson"), level }),
    notComputable: z.enum(["exclude-and-count", "as-unfavourable"]),
  }),
  z.strictObject({
    ...analysisBase,
    kind: z.literal("survival-by-group"),
    endpoint: key,
    grouping: key,
    landmark: z.literal("index-time"),
    level,
  }),
  /** Kaplan–Meier by groups of the predicted risk, cut at quantiles of the training subjects' risks or where stated. */
  z.strictObject({
    ...analysisBase,
    kind: z.literal("survival-by-risk-group"),
    endpoint: key,
    cuts: z.discriminatedUnion("from", [
      z.strictObject({ from: z.literal("training-quantiles"), at: z.array(z.number().gt(0).lt(1)).min(1).max(4) }),
      z.strictObject({
        from: z.literal("fixed"),
        risks: z.array(z.number().gt(0).lt(1)).min(1).max(4),
        origin: z.enum(["literature", "clinical-consensus"]),
        reason: sentence,
      }),
    ]),
    landmark: z.literal("index-time"),
    level,
  }),
  z.strictObject({
    ...analysisBase,
    kind: z.literal("cox"),
    endpoint: key,
    predictor: key,
    per: z.number().gt(0),
    ties: z.literal("efron"),
    landmark: z.literal("index-time"),
    level,
  }),
  z.strictObject({ ...analysisBase, endpoint: key, ...calibrationCurvePlan }),
  z.strictObject({ ...analysisBase, endpoint: key, ...decisionCurvePlan }),
  z.strictObject({ ...analysisBase, endpoint: key, ...horizonPerformancePlan }),
  z.strictObject({ ...analysisBase, endpoint: key, ...adjustedEffectPlan }),
  z.strictObject({ ...analysisBase, endpoint: key, ...treatmentInteractionPlan }),
]);
export type SecondaryAnalysis = z.infer<typeof secondaryAnalysis>;

export const missingData = z.strictObject({
  predictors: z.array(
    z.strictObject({ predictor: key, rule: z.enum(["not-computable", "impute-median", "impute-chained-equations"]) }),
  ),
  outcome: z.literal("exclude-and-count"),
  /** Completed data sets of multiple imputation; 0 where no predictor is imputed by chained equations. */
  imputations: z.int().min(0).max(200),
  /** Predictive mean matching (van Buuren & Groothuis-Oudshoorn 2011), fitted on training subjects only. */
  chainedEquations: z
    .strictObject({ iterations: z.int().min(1).max(100), seed: z.int().min(0).max(1_000_000_000) })
    .optional(),
  sensitivity: sentence,
});

export const subgroups = z.strictObject({
  variables: z.array(z.strictObject({ variable: z.enum(["sex", "age-band", "site"]), cuts: z.array(z.number()) })),
  /** The primary's: the AUC of a binary endpoint, Harrell's C of a time to event. */
  metric: z.enum(["auc", "c-harrell"]),
  /** A subgroup with fewer is suppressed; its counts are printed. */
  minimumN: z.int().min(2),
  minimumEvents: z.int().min(1),
  statement: sentence,
});

export const POOLED_MEASURES = ["auc", "observed-to-expected", "slope", "c-harrell", "hazard-ratio"] as const;
export type PooledMeasure = (typeof POOLED_MEASURES)[number];

/**
 * Differences between the sites of the test set: told by subgroups alone, or pooled over the sites by random effects (rule
 * book §4.8): AUC and C on the logit scale, O/E and hazard ratio on the log scale, slope as it is.
 */
export const heterogeneity = z.discriminatedUnion("pooling", [
  z.strictObject({ cluster: z.literal("site"), pooling: z.literal("none"), reason: sentence }),
  z.strictObject({
    cluster: z.literal("site"),
    pooling: z.literal("random-effects"),
    /** Of the variance between sites. */
    method: z.enum(["reml", "dersimonian-laird"]),
    /** `wald`: z for mean and prediction. `hksj` (Hartung, Knapp, Sidik, Jonkman): t with sites - 1 degrees of freedom. */
    limits: z.enum(["wald", "hksj"]),
    level,
    /** On the primary endpoint. */
    measures: z.array(z.enum(POOLED_MEASURES)).min(1),
    /** Of `hazard-ratio`: the planned Cox analysis whose ratio is pooled. */
    hazardRatioOf: key.optional(),
    /** A site with fewer subjects, or fewer events (of a binary endpoint: of either class), is counted and not pooled. */
    minimumN: z.int().min(2),
    minimumEvents: z.int().min(1),
    reason: sentence,
  }),
]);
export type PoolingPlan = Extract<z.infer<typeof heterogeneity>, { pooling: "random-effects" }>;

export const multiplicity = z.strictObject({
  families: z
    .array(
      z.strictObject({
        id: key,
        /** Family-wise error: Bonferroni, Holm, Hochberg. False-discovery rate: Benjamini–Hochberg, Benjamini–Yekutieli. */
        method: z.enum(["none", "bonferroni", "holm", "hochberg", "benjamini-hochberg", "benjamini-yekutieli"]),
        alpha: z.number().gt(0).lt(1),
        statement: sentence,
      }),
    )
    .min(1),
});

export const randomNumbers = z.strictObject({
  algorithm: z.literal("xoshiro256**"),
  seed: z.int().min(0),
  resamples: z.int().min(1),
  stratified: z.boolean(),
});

export const deviationsPolicy = z.strictObject({
  amendedBy: z.array(sentence).min(1),
  voidIf: z.array(sentence).min(1),
});
