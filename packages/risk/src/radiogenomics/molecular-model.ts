import { type DevelopmentPlan, developmentPlan, hashOf, refuse } from "@nadir/domain";
import {
  aucInterval,
  aucValue,
  type NumericColumn,
  permutations,
  permutationTest,
  quantile,
  type TargetColumn,
} from "@nadir/statistics";
import type { Cohort } from "../modelling/cohort.ts";
import { develop } from "../modelling/develop.ts";
import { nested } from "../modelling/nested.ts";
import { nestedLinear } from "./nested-linear.ts";

export interface MolecularModelWish {
  /** Of a target with groups: the one that is foretold against all others. */
  readonly positive?: string | undefined;
  readonly folds: number;
  readonly permutations: number;
  readonly seed: number;
  readonly onPermutation?: ((done: number, total: number) => void) | undefined;
}

/** How well features foretell a molecular target in subjects that the models have not seen. Development, no validation. */
export interface MolecularModel {
  readonly target: string;
  readonly kind: "groups" | "numeric";
  readonly positive: string | null;
  readonly subjects: number;
  /** Of `positive`; null for a number. */
  readonly events: number | null;
  readonly features: number;
  /** Known of fewer than half of the subjects, and left out. */
  readonly leftOut: readonly string[];
  readonly method: string;
  readonly planHash: string;
  readonly seed: number;
  readonly folds: number;
  /** Groups: of the out-of-fold probabilities. */
  readonly auc: { readonly value: number; readonly lower: number | null; readonly upper: number | null } | null;
  /** Numbers: 1 - SSE / SS around the mean, and root mean square error / standard deviation, of out-of-fold predictions. */
  readonly rSquared: number | null;
  readonly errorOverDeviation: number | null;
  /** Numbers: AUC of the prediction for being above a quantile of the target. */
  readonly thresholds: readonly { readonly quantile: number; readonly threshold: number; readonly auc: number }[];
  /** The whole procedure on shuffled targets: AUC, or R². */
  readonly permutation: {
    readonly statistic: "AUC" | "R²";
    readonly observed: number;
    readonly permutations: number;
    readonly p: number;
    readonly median: number;
    readonly highest: number;
  } | null;
  /** In how many of the outer fits a feature was used. */
  readonly used: readonly { readonly feature: string; readonly times: number; readonly of: number }[];
  /** Volume or size alone on the same folds. */
  readonly rivals: readonly { readonly name: string; readonly auc: number | null }[];
  /** What is and what was foretold, one a subject in an order of its own: no subject is named. */
  readonly pairs: readonly { readonly truth: number; readonly predicted: number }[];
}

const DECISION_QUANTILES = [0.1, 0.25, 0.5, 0.75, 0.9];

/**
 * A model of one molecular target from images (as ImaGene makes them: Sukhadia et al. 2022, Bioinformatics Advances 2:vbac079),
 * with honest splits: everything that learns is fitted inside the folds, on training subjects; what is reported is of subjects
 * left out. Elastic net, logistic for a group and linear for a number. Refusal: no such group, too few subjects for the folds,
 * no feature known of half of them.
 */
export function molecularModel(
  subjects: readonly string[],
  features: readonly NumericColumn[],
  target: TargetColumn,
  wish: MolecularModelWish,
): MolecularModel {
  const isKnown = (i: number): boolean =>
    target.kind === "numeric" ? !Number.isNaN(target.values[i]!) : target.codes[i]! >= 0;
  const rows = subjects.flatMap((_, i) => (isKnown(i) ? [i] : []));
  const all = features.map((f) => ({ name: f.name, values: Float64Array.from(rows, (i) => f.values[i]!) }));
  const isUsable = (values: Float64Array): boolean =>
    2 * values.filter((v) => !Number.isNaN(v)).length >= Math.max(1, rows.length);
  const kept = all.filter((f) => isUsable(f.values));
  if (kept.length === 0)
    refuse(
      "NO_PREDICTORS",
      `No feature is known of half of the ${rows.length} subjects that have '${target.name}'; there is nothing to model it from.`,
    );
  const table = {
    subjects: rows.map((i) => subjects[i]!),
    names: kept.map((f) => f.name),
    columns: kept.map((f) => f.values),
  };
  const leftOut = all.filter((f) => !isUsable(f.values)).map((f) => f.name);
  const common = { target: target.name, subjects: rows.length, features: kept.length, leftOut, seed: wish.seed };
  return target.kind === "numeric"
    ? {
        ...common,
        ...numericModel(
          table,
          Float64Array.from(rows, (i) => target.values[i]!),
          wish,
        ),
      }
    : { ...common, ...groupModel(table, target, rows, wish) };
}

interface Table {
  readonly subjects: readonly string[];
  readonly names: readonly string[];
  readonly columns: readonly Float64Array[];
}

