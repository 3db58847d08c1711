import {
  type DevelopmentCandidate,
  inputsOfExpression,
  refuse,
  type SurvivalModel,
  type ValueModel,
} from "@nadir/domain";
import {
  baselineHazard,
  boostedTrees,
  calibratedSupportVectors,
  type Estimated,
  elasticNetCox,
  elasticNetLogistic,
  growTree,
  linearDiscriminant,
  logisticRegression,
  naiveBayes,
  nearestNeighbours,
  perceptron,
  randomForest,
  stepwiseLogistic,
  survivalForest,
  type TreeNode,
} from "@nadir/statistics";
import type { Training } from "./cohort.ts";
import { fitSteps } from "./fit-steps.ts";
import { fitSymbolic, fitValueModel, isValueModel } from "./fit-value-model.ts";
import type { FittedCandidate, FittedModel } from "./fitted-model.ts";
import { lineAt } from "./predict-line.ts";

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
  const answer =
    ready.classNames || ready.value || isValueModel(candidate.model)
      ? fitValueModel(candidate.model, ready)
      : fitModel(candidate.model, ready, seed, horizon);
  if (!answer.estimable) return answer;
  const { model } = answer;
  const used =
    "coefficients" in model
      ? ready.names.filter((_, j) => model.coefficients[j] !== 0)
      : columnsUsed(model, ready.names);
  return { estimable: true, fitted: { name: candidate.name, steps, predictors: ready.names, used, model } };
}

/** A tree and a formula say which columns they ask; the other models take all. */
function columnsUsed(model: FittedModel, names: readonly string[]): readonly string[] {
  if (model.kind === "symbolic") {
    const inputs = new Set(inputsOfExpression(model.model.expression, []).map((i) => i.input));
    return names.filter((name) => inputs.has(name));
  }
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
  wish: Exclude<DevelopmentCandidate["model"], ValueModel>,
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
    case "perceptron":
      return made(perceptron(design, { units: wish.units, decay: wish.decay, seed }), ({ hidden, output }) => ({
        kind: wish.kind,
        model: { hidden, output },
      }));
    case "symbolic":
      return fitSymbolic(wish, t);
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
