import { type DevelopmentCandidate, refuse, type SurvivalModel } from "@nadir/domain";
import {
  type BoostedTrees,
  baselineHazard,
  boostedProbabilities,
  boostedTrees,
  type CalibratedSupportVectors,
  calibratedSupportVectors,
  discriminantPosteriors,
  type Estimated,
  elasticNetCox,
  elasticNetLogistic,
  expit,
  forestProbabilities,
  growTree,
  type LinearDiscriminant,
  linearDiscriminant,
  logisticRegression,
  type NaiveBayes,
  type NearestNeighbours,
  naiveBayes,
  naiveBayesPosteriors,
  nearestNeighbours,
  neighbourShares,
  type RandomForest,
  randomForest,
  type SurvivalForest,
  stepwiseLogistic,
  supportProbabilities,
  survivalForest,
  survivalForestRisks,
  type TreeNode,
  treeValue,
} from "@nadir/statistics";
import type { Predictors, Training } from "./cohort.ts";
import { applyStep, type FittedStep, fitSteps } from "./fit-steps.ts";

export type FittedModel =
  | { readonly kind: "elastic-net" | "logistic"; readonly intercept: number; readonly coefficients: readonly number[] }
  | {
      readonly kind: "cox-elastic-net";
      readonly coefficients: readonly number[];
      /** Cumulative baseline hazard (Breslow) by the horizon, at a linear predictor of 0. */
      readonly horizon: number;
      readonly hazard: number;
    }
  | { readonly kind: "survival-forest"; readonly horizon: number; readonly model: Pick<SurvivalForest, "trees"> }
  | { readonly kind: "support-vectors"; readonly model: CalibratedSupportVectors }
  | { readonly kind: "decision-tree"; readonly tree: TreeNode }
  | { readonly kind: "linear-discriminant"; readonly model: LinearDiscriminant }
  | { readonly kind: "naive-bayes"; readonly model: NaiveBayes }
  | { readonly kind: "nearest-neighbours"; readonly model: NearestNeighbours }
  | { readonly kind: "random-forest"; readonly model: Pick<RandomForest, "trees"> }
  | { readonly kind: "gradient-boosting"; readonly model: BoostedTrees };

/** A candidate fitted on training subjects: the steps and the model that takes what they give. */
export interface FittedCandidate {
  readonly name: string;
  readonly steps: readonly FittedStep[];
  /** Predictors that reach the model, and those of them that it uses. */
  readonly predictors: readonly string[];
  readonly used: readonly string[];
  readonly model: FittedModel;
}

/** Not estimable where the model is, with its reason. `horizon` is the time by which a survival model tells the risk. */
export function fitCandidate(
  candidate: DevelopmentCandidate,
  training: Training,
  seed: number,
  horizon?: number,
): Estimated<{ readonly fitted: FittedCandidate }> {
  const { fitted: steps, training: ready } = fitSteps(candidate.steps, training, seed);
  const gap = ready.columns.findIndex((c) => c.some(Number.isNaN));
  if (gap >= 0)
    refuse(
      "VALUE_MISSING",
      `'${ready.names[gap]}' is not known of every subject, and candidate '${candidate.name}' has no step that fills gaps; begin with impute-median.`,
      { found: ready.names[gap]! },
    );
  const answer = fitModel(candidate.model, ready, seed, horizon);
  if (!answer.estimable) return answer;
  const { model } = answer;
  const used =
    "coefficients" in model
      ? ready.names.filter((_, j) => model.coefficients[j] !== 0)
      : columnsUsed(model, ready.names);
  return { estimable: true, fitted: { name: candidate.name, steps, predictors: ready.names, used, model } };
}

/** A tree says which columns it asks; the other models take all. */
function columnsUsed(model: FittedModel, names: readonly string[]): readonly string[] {
  if (model.kind !== "decision-tree") return names;
  const asked = new Set<number>();
  const walk = (node: TreeNode): void => {
    if (!("column" in node)) return;
    asked.add(node.column);
    walk(node.left);
    walk(node.right);
  };
  walk(model.tree);
  return names.filter((_, j) => asked.has(j));
}