function groupModel(table: Table, target: TargetColumn & { kind: "groups" }, rows: number[], wish: MolecularModelWish) {
  const positive = wish.positive ?? (target.groups.length === 2 ? target.groups[1]! : undefined);
  const code = positive === undefined ? -1 : target.groups.indexOf(positive);
  if (positive === undefined || code < 0)
    refuse(
      "NO_SUCH_GROUP",
      `'${target.name}' has the groups ${target.groups.join(", ")}; ${positive === undefined ? "name the one that is to be foretold" : `'${positive}' is none of them`}.`,
      { expected: target.groups.join(", ") },
    );
  const outcome = Uint8Array.from(rows, (i) => Number(target.codes[i] === code));
  const events = outcome.reduce((s, v) => s + v, 0);
  const rarer = Math.min(events, outcome.length - events);
  if (rarer < 4)
    refuse(
      "TOO_FEW_FOR_FOLDS",
      `${events} of ${outcome.length} subjects have ${target.name} '${positive}'; a model with nested folds wants four with it and four without at least.`,
      { found: String(rarer), expected: "4" },
    );
  const folds = Math.min(wish.folds, rarer);
  const plan = planOf(wish, folds, rarer);
  const cohort: Cohort = { ...table, outcome, sites: rows.map(() => "") };
  const answer = develop(cohort, plan);
  const observed = answer.auc.estimable ? answer.auc.auc : null;
  const interval = answer.auc.estimable ? aucInterval(answer.auc) : null;
  const judged = answer.predictions.flatMap((p, i) => (p === null ? [] : [{ truth: outcome[i]!, predicted: p }]));
  const permuted: number[] = [];
  if (observed !== null)
    for (const order of permutations(outcome.length, wish.permutations, wish.seed, 1)) {
      const { predictions } = nested({ ...cohort, outcome: Uint8Array.from(order, (i) => outcome[i]!) }, plan);
      const known = predictions.flatMap((p, i) => (p === null ? [] : [{ p, y: outcome[order[i]!]! }]));
      permuted.push(
        aucValue(
          known.map((k) => k.p),
          Uint8Array.from(known, (k) => k.y),
        ) ?? 0.5,
      );
      wish.onPermutation?.(permuted.length, wish.permutations);
    }
  return {
    kind: "groups" as const,
    positive,
    events,
    method: "elastic-net logistic regression; penalty chosen by inner folds",
    planHash: hashOf(plan),
    folds,
    auc:
      observed === null
        ? null
        : {
            value: observed,
            lower: interval?.estimable ? interval.lower : null,
            upper: interval?.estimable ? interval.upper : null,
          },
    rSquared: null,
    errorOverDeviation: null,
    thresholds: [],
    permutation: observed === null ? null : permutationOf("AUC", observed, permuted, 0.5),
    used: answer.selected.map(({ predictor, times, of }) => ({ feature: predictor, times, of })),
    rivals: answer.rivals.map(({ name, discrimination }) => ({ name, auc: discrimination })),
    pairs: sortedPairs(judged),
  };
}

function numericModel(table: Table, outcome: Float64Array, wish: MolecularModelWish) {
  const cohort = { ...table, outcome };
  const answer = nestedLinear(cohort, wish);
  const permuted: number[] = [];
  for (const order of permutations(outcome.length, wish.permutations, wish.seed, 1)) {
    permuted.push(nestedLinear({ ...table, outcome: Float64Array.from(order, (i) => outcome[i]!) }, wish).rSquared);
    wish.onPermutation?.(permuted.length, wish.permutations);
  }
  return {
    kind: "numeric" as const,
    positive: null,
    events: null,
    method: "elastic-net linear regression; penalty chosen by inner folds",
    planHash: hashOf({ method: "nested-linear/1", folds: wish.folds, seed: wish.seed }),
    folds: wish.folds,
    auc: null,
    rSquared: answer.rSquared,
    errorOverDeviation: answer.errorOverDeviation,
    thresholds: DECISION_QUANTILES.flatMap((q) => {
      const threshold = quantile(outcome, q);
      const above = Uint8Array.from(outcome, (v) => Number(v > threshold));
      const auc = aucValue(answer.predictions, above);
      return auc === null ? [] : [{ quantile: q, threshold, auc }];
    }),
    permutation: permutationOf("R²", answer.rSquared, permuted, 0),
    used: [...answer.used]
      .map(([feature, times]) => ({ feature, times, of: wish.folds }))
      .sort((a, b) => b.times - a.times || (a.feature < b.feature ? -1 : 1)),
    rivals: [],
    pairs: sortedPairs(Array.from(outcome, (truth, i) => ({ truth, predicted: answer.predictions[i]! }))),
  };
}

/** By what was foretold: the order of subjects is not carried on. */
const sortedPairs = <T extends { truth: number; predicted: number }>(pairs: readonly T[]): T[] =>
  [...pairs].sort((a, b) => a.predicted - b.predicted || a.truth - b.truth);

function permutationOf(statistic: "AUC" | "R²", observed: number, permuted: readonly number[], centre: number) {
  const test = permutationTest(observed, permuted, centre);
  return {
    statistic,
    observed,
    permutations: permuted.length,
    p: test.pGreater,
    median: quantile(permuted, 0.5),
    highest: Math.max(...permuted),
  };
}

const planOf = (wish: MolecularModelWish, folds: number, rarer: number): DevelopmentPlan =>
  developmentPlan.parse({
    schema: "nadir.development-plan/1",
    id: "radiogenomics",
    outcome: "target",
    candidates: [0.3, 0.1, 0.03].map((penalty) => ({
      name: `elastic net, penalty ${penalty}`,
      steps: [{ kind: "impute-median" }, { kind: "variance" }],
      model: { kind: "elastic-net", alpha: 0.5, penalty },
    })),
    chooseBy: "log-loss",
    outer: { kind: "folds", count: folds },
    innerFolds: Math.max(2, Math.min(4, rarer - Math.ceil(rarer / folds))),
    seed: wish.seed,
  });
