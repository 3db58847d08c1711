import {
  boostedProbabilities,
  discriminantPosteriors,
  expit,
  forestProbabilities,
  multinomialProbabilities,
  naiveBayesPosteriors,
  neighbourShares,
  perceptronProbabilities,
  supportProbabilities,
  survivalForestRisks,
  symbolicValues,
  treeValue,
} from "@nadir/statistics";
import type { Predictors } from "./cohort.ts";
import { applyStep } from "./fit-steps.ts";
import type { FittedCandidate } from "./fitted-model.ts";
import { lineAt } from "./predict-line.ts";

/** Probability of the outcome of each subject; of survival models the risk by their horizon; of an outcome that is a number its value. */
export function predict({ steps, model }: FittedCandidate, subjects: Predictors): Float64Array {
  const { names, columns } = ready(steps, subjects);
  const n = subjects.sites.length;
  const ofOne = (rows: readonly Float64Array[]): Float64Array => Float64Array.from(rows, (r) => r[1] ?? 0);
  const line = (intercept: number, coefficients: readonly number[]): Float64Array =>
    Float64Array.from({ length: n }, (_, i) => intercept + lineAt(coefficients, columns, i));
  switch (model.kind) {
    case "linear":
    case "elastic-net-linear":
      return line(model.intercept, model.coefficients);
    case "symbolic":
      return symbolicValues(model.model, Object.fromEntries(names.map((name, j) => [name, columns[j]!])));
    case "perceptron":
      return perceptronProbabilities(model.model, columns);
    case "multinomial":
      throw new TypeError("A model of several classes gives shares (predictShares), not one number.");
    case "elastic-net":
    case "logistic":
      return line(model.intercept, model.coefficients).map(expit);
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

const ready = (steps: FittedCandidate["steps"], subjects: Predictors): Predictors =>
  steps.reduce<Predictors>((rows, step) => applyStep(step, rows), subjects);

/** Of a model of several classes: the probability of each, one array a subject. */
export function predictShares({ steps, model }: FittedCandidate, subjects: Predictors): Float64Array[] {
  const { columns } = ready(steps, subjects);
  if (model.kind === "linear-discriminant") return discriminantPosteriors(model.model, columns);
  if (model.kind === "multinomial") return multinomialProbabilities({ coefficients: model.rows }, columns);
  throw new TypeError(`'${model.kind}' is no model of several classes.`);
}

/** One number a subject, or of an outcome with `classes` as many: subject by subject. */
export function predictAll(fitted: FittedCandidate, subjects: Predictors, classes: number | undefined): Float64Array {
  if (classes === undefined) return predict(fitted, subjects);
  return Float64Array.from(predictShares(fitted, subjects).flatMap((shares) => [...shares]));
}