function fitModel(
  wish: DevelopmentCandidate["model"],
  t: Training,
  seed: number,
  horizon: number | undefined,
): Estimated<{ readonly model: FittedModel }> {
  if (wish.kind === "cox-elastic-net" || wish.kind === "survival-forest") {
    if (!t.time || horizon === undefined)
      refuse("NO_FOLLOW_UP", `'${wish.kind}' wants follow-up and the time by which risk is told.`);
    return fitSurvivalModel(wish, { ...t, time: t.time }, seed, horizon);
  }
  const design = { columns: t.columns, classes: t.outcome };
  const made = <M extends object>(
    answer: Estimated<M>,
    of: (m: M) => FittedModel,
  ): Estimated<{ model: FittedModel }> => (answer.estimable ? { estimable: true, model: of(answer) } : answer);
  switch (wish.kind) {
    case "elastic-net": {
      const features = Object.fromEntries(t.names.map((name, j) => [name, t.columns[j]!]));
      return made(
        elasticNetLogistic({ features, outcome: t.outcome }, { alpha: wish.alpha, lambda: wish.penalty }),
        ({ fits }) => ({
          kind: "elastic-net",
          intercept: fits[0]!.intercept,
          coefficients: Array.from(fits[0]!.coefficients),
        }),
      );
    }
    case "logistic": {
      const covariates = Object.fromEntries(t.names.map((name, j) => [name, t.columns[j]!]));
      const { outcome } = t;
      const fit =
        wish.stepwise === "none"
          ? logisticRegression({ outcome, covariates })
          : stepwiseLogistic({ outcome, covariates }, { direction: wish.stepwise });
      if (!fit.estimable) return fit;
      const found = "fit" in fit ? fit.fit.coefficients : fit.coefficients;
      const of = (name: string): number => found.find((c) => c.name === name)?.coefficient ?? 0;
      return {
        estimable: true,
        // The intercept comes first, whatever a predictor is called.
        model: { kind: "logistic", intercept: found[0]!.coefficient, coefficients: t.names.map(of) },
      };
    }
    case "support-vectors": {
      const kernel =
        wish.kernel === "linear"
          ? ({ kind: "linear" } as const)
          : ({ kind: "radial", gamma: wish.gamma ?? 1 / t.names.length } as const);
      return made(calibratedSupportVectors(t.columns, t.outcome, { kernel, cost: wish.cost, seed }), (model) => ({
        kind: wish.kind,
        model,
      }));
    }
    case "decision-tree": {
      const rows = Int32Array.from(t.outcome.keys());
      const { depth, leastInLeaf, leastGain } = wish;
      const tree = growTree(t.columns, t.outcome, rows, {
        depth,
        leastInLeaf,
        leastGain,
        leastToPart: 2 * leastInLeaf,
      });
      return { estimable: true, model: { kind: wish.kind, tree } };
    }
    case "linear-discriminant":
      return made(linearDiscriminant(design), (model) => ({ kind: wish.kind, model }));
    case "naive-bayes":
      return made(naiveBayes(design), (model) => ({ kind: wish.kind, model }));
    case "nearest-neighbours":
      return wish.k > t.outcome.length
        ? { estimable: false, reason: `${wish.k} neighbours are asked for; the fold has ${t.outcome.length} subjects.` }
        : { estimable: true, model: { kind: wish.kind, model: nearestNeighbours(design, wish.k) } };
    case "random-forest":
      return {
        estimable: true,
        model: { kind: wish.kind, model: randomForest(t.columns, t.outcome, { ...wish, seed }) },
      };
    case "gradient-boosting":
      return made(boostedTrees(t.columns, t.outcome, { ...wish, seed }), (model) => ({ kind: wish.kind, model }));
  }
}

function fitSurvivalModel(
  wish: SurvivalModel,
  t: Training & { readonly time: Float64Array },
  seed: number,
  horizon: number,
): Estimated<{ readonly model: FittedModel }> {
  const input = { time: t.time, event: t.outcome };
  if (wish.kind === "survival-forest") {
    const forest = survivalForest(t.columns, input, { ...wish, seed });
    if (!forest.estimable) return forest;
    return { estimable: true, model: { kind: wish.kind, horizon, model: { trees: forest.trees } } };
  }
  const features = Object.fromEntries(t.names.map((name, j) => [name, t.columns[j]!]));
  const path = elasticNetCox({ features, ...input }, { alpha: wish.alpha, lambda: wish.penalty });
  if (!path.estimable) return path;
  const coefficients = Array.from(path.fits[0]!.coefficients);
  const linearPredictor = Float64Array.from(t.outcome, (_, i) => lineAt(coefficients, t.columns, i));
  const steps = baselineHazard({ ...input, linearPredictor }, "breslow").filter((s) => s.time <= horizon);
  return {
    estimable: true,
    model: { kind: wish.kind, coefficients, horizon, hazard: steps.at(-1)?.cumulativeHazard ?? 0 },
  };
}

const lineAt = (coefficients: readonly number[], columns: readonly Float64Array[], i: number): number =>
  columns.reduce((s, c, j) => s + coefficients[j]! * c[i]!, 0);

/** Probability of the outcome of each subject; of survival models the risk by their horizon. */
export function predict({ steps, model }: FittedCandidate, subjects: Predictors): Float64Array {
  const { columns } = steps.reduce<Predictors>((rows, step) => applyStep(step, rows), subjects);
  const n = subjects.sites.length;
  const ofOne = (rows: readonly Float64Array[]): Float64Array => Float64Array.from(rows, (r) => r[1] ?? 0);
  switch (model.kind) {
    case "elastic-net":
    case "logistic":
      return Float64Array.from({ length: n }, (_, i) =>
        expit(model.intercept + lineAt(model.coefficients, columns, i)),
      );
    case "cox-elastic-net":
      return Float64Array.from(
        { length: n },
        (_, i) => -Math.expm1(-model.hazard * Math.exp(lineAt(model.coefficients, columns, i))),
      );
    case "survival-forest":
      return survivalForestRisks(model.model, columns, model.horizon);
    case "support-vectors":
      return supportProbabilities(model.model, columns);
    case "decision-tree":
      return Float64Array.from({ length: n }, (_, i) => treeValue(model.tree, columns, i));
    case "linear-discriminant":
      return ofOne(discriminantPosteriors(model.model, columns));
    case "naive-bayes":
      return ofOne(naiveBayesPosteriors(model.model, columns));
    case "nearest-neighbours":
      return ofOne(neighbourShares(model.model, columns));
    case "random-forest":
      return forestProbabilities(model.model, columns);
    case "gradient-boosting":
      return boostedProbabilities(model.model, columns);
  }
}
