import { z } from "zod";

const text = z.string().min(1);
const share = z.number().gt(0).lt(1);
const count = z.int().min(1);

/** Steps before the model, in this order on training subjects. */
export const developmentStep = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("impute-median") }),
  /** Centre and divide by the standard deviation. */
  z.strictObject({ kind: z.literal("scale") }),
  z.strictObject({ kind: z.literal("combat"), referenceSite: text.optional() }),
  /** A list made beforehand without outcomes, e.g. of features that are stable under perturbation. */
  z.strictObject({ kind: z.literal("keep"), predictors: z.array(text).min(1), origin: text }),
  /** Without the outcome: what varies by more than this (0: what varies at all). */
  z.strictObject({ kind: z.literal("variance"), above: z.number().min(0).default(0) }),
  /** Without the outcome: one predictor of each cluster (complete linkage) whose members correlate (|Spearman|) above this. */
  z.strictObject({ kind: z.literal("cluster"), above: share }),
  /** Wilcoxon's p (Cox's score test with follow-up; Kruskal–Wallis of classes, Spearman of a number), adjusted by Benjamini & Hochberg; `atLeast` strongest stay whatever their q. */
  z.strictObject({ kind: z.literal("univariate"), q: share, atLeast: count.default(1) }),
  /** Of two that are correlated (|Spearman| above) the one stays that is stronger by its AUC (its C with follow-up). */
  z.strictObject({ kind: z.literal("prune-correlated"), above: share }),
  /** Minimum redundancy, maximum relevance. */
  z.strictObject({ kind: z.literal("mrmr"), count }),
  /** All-relevant selection against shuffled shadows. */
  z.strictObject({
    kind: z.literal("boruta"),
    runs: z.int().min(10).max(500).default(50),
    trees: z.int().min(10).default(100),
    level: share.default(0.05),
  }),
  /** Recursive elimination by the weights of a linear support vector machine; in each round this share goes, one at least. */
  z.strictObject({ kind: z.literal("rfe"), count, drop: share.default(0.2), cost: z.number().gt(0).default(1) }),
  /** Information about the outcome of the intervals that minimum description length finds. */
  z.strictObject({ kind: z.literal("information-gain"), count }),
  /** Mutual information with the outcome over intervals of equal frequency. */
  z.strictObject({ kind: z.literal("mutual-information"), count, bins: z.int().min(2).max(50).default(5) }),
  /** Variance between the outcomes over variance within them. */
  z.strictObject({ kind: z.literal("fisher"), count }),
  /** Probability of error and average correlation coefficient with those chosen already. */
  z.strictObject({ kind: z.literal("poe-acc"), count, weight: z.number().min(0).max(1).default(0.5) }),
  /**
   * Several objectives at once: sets of up to `most` predictors are weighed in bootstrap samples, and of the Pareto front one is
   * taken by the rule: `fewest-near-best` (the fewest predictors within one standard error of the best first objective), or `knee`
   * (nearest to the ideal point).
   */
  z.strictObject({
    kind: z.literal("multi-objective"),
    objectives: z
      .array(z.enum(["auc", "sensitivity", "specificity", "stability", "features"]))
      .min(2)
      .refine((all) => new Set(all).size === all.length, "an objective stands twice")
      .default(["auc", "stability", "features"]),
    most: z.int().min(1).max(50).default(10),
    resamples: z.int().min(10).max(500).default(30),
    rule: z.enum(["fewest-near-best", "knee"]).default("fewest-near-best"),
  }),
]);
export type DevelopmentStep = z.infer<typeof developmentStep>;

/** Steps that need no outcome. */
const STEPS_WITHOUT_OUTCOME = ["impute-median", "scale", "combat", "keep", "variance", "cluster"] as const;
/** Steps that serve several classes and numbers. */
export const STEPS_OF_VALUES: readonly DevelopmentStep["kind"][] = [...STEPS_WITHOUT_OUTCOME, "univariate"];

/** Steps that also serve outcomes with follow-up; the others want two classes. */
export const STEPS_OF_SURVIVAL: readonly DevelopmentStep["kind"][] = [
  ...STEPS_WITHOUT_OUTCOME,
  "univariate",
  "prune-correlated",
];

/** Models of a binary outcome: they give its probability. */
export const developmentModel = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("elastic-net"), alpha: z.number().gt(0).max(1), penalty: z.number().gt(0) }),
  /** Logistic regression, of all predictors or of those that steps by Akaike's criterion leave. */
  z.strictObject({
    kind: z.literal("logistic"),
    stepwise: z.enum(["none", "forward", "backward", "both"]).default("none"),
  }),
  z.strictObject({ kind: z.literal("linear-discriminant") }),
  z.strictObject({ kind: z.literal("naive-bayes") }),
  z.strictObject({ kind: z.literal("nearest-neighbours"), k: z.int().min(1) }),
  /** Support vectors with a sigmoid fitted by inner folds; gamma left out: 1 / number of predictors. */
  z.strictObject({
    kind: z.literal("support-vectors"),
    kernel: z.enum(["linear", "radial"]).default("radial"),
    cost: z.number().gt(0).default(1),
    gamma: z.number().gt(0).optional(),
  }),
  /** CART: one tree. */
  z.strictObject({
    kind: z.literal("decision-tree"),
    depth: z.int().min(1).max(20).default(4),
    leastInLeaf: z.int().min(1).default(7),
    /** A split must take this share of the root's Gini. */
    leastGain: z.number().min(0).lt(1).default(0.01),
  }),
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
  /** Multi-layer perceptron: one layer of logistic units, BFGS from weights drawn by the plan's seed. */
  z.strictObject({
    kind: z.literal("perceptron"),
    units: z.int().min(1).max(50).default(3),
    decay: z.number().min(0).default(0.1),
  }),
  /** A short formula, found by search; also of a continuous outcome. `longest` counts inputs and functions. */
  z.strictObject({ kind: z.literal("symbolic"), longest: z.int().min(1).max(9).default(5) }),
]);
export type DevelopmentModel = z.infer<typeof developmentModel>;

/** Models of a time to an event: they give the risk by the plan's horizon. */
export const survivalModel = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("cox-elastic-net"), alpha: z.number().gt(0).max(1), penalty: z.number().gt(0) }),
  z.strictObject({
    kind: z.literal("survival-forest"),
    trees: z.int().min(1).max(2000).default(300),
    leastInLeaf: z.int().min(1).default(8),
  }),
]);
export type SurvivalModel = z.infer<typeof survivalModel>;

/** Models of several classes (multinomial; the discriminant serves them too), and of a continuous outcome. */
export const valueModel = z.discriminatedUnion("kind", [
  /** Baseline-category logistic regression; the first class of the plan is the reference. */
  z.strictObject({ kind: z.literal("multinomial") }),
  /** Ordinary least squares. */
  z.strictObject({ kind: z.literal("linear") }),
  z.strictObject({ kind: z.literal("elastic-net-linear"), alpha: z.number().gt(0).max(1), penalty: z.number().gt(0) }),
]);
export type ValueModel = z.infer<typeof valueModel>;

/** What a plan's outcome is: it decides which models and steps serve. */
export type OutcomeKind = "two classes" | "classes" | "number" | "survival";

/** The kinds of models of each kind of outcome. */
export const MODELS_OF: Readonly<Record<OutcomeKind, readonly string[]>> = {
  "two classes": developmentModel.options.map((o) => o.shape.kind.value),
  classes: ["multinomial", "linear-discriminant"],
  number: ["linear", "elastic-net-linear", "symbolic"],
  survival: survivalModel.options.map((o) => o.shape.kind.value),
};
