import type { CombatModel } from "@nadir/statistics";
import type { PredictorRow } from "../cohort/predictors.ts";
import { type Scale, scaled } from "./centre-and-scale.ts";
import { combatBySite, harmonised } from "./combat-by-site.ts";
import type { Artefact } from "./estimator.ts";
import { type ImportedFit, predictImported } from "./imported-model.ts";
import { type ChainedEquations, chainedImputed, imputeChained } from "./impute-chained.ts";
import { imputed, imputeMedian, type Medians } from "./impute-median.ts";
import { type LinearModel, riskAt } from "./linear-model.ts";
import type { Prediction } from "./prediction.ts";
import { cutRow, type QuantileCuts, quantileCut } from "./quantile-cut.ts";
import type { RiskCuts } from "./risk-cuts.ts";

/** The fitted steps of the protocol's model, in the order in which they were fitted: each on what the one before gives. */
export interface FittedModel {
  /** Imputation, harmonisation, selection: those that the protocol names. */
  readonly preparation: readonly Artefact[];
  readonly scale: Artefact<Scale>;
  readonly model: Artefact<LinearModel>;
  /** Cut-points of the predicted risk, one for each planned analysis that asks for quantiles of training. */
  readonly cuts: readonly Artefact<RiskCuts>[];
}

/** The protocol's model: fitted here, or come frozen from elsewhere. */
export type AppliedModel = FittedModel | ImportedFit;

/** A row as the model sees it: every preparing step applied in its order. Selection leaves the row as it is. */
export function prepared<Row extends PredictorRow>(preparation: readonly Artefact[], row: Row): Row {
  return preparation.reduce(
    (r, a) =>
      a.kind === imputeMedian.kind
        ? imputed(a as Artefact<Medians>, r)
        : a.kind === imputeChained.kind
          ? chainedImputed(a as Artefact<ChainedEquations>, r)
          : a.kind === combatBySite.kind
            ? harmonised(a as Artefact<CombatModel>, r)
            : a.kind === quantileCut.kind
              ? cutRow(a as Artefact<QuantileCuts>, r)
              : r,
    row,
  );
}

/** The model's risk for one subject, or the reason why there is none. */
export function predict(applied: Omit<FittedModel, "cuts"> | ImportedFit, measured: PredictorRow): Prediction {
  if ("imported" in applied) return predictImported(applied, measured);
  const { preparation, scale, model } = applied;
  const row = prepared(preparation, measured);
  const named = { subjectId: row.subjectId, subjectKey: row.subjectKey };
  let eta = model.output.intercept;
  for (const { predictor, coefficient } of model.output.coefficients) {
    const found = row.predictors[predictor];
    if (!found || found.value === null)
      return { ...named, value: null, reason: found?.reason ?? `${predictor} not computed` };
    eta += coefficient * scaled(scale, predictor, found.value);
  }
  return { ...named, value: riskAt(model.output, eta), reason: null };
}
