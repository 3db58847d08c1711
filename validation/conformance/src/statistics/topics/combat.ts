import {
  applyCombat,
  type CombatData,
  type CombatOptions,
  fitCombat,
  mean,
  standardDeviation,
} from "@nadir/statistics";
import type { CaseContext, CaseKind, Topic, Values } from "../case.ts";
import type { Table } from "../table.ts";

const columns = (t: Table, names: readonly string[]) =>
  Object.fromEntries(names.map((name) => [name, t.numbers(name)]));

function dataOf(c: CaseContext, t: Table, covariates: readonly string[]): CombatData {
  return {
    features: columns(t, c.texts("features")),
    batch: t.labels(c.text("batch")),
    covariates: columns(t, covariates),
  };
}

function fitted(data: CombatData, options: CombatOptions = {}) {
  const model = fitCombat(data, options);
  if (!model.estimable) throw new TypeError(model.reason);
  return model;
}

type Corrected = Readonly<Record<string, Float64Array>>;

const each = (corrected: Corrected, of: (column: Float64Array) => number | undefined) =>
  Object.fromEntries(Object.entries(corrected).map(([name, column]) => [name, of(column)]));

const summary = (corrected: Corrected): Values => ({
  first_row: each(corrected, (v) => v[0]),
  last_row: each(corrected, (v) => v[v.length - 1]),
  feature_means: each(corrected, mean),
  feature_sds: each(corrected, standardDeviation),
});

const variants: CaseKind = {
  name: "ComBat with the stop rule of the reference package",
  matches: (c) => c.has("features", "batch") && c.wanted.includes("with_covariates"),
  compute: (c) => {
    const t = c.table();
    const covariates = c.texts("covariates");
    const run = (data: CombatData, options: CombatOptions) =>
      summary(applyCombat(fitted(data, { stop: "as-sva", ...options }), data));
    const batch = c.has("reference_batch")
      ? t.labels(c.text("batch")).find((l) => String(l) === c.inputs["reference_batch"])
      : undefined;
    return {
      with_covariates: run(dataOf(c, t, covariates), {}),
      without_covariates: run(dataOf(c, t, []), {}),
      mean_only: run(dataOf(c, t, covariates), { meanOnly: true }),
      reference_batch: batch === undefined ? null : run(dataOf(c, t, covariates), { referenceBatch: batch }),
    };
  },
};

export const combat: Topic = { id: "combat", kinds: [variants] };

const converged: CaseKind = {
  name: "ComBat iterated to convergence",
  matches: (c) => c.has("features", "batch") && !c.has("train_rule"),
  compute: (c) => {
    const data = dataOf(c, c.table(), c.texts("covariates"));
    const model = fitted(data);
    const corrected = applyCombat(model, data);
    const early = applyCombat(fitted(data, { stop: "as-sva" }), data);
    const differences = Object.entries(corrected).flatMap(([name, column]) => {
      // Of the feature as it was given.
      const sd = standardDeviation(data.features[name]!);
      return Array.from(column, (v, i) => Math.abs(v - early[name]![i]!) / sd);
    });
    const { batches } = model;
    return {
      parameters: {
        batches: batches.map((b) => b.label),
        gamma_bar: batches.map((b) => b.gammaBar),
        tau2: batches.map((b) => b.tau2),
        a_prior: batches.map((b) => b.aPrior),
        b_prior: batches.map((b) => b.bPrior),
        gamma_star_first_feature: batches.map((b) => b.effects[0]?.gamma),
        delta_star_first_feature: batches.map((b) => b.effects[0]?.delta),
        grand_mean_first3: model.grandMean.slice(0, 3),
        pooled_variance_first3: model.pooledVariance.slice(0, 3),
        max_difference_to_default_stop_rule_in_sd: differences.reduce((m, d) => Math.max(m, d), 0),
      },
      ...summary(corrected),
    };
  },
};

/** `column mod m != r` (or `= r`): which rows are for training. */
function trainingRule(rule: string): (t: Table) => boolean[] {
  const found = /^\s*(\w+)\s+mod\s+(\d+)\s*(!=|==?)\s*(\d+)\s*$/.exec(rule);
  if (!found) throw new TypeError(`inputs.train_rule is '${rule}'; 'column mod m != r' was expected.`);
  const [, column, modulus, relation, rest] = found;
  return (t) => t.numbers(column!).map((v) => (v % Number(modulus) === Number(rest)) === (relation !== "!="));
}

const frozen: CaseKind = {
  name: "ComBat fitted on training rows and applied to the others",
  matches: (c) => c.has("features", "batch", "train_rule"),
  compute: (c) => {
    const t = c.table();
    const training = trainingRule(c.text("train_rule"))(t);
    const rows = (wanted: boolean) => t.take(training.flatMap((yes, i) => (yes === wanted ? [i + 1] : [])));
    const [fitOn, applyTo] = [rows(true), rows(false)];
    const covariates = c.texts("covariates");
    const model = fitted(dataOf(c, fitOn, covariates));
    return {
      n_train: fitOn.length,
      n_applied: applyTo.length,
      training_grand_mean_first3: model.grandMean.slice(0, 3),
      ...summary(applyCombat(model, dataOf(c, applyTo, covariates))),
    };
  },
};

export const combatFrozen: Topic = { id: "combat-frozen", kinds: [frozen, converged] };
