import type { Figure, ProtocolDocument, ValidationResult } from "@nadir/domain";
import {
  aucDeLong,
  concordance,
  type Estimated,
  estimated,
  horizonCalibration,
  notEstimable,
  poolRubin,
  survivalCalibrationSlope,
} from "@nadir/statistics";
import { scaled } from "../estimators/centre-and-scale.ts";
import { type CompletedSets, completeChained } from "../estimators/complete-chained.ts";
import type { Artefact } from "../estimators/estimator.ts";
import type { FittedModel } from "../estimators/fit-model.ts";
import { type ChainedEquations, completions, imputeChained } from "../estimators/impute-chained.ts";
import { riskAt } from "../estimators/linear-model.ts";
import { maximumLikelihood } from "../estimators/maximum-likelihood.ts";
import { figureOf, noFigure } from "./figures.ts";
import { type AnalysisSubject, afterLandmark, binaryOutcome, endpointOf } from "./subject.ts";

type Imputation = NonNullable<ValidationResult["imputation"]>;

/**
 * Multiple imputation as it was done, and how the test set's performance looks pooled over its completed data sets by
 * Rubin's rules on the transformed scale (rule book validation §4.8). The primary analysis judges the one committed
 * prediction of a subject; this says how far its gaps make that uncertain. Undefined where nothing is imputed so.
 */
export function imputationResult(
  subjects: readonly AnalysisSubject[],
  fitted: FittedModel,
  protocol: ProtocolDocument,
): Imputation | undefined {
  const of = <T>(kind: string) => fitted.preparation.find((a) => a.kind === kind) as Artefact<T> | undefined;
  const equations = of<ChainedEquations>(imputeChained.kind);
  const completed = of<CompletedSets>(completeChained.kind)?.output;
  const { pooled, coefficients } = fitted.model.output;
  if (!equations || !completed || !pooled) return undefined;
  const test = subjects.filter((s) => s.set === "test");
  const { impute } = equations.output;
  const first = pooled.terms.length - coefficients.length;
  return {
    imputations: completed.imputations,
    iterations: completed.iterations,
    seed: completed.seed,
    completeDf: pooled.completeDf,
    training: { subjects: completed.n, incomplete: completed.incomplete },
    test: { subjects: test.length, incomplete: test.filter((s) => lacks(s, impute)).length },
    predictors: impute.map((p) => ({
      predictor: p,
      missingTraining: completed.imputed.find((i) => i.predictor === p)?.gaps.length ?? 0,
      missingTest: test.filter((s) => lacks(s, [p])).length,
    })),
    coefficients: coefficients.map((c, j) => ({ term: c.predictor, ...pooled.terms[j + first]! })),
    performance: pooledPerformance(test, equations, fitted, protocol),
  };
}

/** A gap of a subject who can be completed: one without an index time has nothing to complete. */
const lacks = (s: AnalysisSubject, of: readonly string[]): boolean =>
  s.prediction.value !== null && of.some((p) => (s.row.predictors[p]?.value ?? null) === null);

interface Estimate {
  readonly value: number;
  readonly variance: number;
}

function pooledPerformance(
  test: readonly AnalysisSubject[],
  equations: Artefact<ChainedEquations>,
  { model, scale }: FittedModel,
  protocol: ProtocolDocument,
): Imputation["performance"] {
  const endpoint = endpointOf(protocol, protocol.model.endpoint);
  const known = test.flatMap((s) => {
    const rows = completions(equations, s.row);
    const outcome =
      endpoint.type === "binary" ? { time: 0, event: binaryOutcome(s.outcomes, endpoint) } : afterLandmark(s, endpoint);
    if (!rows || typeof outcome === "string") return [];
    const { time, event } = outcome;
    if (event === null) return [];
    const risks = rows.map(({ predictors }) => {
      const line = model.output.coefficients.reduce(
        (sum, c) => sum + c.coefficient * scaled(scale, c.predictor, predictors[c.predictor]!.value!),
        model.output.intercept,
      );
      return riskAt(model.output, line);
    });
    return [{ time, event, risks }];
  });
  const time = known.map((k) => k.time);
  const event = known.map((k) => k.event);
  const { level } = protocol.primary.ci;
  const sets = equations.output.chains.map((_, k) => known.map((s) => s.risks[k]!));
  const measures = endpoint.type === "binary" ? binaryMeasures(event) : timeMeasures(time, event, protocol);
  return measures.map(({ measure, scale: by, of, back }) => {
    const method = `Rubin's rules on ${by === "identity" ? "its own scale" : `the ${by} scale`}, t limits`;
    const found = sets.map(of);
    const bad = found.find((f) => !f.estimable);
    if (known.length === 0 || (bad && !bad.estimable))
      return told(measure, by, noFigure(method, bad && !bad.estimable ? bad.reason : "nobody has an outcome."));
    const each = found as Extract<(typeof found)[number], { estimable: true }>[];
    const one = poolRubin(
      each.map((e) => e.value),
      each.map((e) => e.variance),
      { level },
    );
    if (!one.estimable) return told(measure, by, noFigure(method, one.reason));
    const values = each.map((e) => back(e.value));
    const limits = { lower: back(one.interval.lower), upper: back(one.interval.upper) };
    return {
      ...told(measure, by, figureOf(back(one.estimate), limits, level, method)),
      fractionMissing: one.fractionMissing,
      least: Math.min(...values),
      greatest: Math.max(...values),
    };
  });
}

