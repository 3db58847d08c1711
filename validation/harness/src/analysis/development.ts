import { type ProtocolDocument, Refusal, refuse, type ValidationResult } from "@nadir/domain";
import { aucValue, bootstrap, zOf } from "@nadir/statistics";
import { sealTrainingView, type TrainingView } from "../cohort/training-view.ts";
import { type FittedModel, fitModel, predict, prepared } from "../estimators/fit-model.ts";
import { completeRows } from "../estimators/logistic.ts";
import { maximumLikelihood } from "../estimators/maximum-likelihood.ts";
import { aucFigure } from "./discrimination.ts";
import { figureOf, noFigure } from "./figures.ts";

/**
 * How the model does on the subjects it was fitted on, and how much of that is optimism (Harrell 1996): every modelling
 * step is repeated in each bootstrap sample. These are internal estimates, never the result of the study.
 */
export function developmentPerformance(
  view: TrainingView,
  fittedModel: FittedModel,
  protocol: ProtocolDocument,
): ValidationResult["development"] {
  const { scale, model, preparation } = fittedModel;
  const predictors = model.output.coefficients.map((c) => c.predictor);
  const complete = completeRows(
    view.rows.map((row) => prepared(preparation, row)),
    predictors,
  );
  const x = complete.map((c) => c.x);
  const y = complete.map((c) => c.event);
  const flags = Uint8Array.from(y, (e) => (e ? 1 : 0));
  const all = Int32Array.from(y.keys());
  const scores =
    linearPredictors(x, y, all) ?? refuse("MODEL_NOT_ESTIMABLE", "The locked model cannot be fitted again.");
  const { resamples } = protocol.development.internalValidation;
  // With preparing steps each sample goes through all of them; without, the regression on the same columns is all.
  const refitted =
    preparation.length > 0
      ? (rows: Int32Array) => wholeRefit(complete, view, rows, protocol)
      : (rows: Int32Array) => refit(x, y, rows);
  const optimism = bootstrap({ n: y.length, replicates: resamples, seed: protocol.random.seed }, (rows) => {
    const fitted = refitted(rows);
    if (!fitted) return null;
    const inside = Uint8Array.from(rows, (i) => flags[i]!);
    const apparent = aucValue(
      Float64Array.from(rows, (i) => fitted(x[i]!, i)),
      inside,
    );
    const original = aucValue(
      Float64Array.from(all, (i) => fitted(x[i]!, i)),
      flags,
    );
    return apparent === null || original === null ? null : apparent - original;
  });
  const apparentAuc = aucFigure([...scores], y, { method: "delong-wald", level: protocol.primary.ci.level });
  const mean = optimism.estimable ? optimism.values.reduce((s, v) => s + v, 0) / optimism.replicates : null;
  const z = zOf(protocol.primary.ci.level);
  const terms = predictors.map((predictor, j) => {
    const sd = scale.output[predictor]!.sd;
    const value = model.output.coefficients[j]!.coefficient / sd;
    const half = (z * Math.sqrt(model.output.covariance[j + 1]![j + 1]!)) / sd;
    const level = protocol.primary.ci.level;
    return {
      term: predictor,
      estimate: figureOf(value, { lower: value - half, upper: value + half }, level, "log-odds per unit, Wald limits"),
      oddsRatioPer10: figureOf(
        Math.exp(10 * value),
        { lower: Math.exp(10 * (value - half)), upper: Math.exp(10 * (value + half)) },
        level,
        "odds ratio per 10 units, Wald limits",
      ),
    };
  });
  return {
    n: y.length,
    events: y.filter(Boolean).length,
    apparentAuc,
    optimism: mean,
    correctedAuc: mean === null || apparentAuc.value === null ? null : apparentAuc.value - mean,
    resamples,
    redrawn: optimism.estimable ? optimism.redrawn : 0,
    seed: protocol.random.seed,
    coefficients: [
      ...terms,
      {
        term: "intercept",
        estimate: interceptOnRawScale(model.output.intercept, terms, scale.output),
        oddsRatioPer10: noFigure("odds ratio", "not meaningful for an intercept."),
      },
    ],
  };
}

function interceptOnRawScale(
  scaledIntercept: number,
  terms: readonly { readonly term: string; readonly estimate: { readonly value: number | null } }[],
  scale: Readonly<Record<string, { readonly mean: number }>>,
) {
  const shift = terms.reduce((s, t) => s + t.estimate.value! * scale[t.term]!.mean, 0);
  return {
    ...noFigure("log-odds at predictor 0", "No interval was planned."),
    value: scaledIntercept - shift,
  };
}

/** Scale and regression fitted on the drawn rows; null where a class is missing or the classes are separated. */
function refit(x: readonly (readonly number[])[], y: readonly boolean[], rows: Int32Array) {
  const drawn = [...rows];
  const p = x[0]?.length ?? 0;
  const moments = Array.from({ length: p }, (_, j) => {
    const values = drawn.map((i) => x[i]![j]!);
    const mean = values.reduce((s, v) => s + v, 0) / values.length;
    return { mean, sd: Math.sqrt(values.reduce((s, v) => s + (v - mean) ** 2, 0) / (values.length - 1)) };
  });
  if (moments.some((m) => !(m.sd > 0))) return null;
  const scaled = (row: readonly number[]) => row.map((v, j) => (v - moments[j]!.mean) / moments[j]!.sd);
  const fitted = maximumLikelihood(
    drawn.map((i) => scaled(x[i]!)),
    drawn.map((i) => y[i]!),
  );
  if (!fitted.estimable) return null;
  return (row: readonly number[]) =>
    scaled(row).reduce((s, v, j) => s + v * fitted.coefficients[j + 1]!, fitted.coefficients[0]!);
}

/** Every step of the pipeline fitted anew on the drawn subjects; the score of a subject by its place. */
function wholeRefit(
  complete: ReturnType<typeof completeRows>,
  view: TrainingView,
  rows: Int32Array,
  protocol: ProtocolDocument,
): ((row: readonly number[], at: number) => number) | null {
  const measured = new Map(view.rows.map((r) => [r.tag, r]));
  const of = (at: number) => measured.get(complete[at]!.row.tag)!;
  try {
    const fitted = fitModel(sealTrainingView(Array.from(rows, of)), protocol);
    const scores = complete.map((_, at) => predict(fitted, of(at)).value);
    return scores.some((s) => s === null) ? null : (_, at) => scores[at]!;
  } catch (error) {
    // A draw without a class, a site of one subject: the sample is drawn again and counted.
    if (error instanceof Refusal) return null;
    throw error;
  }
}

function linearPredictors(x: readonly (readonly number[])[], y: readonly boolean[], rows: Int32Array) {
  const fitted = refit(x, y, rows);
  return fitted ? x.map((row) => fitted(row)) : null;
}
