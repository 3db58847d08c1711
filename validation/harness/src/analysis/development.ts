import type { ProtocolDocument, ValidationResult } from "@nadir/domain";
import { bootstrap, tQuantile, zOf } from "@nadir/statistics";
import type { TrainingView } from "../cohort/training-view.ts";
import type { AppliedModel, FittedModel } from "../estimators/fit-model.ts";
import { pooledTermOf, standardErrorOf } from "../estimators/linear-model.ts";
import { crossValidation } from "./development-folds.ts";
import { developmentRows, type Measures, measuresOf, refitOn } from "./development-refit.ts";
import { aucFigure } from "./discrimination.ts";
import { figureOf, noFigure } from "./figures.ts";
import { overfittingGuard } from "./overfitting.ts";
import { concordanceFigure } from "./primary.ts";

type Development = ValidationResult["development"];

/**
 * How the model does on the subjects it was fitted on, and how much of that is optimism (Harrell 1996): every modelling
 * step is repeated in each bootstrap sample, or in each set of folds. These are internal estimates, never the result of
 * the study.
 */
export function developmentPerformance(
  view: TrainingView,
  fitted: AppliedModel,
  protocol: ProtocolDocument,
): Development {
  if ("imported" in fitted) return elsewhere(protocol);
  const data = developmentRows(view, fitted, protocol);
  const { level } = protocol.primary.ci;
  const all = Int32Array.from(data.rows.keys());
  const risks = data.risks;
  const apparentAuc =
    data.kind === "binary"
      ? aucFigure(risks, data.event, { method: "delong-wald", level })
      : concordanceFigure({ time: data.time, event: data.event, score: risks }, level);
  const internal = protocol.development.internalValidation;
  const base = {
    n: data.rows.length,
    events: data.event.filter(Boolean).length,
    apparentAuc,
    seed: protocol.random.seed,
    coefficients: coefficientsOf(fitted, level),
    overfitting: overfittingGuard(data, fitted.model.output, protocol),
  };
  if (internal.method === "cross-validation")
    return {
      ...base,
      optimism: null,
      correctedAuc: null,
      resamples: 0,
      redrawn: 0,
      crossValidation: crossValidation(data, protocol, internal),
    };
  if (internal.method === "elsewhere") return elsewhere(protocol);
  const { resamples } = internal;
  const whole = internal.measures === "all";
  const refit = refitOn(data, protocol);
  const kept: Measures[] = [];
  const done = bootstrap({ n: data.rows.length, replicates: resamples, seed: protocol.random.seed }, (rows) => {
    const scores = refit(rows);
    if (!scores) return null;
    const apparent = measuresOf(data, scores, rows, whole);
    const original = measuresOf(data, scores, all, whole);
    if (!apparent || !original) return null;
    const difference: Measures = Object.fromEntries(Object.keys(apparent).map((m) => [m, apparent[m]! - original[m]!]));
    kept.push(difference);
    return difference["discrimination"]!;
  });
  const optimism = done.estimable ? meanOf(kept.map((k) => k["discrimination"]!)) : null;
  const apparent = whole ? measuresOf(data, risks, all, true) : null;
  return {
    ...base,
    optimism,
    correctedAuc: optimism === null || apparentAuc.value === null ? null : apparentAuc.value - optimism,
    resamples,
    redrawn: done.estimable ? done.redrawn : 0,
    ...(apparent && done.estimable
      ? {
          measures: Object.entries(apparent).map(([measure, value]) => {
            const too = meanOf(kept.map((k) => k[measure]!));
            return { measure, apparent: value, optimism: too, corrected: value - too };
          }),
        }
      : {}),
  };
}

/** Of a model that was developed elsewhere nothing can be computed here; what its makers report stands in the plan. */
const elsewhere = ({ random }: ProtocolDocument): Development => ({
  n: 0,
  events: 0,
  apparentAuc: noFigure("none", "The model was developed elsewhere."),
  optimism: null,
  correctedAuc: null,
  resamples: 0,
  redrawn: 0,
  seed: random.seed,
  coefficients: [],
});

const meanOf = (values: readonly number[]): number => values.reduce((s, v) => s + v, 0) / values.length;

/** Coefficients on the predictors' own scales; of a penalised fit without limits, for it has none. */
function coefficientsOf({ model, scale }: FittedModel, level: number): Development["coefficients"] {
  const { output } = model;
  const cox = output.link === "cloglog";
  const z = zOf(level);
  const [unit, ratio] = cox ? ["log hazard per unit", "hazard ratio"] : ["log-odds per unit", "odds ratio"];
  const terms = output.coefficients.map(({ predictor, coefficient }, j) => {
    const { sd } = scale.output[predictor]!;
    const value = coefficient / sd;
    const se = standardErrorOf(output, j);
    if (se === null) {
      const none = (method: string, v: number) => ({
        ...noFigure(method, "A penalised coefficient has no interval."),
        value: v,
      });
      return {
        term: predictor,
        estimate: none(`${unit}, penalised`, value),
        oddsRatioPer10: none(`${ratio} per 10 units, penalised`, Math.exp(10 * value)),
      };
    }
    const term = pooledTermOf(output, j);
    const half = ((term ? tQuantile(1 - (1 - level) / 2, term.df) : z) * se) / sd;
    const limits = term ? "Rubin's rules, t limits" : "Wald limits";
    return {
      term: predictor,
      estimate: figureOf(value, { lower: value - half, upper: value + half }, level, `${unit}, ${limits}`),
      oddsRatioPer10: figureOf(
        Math.exp(10 * value),
        { lower: Math.exp(10 * (value - half)), upper: Math.exp(10 * (value + half)) },
        level,
        `${ratio} per 10 units, ${limits}`,
      ),
    };
  });
  const shift = terms.reduce((s, t) => s + t.estimate.value! * scale.output[t.term]!.mean, 0);
  const at0 = cox ? "log cumulative hazard at the horizon, predictors 0" : "log-odds at predictor 0";
  return [
    ...terms,
    {
      term: "intercept",
      estimate: { ...noFigure(at0, "No interval was planned."), value: output.intercept - shift },
      oddsRatioPer10: noFigure(ratio, "not meaningful for an intercept."),
    },
  ];
}