const told = (measure: string, scale: Measure["scale"], figure: Figure) => ({
  measure,
  scale,
  figure,
  fractionMissing: null as number | null,
  least: null as number | null,
  greatest: null as number | null,
});

interface Measure {
  readonly measure: string;
  readonly scale: "logit" | "log" | "identity";
  readonly of: (risks: readonly number[]) => Estimated<Estimate>;
  readonly back: (value: number) => number;
}

const identity = (v: number): number => v;
const expit = (v: number): number => 1 / (1 + Math.exp(-v));

/** A probability of a right order on the logit scale, its variance by the delta method. */
function logit(value: number, variance: number): Estimated<Estimate> {
  const spread = value * (1 - value);
  return spread > 0 && variance > 0
    ? estimated({ value: Math.log(value / (1 - value)), variance: variance / spread ** 2 })
    : notEstimable(`A completed data set has ${value} without spread; that has no logit with a variance.`);
}

function binaryMeasures(event: readonly boolean[]): Measure[] {
  const observed = event.filter(Boolean).length;
  return [
    {
      measure: "AUC",
      scale: "logit",
      back: expit,
      of: (risks) => {
        const found = aucDeLong(risks, event);
        return found.estimable ? logit(found.auc, found.variance ?? 0) : found;
      },
    },
    {
      measure: "observed / expected",
      scale: "log",
      back: Math.exp,
      of: (risks) =>
        observed === 0
          ? notEstimable("no event was observed.")
          : estimated({
              value: Math.log(observed / risks.reduce((s, r) => s + r, 0)),
              variance: (1 - observed / event.length) / observed,
            }),
    },
    {
      measure: "calibration slope",
      scale: "identity",
      back: identity,
      of: (risks) => {
        const fit = maximumLikelihood(
          risks.map((r) => [Math.log(r / (1 - r))]),
          event,
        );
        return fit.estimable ? estimated({ value: fit.coefficients[1]!, variance: fit.covariance[1]![1]! }) : fit;
      },
    },
  ];
}

function timeMeasures(time: readonly number[], event: readonly boolean[], { model }: ProtocolDocument): Measure[] {
  const horizon = model.type === "cox" ? model.horizonDays : 0;
  return [
    {
      measure: "Harrell's C",
      scale: "logit",
      back: expit,
      of: (score) => {
        const found = concordance({ time, event, score });
        return found.estimable ? logit(found.c, found.standardError ** 2) : found;
      },
    },
    {
      measure: `observed / expected by day ${horizon}`,
      scale: "log",
      back: Math.exp,
      of: (risk) => {
        const found = horizonCalibration({ time, event, risk }, horizon);
        if (!found.estimable) return found;
        const { ratio, events } = found.observedExpected;
        return estimated({ value: Math.log(ratio), variance: 1 / events });
      },
    },
    {
      measure: "calibration slope",
      scale: "identity",
      back: identity,
      of: (risk) => {
        const linearPredictor = risk.map((p) => Math.log(-Math.log1p(-p)));
        const found = survivalCalibrationSlope({ time, event, linearPredictor });
        return found.estimable ? estimated({ value: found.slope, variance: found.standardError ** 2 }) : found;
      },
    },
  ];
}
