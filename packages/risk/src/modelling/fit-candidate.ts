import { type DevelopmentCandidate, type DevelopmentModel, refuse } from "@nadir/domain";
import {
  type BoostedTrees,
  boostedProbabilities,
  boostedTrees,
  discriminantPosteriors,
  type Estimated,
  elasticNetLogistic,
  forestProbabilities,
  type LinearDiscriminant,
  linearDiscriminant,
  type NaiveBayes,
  type NearestNeighbours,
  naiveBayes,
  naiveBayesPosteriors,
  nearestNeighbours,
  neighbourShares,
  type RandomForest,
  randomForest,
} from "@nadir/statistics";
import type { Predictors, Training } from "./cohort.ts";
import { applyStep, type FittedStep, fitSteps } from "./fit-steps.ts";

export type FittedModel =
  | { readonly kind: "elastic-net"; readonly intercept: number; readonly coefficients: readonly number[] }
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

/** Not estimable where the model is, with its reason. */
export function fitCandidate(
  candidate: DevelopmentCandidate,
  training: Training,
  seed: number,
): Estimated<{ readonly fitted: FittedCandidate }> {
  const { fitted: steps, training: ready } = fitSteps(candidate.steps, training, seed);
  const gap = ready.columns.findIndex((c) => c.some(Number.isNaN));
  if (gap >= 0)
    refuse(
      "VALUE_MISSING",
      `'${ready.names[gap]}' is not known of every subject, and candidate '${candidate.name}' has no step that fills gaps; begin with impute-median.`,
      { found: ready.names[gap]! },
    );
  const answer = fitModel(candidate.model, ready, seed);
  if (!answer.estimable) return answer;
  const { model } = answer;
  const used = model.kind === "elastic-net" ? ready.names.filter((_, j) => model.coefficients[j] !== 0) : ready.names;
  return { estimable: true, fitted: { name: candidate.name, steps, predictors: ready.names, used, model } };
}

function fitModel(wish: DevelopmentModel, t: Training, seed: number): Estimated<{ readonly model: FittedModel }> {
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

/** Probability of the outcome of each subject. */
export function predict({ steps, model }: FittedCandidate, subjects: Predictors): Float64Array {
  const { columns } = steps.reduce<Predictors>((rows, step) => applyStep(step, rows), subjects);
  const n = subjects.sites.length;
  const ofOne = (rows: readonly Float64Array[]): Float64Array => Float64Array.from(rows, (r) => r[1] ?? 0);
  switch (model.kind) {
    case "elastic-net":
      return Float64Array.from(
        { length: n },
        (_, i) => 1 / (1 + Math.exp(-columns.reduce((s, c, j) => s + model.coefficients[j]! * c[i]!, model.intercept))),
      );
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
