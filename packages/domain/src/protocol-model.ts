import { z } from "zod";
import { importedPredictionsModel, importedSignatureModel } from "./protocol-imported-model.ts";
import { key } from "./record/vocabulary.ts";

/** Blocks of the protocol that define the model and how it came about. */

const sentence = z.string().trim().min(1);

/** What is fitted before the model, on training subjects, in this order. Imputation follows from the rules for missing values. */
export const modelPreparation = z.strictObject({
  /** ComBat over sites; a subject of a site that training does not have stays as it is. */
  harmonise: z.literal("combat-by-site").optional(),
  /** Predictors that become 1 above a cut-off of the training subjects and 0 at or below it. */
  dichotomise: z
    .array(z.strictObject({ predictor: key, at: z.enum(["median", "first-quartile", "third-quartile"]) }))
    .min(1)
    .optional(),
  /**
   * The predictors that part the classes best in training, one by one: by AUC for a binary endpoint, by Harrell's C for a
   * time to event, either direction.
   */
  select: z
    .strictObject({ method: z.enum(["strongest-auc", "strongest-concordance"]), keep: z.int().min(1) })
    .optional(),
});

/** Folds of training subjects: drawn by the seed from subject keys, or one fold a site (internal–external). */
export const subjectFolds = z.discriminatedUnion("by", [
  z.strictObject({ by: z.literal("subject"), count: z.int().min(3), seed: z.int().min(0) }),
  z.strictObject({ by: z.literal("site") }),
]);
export type SubjectFolds = z.infer<typeof subjectFolds>;

/** Elastic net: the penalty is chosen by cross-validation inside training, on a path from the one that keeps nothing. */
export const elasticNetPenalty = z.strictObject({
  kind: z.literal("elastic-net"),
  /** Share of the lasso: 1 = lasso. */
  alpha: z.number().gt(0).max(1),
  /** `count` penalties from the largest down to `leastRatio` of it, evenly in the logarithm. */
  path: z.strictObject({ count: z.int().min(2).max(200), leastRatio: z.number().gt(0).lt(1) }),
  folds: subjectFolds,
  choose: z.enum(["smallest-deviance", "one-standard-error"]),
});
export type ElasticNetPenalty = z.infer<typeof elasticNetPenalty>;

const fittedModel = {
  endpoint: key,
  predictors: z.array(key).min(1),
  preparation: modelPreparation.optional(),
  scaling: z.literal("centre-and-scale"),
  penalty: z.union([z.literal("none"), elasticNetPenalty]),
  whyThisModel: sentence,
};

/** The one model: fitted on training subjects from the listed predictors, or developed elsewhere and frozen. */
export const protocolModel = z.discriminatedUnion("type", [
  /** Logistic regression of a binary endpoint. */
  z.strictObject({
    ...fittedModel,
    type: z.literal("logistic"),
    output: z.literal("probability"),
    positiveDirection: z.literal("larger probability = event more likely"),
  }),
  /**
   * Cox regression of a time to event from the index time (Efron ties; Breslow where penalised). Its prediction is the
   * risk of the event by the horizon, 1 - S0(t)^exp(lp), with the training subjects' baseline.
   */
  z.strictObject({
    ...fittedModel,
    type: z.literal("cox"),
    /** Days after the index time by which the risk is foretold. */
    horizonDays: z.int().min(1),
    output: z.literal("risk-by-horizon"),
    positiveDirection: z.literal("larger risk = event more likely by the horizon"),
  }),
  importedSignatureModel,
  importedPredictionsModel,
]);
export type ProtocolModel = z.infer<typeof protocolModel>;
export type ImportedModelPlan = Extract<ProtocolModel, { type: "imported-signature" | "imported-predictions" }>;
export type FittedModelPlan = Exclude<ProtocolModel, ImportedModelPlan>;

export const isImportedModel = (model: ProtocolModel): model is ImportedModelPlan =>
  model.type === "imported-signature" || model.type === "imported-predictions";

/** The day by which the model foretells a risk; null where it foretells a class or only orders. */
export const horizonOfModel = (model: ProtocolModel): number | null =>
  model.type === "cox"
    ? model.horizonDays
    : isImportedModel(model) && model.output.kind === "risk-by-horizon"
      ? model.output.horizonDays
      : null;

export const developmentRecord = z.strictObject({
  /** `elsewhere`: of a model that was developed elsewhere; so too the internal validation. */
  hyperParameters: z.enum(["none", "penalty-by-cross-validation", "elsewhere"]),
  modelsTried: z.int().min(1),
  internalValidation: z.discriminatedUnion("method", [
    z.strictObject({
      method: z.literal("optimism-bootstrap"),
      resamples: z.int().min(1),
      /** Optimism of calibration and Brier score too; absent: of discrimination. */
      measures: z.literal("all").optional(),
    }),
    /** Each fold foretold by a model of the others; repeated with other folds. By site: internal–external. */
    z.strictObject({
      method: z.literal("cross-validation"),
      folds: z.discriminatedUnion("by", [...subjectFolds.options, z.strictObject({ by: z.literal("each-subject") })]),
      repeats: z.int().min(1).max(1000),
    }),
    /** What the makers of an imported model report of its development, with the place. */
    z.strictObject({ method: z.literal("elsewhere"), reported: sentence }),
  ]),
  statement: sentence,
});
