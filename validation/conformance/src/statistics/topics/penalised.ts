import {
  crossValidateCox,
  crossValidateLogistic,
  type ElasticNetPath,
  type Estimated,
  elasticNetCox,
  elasticNetLogistic,
  nestedCrossValidateLogistic,
} from "@nadir/statistics";
import type { CaseContext, CaseKind, Topic, Values } from "../case.ts";
import type { Table } from "../table.ts";

const alphaOf = (c: CaseContext) => (c.has("alpha") ? { alpha: c.number("alpha") } : {});

function designOf(c: CaseContext, folds: readonly string[] = []) {
  const names = c.texts("features");
  const outcome = c.optionalText("outcome");
  const t: Table = c.table().complete([...names, ...folds, outcome, c.optionalText("time"), c.optionalText("event")]);
  return { t, features: Object.fromEntries(names.map((name) => [name, t.numbers(name)])) };
}

/** The grid of the case; where it names none, that of the cross-validation in the same file. */
function gridOf(c: CaseContext): number[] {
  const own = c.listed("lambda");
  if (own.length > 0) return own;
  for (const other of c.file.cases) {
    const grid = other.inputs["lambda"] ?? other.values["lambda"];
    if (Array.isArray(grid)) return grid.map(Number);
  }
  throw new TypeError("Neither the case nor another of its file names the penalties (lambda).");
}

const single: CaseKind = {
  name: "elastic net at one penalty",
  matches: (c) => c.has("features", "lambda") && c.wanted.includes("nonzero"),
  compute: (c) => {
    const { t, features } = designOf(c);
    const options = { ...alphaOf(c), lambda: c.number("lambda") };
    const cox = c.has("time", "event");
    const path: Estimated<ElasticNetPath> = cox
      ? elasticNetCox({ features, time: t.numbers(c.text("time")), event: t.numbers(c.text("event")) }, options)
      : elasticNetLogistic({ features, outcome: t.numbers(c.text("outcome")) }, options);
    if (!path.estimable) return { not_estimable: path.reason };
    const fit = path.fits[0]!;
    const nonzero: Values = cox ? {} : { "(Intercept)": fit.intercept };
    path.features.forEach((name, j) => {
      if (fit.coefficients[j] !== 0) nonzero[name] = fit.coefficients[j];
    });
    return { nonzero, fraction_deviance_explained: fit.devianceExplained };
  },
};

const coxCrossValidation: CaseKind = {
  name: "cross-validation of a Cox model with given folds",
  matches: (c) => c.has("time", "event", "features", "foldid_column"),
  compute: (c) => {
    const column = c.text("foldid_column");
    const { t, features } = designOf(c, [column]);
    const lambda = gridOf(c);
    const followUp = { time: t.numbers(c.text("time")), event: t.numbers(c.text("event")) };
    const cv = crossValidateCox({ features, ...followUp }, { ...alphaOf(c), lambda, folds: t.labels(column) });
    if (!cv.estimable) return { not_estimable: cv.reason };
    return {
      lambda,
      cvm_deviance: cv.deviance,
      cvsd_deviance: cv.devianceError,
      lambda_min: cv.lambdaMin,
      lambda_1se: cv.lambdaOneSe,
    };
  },
};

const crossValidation: CaseKind = {
  name: "cross-validation with given folds",
  matches: (c) => c.has("outcome", "features", "foldid_column"),
  compute: (c) => {
    const column = c.text("foldid_column");
    const { t, features } = designOf(c, [column]);
    const lambda = gridOf(c);
    const design = { features, outcome: t.numbers(c.text("outcome")) };
    const cv = crossValidateLogistic(design, { ...alphaOf(c), lambda, folds: t.labels(column) });
    if (!cv.estimable) return { not_estimable: cv.reason };
    const whole = elasticNetLogistic(design, { ...alphaOf(c), lambda: [cv.lambdaMin, cv.lambdaOneSe] });
    return {
      lambda,
      cvm_deviance: cv.deviance,
      cvsd_deviance: cv.devianceError,
      lambda_min: cv.lambdaMin,
      lambda_1se: cv.lambdaOneSe,
      nonzero_at_min: whole.estimable ? whole.fits[0]!.selected.length : null,
      nonzero_at_1se: whole.estimable ? whole.fits[1]!.selected.length : null,
      cvm_auc: cv.auc,
    };
  },
};

/** The columns of the folds stand in the inputs or in the words of the call. */
function foldColumns(c: CaseContext): { outer: string; inner: string } {
  const said = (which: string) => new RegExp(`${which} folds column (\\w+)`).exec(c.oracle.what ?? "")?.[1];
  const outer = c.optionalText("outer_fold_column") ?? said("outer");
  const inner = c.optionalText("inner_fold_column") ?? said("inner");
  if (!outer || !inner) throw new TypeError("The case names no columns of outer and inner folds.");
  return { outer, inner };
}

const nested: CaseKind = {
  name: "nested cross-validation",
  matches: (c) => c.has("outcome", "features") && c.wanted.includes("lambda_selected"),
  compute: (c) => {
    const { outer, inner } = foldColumns(c);
    const { t, features } = designOf(c, [outer, inner]);
    const r = nestedCrossValidateLogistic(
      { features, outcome: t.numbers(c.text("outcome")) },
      { ...alphaOf(c), lambda: gridOf(c), outer: t.labels(outer), inner: t.labels(inner) },
    );
    if (!r.estimable) return { not_estimable: r.reason };
    return {
      lambda_selected: r.outer.map((o) => o.lambda),
      pooled_auc: r.pooledAuc,
      mean_fold_auc: r.meanFoldAuc,
      pooled_brier: r.pooledBrier,
      first10_predictions: Array.from(r.predictions.slice(0, 10)),
    };
  },
};

export const penalised: Topic = { id: "penalised", kinds: [nested, coxCrossValidation, crossValidation, single] };
