import { type DevelopmentStep, refuse } from "@nadir/domain";
import { applyCombat, type CombatModel, fitCombat, mean, median, standardDeviation } from "@nadir/statistics";
import { type Predictors, type Training, withPredictors } from "./cohort.ts";
import { selectMultiObjective, type WeighedSelection } from "./multi-objective/select-multi-objective.ts";
import { pruneCorrelated, selectBoruta, selectMrmr, selectUnivariate } from "./select.ts";
import {
  selectClusters,
  selectFisher,
  selectInformationGain,
  selectMutualInformation,
  selectPoeAcc,
  selectRfe,
  selectVariance,
} from "./select-by-information.ts";

/** What a step has learnt: data that can be stored, applied to anybody. */
export type FittedStep =
  | { readonly kind: "impute"; readonly values: Readonly<Record<string, number>> }
  | {
      readonly kind: "scale";
      readonly centre: Readonly<Record<string, number>>;
      readonly scale: Readonly<Record<string, number>>;
    }
  | { readonly kind: "combat"; readonly model: CombatModel }
  | {
      readonly kind: "keep";
      readonly predictors: readonly string[];
      /** What was weighed, where several objectives chose. */
      readonly weighed?: readonly WeighedSelection[];
    };

/** Fits one step on training subjects. Its seed is the candidate's, so that a step is the same wherever it is fitted. */
export function fitStep(step: DevelopmentStep, t: Training, seed: number): FittedStep {
  const named = (of: (c: Float64Array) => number): Record<string, number> =>
    Object.fromEntries(t.names.map((name, j) => [name, of(t.columns[j]!)]));
  switch (step.kind) {
    case "impute-median":
      return { kind: "impute", values: named((c) => middleOf(c)) };
    case "scale": {
      const scale = named((c) => standardDeviation(c));
      // A constant tells nothing; it stays as it is instead of becoming NaN.
      for (const name of t.names) if (!(scale[name]! > 0)) scale[name] = 1;
      return { kind: "scale", centre: named(mean), scale };
    }
    case "combat": {
      const model = fitCombat(
        { features: asFeatures(t), batch: t.sites },
        step.referenceSite === undefined ? {} : { referenceBatch: step.referenceSite },
      );
      if (!model.estimable) refuse("COMBAT_NOT_ESTIMABLE", `ComBat cannot be fitted in a fold: ${model.reason}`);
      const { estimable: _, ...rest } = model;
      return { kind: "combat", model: rest };
    }
    case "keep": {
      const unknown = step.predictors.filter((p) => !t.names.includes(p));
      if (unknown.length > 0)
        refuse("NO_SUCH_PREDICTOR", `The list (${step.origin}) keeps '${unknown[0]}', which the table does not have.`, {
          found: unknown[0]!,
        });
      return { kind: "keep", predictors: step.predictors };
    }
    case "multi-objective": {
      refuseGaps(step.kind, t);
      const { chosen, weighed } = selectMultiObjective(t, { ...step, seed });
      return { kind: "keep", predictors: chosen, weighed };
    }
    default:
      refuseGaps(step.kind, t);
      return { kind: "keep", predictors: selected(step, t, seed) };
  }
}

type Selection = Exclude<DevelopmentStep, { kind: "impute-median" | "scale" | "combat" | "keep" | "multi-objective" }>;

function refuseGaps(kind: DevelopmentStep["kind"], t: Training): void {
  const gap = t.columns.findIndex((c) => c.some(Number.isNaN));
  if (gap >= 0)
    refuse(
      "VALUE_MISSING",
      `'${t.names[gap]}' is not known of every subject, and '${kind}' compares predictors; put impute-median before it.`,
      { found: t.names[gap]! },
    );
}

function selected(step: Selection, t: Training, seed: number): string[] {
  switch (step.kind) {
    case "variance":
      return selectVariance(t, step.above);
    case "cluster":
      return selectClusters(t, step.above);
    case "univariate":
      return selectUnivariate(t, step.q, step.atLeast);
    case "prune-correlated":
      return pruneCorrelated(t, step.above);
    case "mrmr":
      return selectMrmr(t, step.count);
    case "boruta":
      return selectBoruta(t, { ...step, seed });
    case "rfe":
      return selectRfe(t, step);
    case "information-gain":
      return selectInformationGain(t, step.count);
    case "mutual-information":
      return selectMutualInformation(t, step.count, step.bins);
    case "fisher":
      return selectFisher(t, step.count);
    case "poe-acc":
      return selectPoeAcc(t, step.count, step.weight);
  }
}

function middleOf(column: Float64Array): number {
  const known = column.filter((v) => !Number.isNaN(v));
  // Known of nobody in this fold: any constant does, the predictor then tells nothing.
  return known.length === 0 ? 0 : median(known);
}

const asFeatures = ({ names, columns }: Predictors): Record<string, Float64Array> =>
  Object.fromEntries(names.map((name, j) => [name, columns[j]!]));

/** Applies what was learnt to any subjects. */
export function applyStep<T extends Predictors>(step: FittedStep, to: T): Predictors {
  switch (step.kind) {
    case "impute":
      return {
        ...to,
        columns: to.columns.map((c, j) => c.map((v) => (Number.isNaN(v) ? step.values[to.names[j]!]! : v))),
      };
    case "scale":
      return {
        ...to,
        columns: to.columns.map((c, j) => c.map((v) => (v - step.centre[to.names[j]!]!) / step.scale[to.names[j]!]!)),
      };
    case "combat": {
      const corrected = applyCombat(step.model, { features: asFeatures(to), batch: to.sites });
      return { ...to, columns: to.names.map((name) => corrected[name]!) };
    }
    case "keep":
      return {
        ...to,
        names: step.predictors,
        columns: step.predictors.map((name) => to.columns[to.names.indexOf(name)]!),
      };
  }
}

/** All steps, each fitted on what the one before gives. */
export function fitSteps(
  steps: readonly DevelopmentStep[],
  start: Training,
  seed: number,
): { fitted: FittedStep[]; training: Training } {
  let training = start;
  const fitted = steps.map((step) => {
    const one = fitStep(step, training, seed);
    training = withPredictors(training, applyStep(one, training));
    return one;
  });
  return { fitted, training };
}
