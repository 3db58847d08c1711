import {
  type EffectMarker,
  type Exclusions,
  type Figure,
  horizonOfModel,
  isImportedModel,
  type ProtocolDocument,
  type TestResult,
} from "@nadir/domain";
import { chiSquareUpper, coxRegression, type Estimated, estimated, logisticRegression, zOf } from "@nadir/statistics";
import { figureOf, noFigure, noTest } from "./figures.ts";
import { type AnalysisSubject, afterLandmark, binaryOutcome, endpointOf, noExclusions } from "./subject.ts";

/** Regressions of a planned endpoint on named columns: Cox (Efron's ties) of a time to event, logistic of a binary one. */

type Endpoint = ProtocolDocument["endpoints"][number];

export interface EffectRow {
  readonly subject: AnalysisSubject;
  readonly marker: number;
  readonly time: number;
  readonly event: boolean;
}

const CLIP = 1e-12;

/** The marker's value; null where the subject has none. */
function markerValue(s: AnalysisSubject, marker: EffectMarker, model: ProtocolDocument["model"]): number | null {
  if (marker.from === "predictor") {
    const value = s.row.predictors[marker.predictor]?.value ?? null;
    return value === null ? null : value / marker.per;
  }
  const { value } = s.prediction;
  if (value === null) return null;
  const p = Math.min(1 - CLIP, Math.max(CLIP, value));
  return {
    "log cumulative hazard": () => Math.log(-Math.log1p(-p)),
    "log-odds": () => Math.log(p / (1 - p)),
    score: () => value,
  }[lineOf(model)]();
}

/** What the model's line is: of a model from elsewhere that only orders, its score as it stands. */
const lineOf = (model: ProtocolDocument["model"]) =>
  horizonOfModel(model) !== null
    ? "log cumulative hazard"
    : !isImportedModel(model) || model.output.kind === "probability"
      ? "log-odds"
      : "score";

export const markerInWords = (marker: EffectMarker, { model }: ProtocolDocument): string =>
  marker.from === "predictor" ? `${marker.predictor} per ${marker.per}` : `the model's line (${lineOf(model)}) per 1`;

/** Who has the marker, every covariate and the outcome; the others counted. One set of subjects for all models of an analysis. */
export function effectRows(
  subjects: readonly AnalysisSubject[],
  protocol: ProtocolDocument,
  of: { readonly endpoint: string; readonly marker: EffectMarker; readonly covariates: readonly string[] },
): { readonly rows: readonly EffectRow[]; readonly excluded: Exclusions; readonly endpoint: Endpoint } {
  const endpoint = endpointOf(protocol, of.endpoint);
  const excluded = noExclusions();
  const rows: EffectRow[] = [];
  for (const subject of subjects) {
    const marker = markerValue(subject, of.marker, protocol.model);
    if (marker === null || of.covariates.some((c) => (subject.row.predictors[c]?.value ?? null) === null)) {
      excluded.notComputable++;
      continue;
    }
    if (endpoint.type === "binary") {
      const event = binaryOutcome(subject.outcomes, endpoint);
      if (event === null) excluded.outcomeUnknown++;
      else rows.push({ subject, marker, time: 0, event });
      continue;
    }
    const followed = afterLandmark(subject, endpoint);
    if (typeof followed === "string") excluded[followed]++;
    else rows.push({ subject, marker, ...followed });
  }
  return { rows, excluded, endpoint };
}

export interface EffectFit {
  readonly logLikelihood: number;
  readonly logLikelihoodNull: number;
  readonly terms: readonly { readonly name: string; readonly coefficient: number; readonly standardError: number }[];
}

export type Columns = Readonly<Record<string, readonly number[]>>;

/** Values of a predictor in the rows. */
export const valuesOf = (rows: readonly EffectRow[], predictor: string): number[] =>
  rows.map((r) => r.subject.row.predictors[predictor]!.value!);

export function fitEffects(endpoint: Endpoint, rows: readonly EffectRow[], covariates: Columns): Estimated<EffectFit> {
  const event = rows.map((r) => r.event);
  if (endpoint.type === "binary") {
    const fit = logisticRegression({ outcome: event, covariates });
    return fit.estimable
      ? estimated({
          logLikelihood: -fit.deviance / 2,
          logLikelihoodNull: -fit.nullDeviance / 2,
          terms: fit.coefficients.filter((c) => c.name !== "(Intercept)"),
        })
      : fit;
  }
  const fit = coxRegression({ time: rows.map((r) => r.time), event, covariates }, { ties: "efron" });
  return fit.estimable
    ? estimated({
        logLikelihood: fit.logLikelihood,
        logLikelihoodNull: fit.logLikelihoodNull,
        terms: fit.coefficients,
      })
    : fit;
}

export const ratioName = (endpoint: Endpoint) =>
  endpoint.type === "binary" ? ("odds ratio" as const) : ("hazard ratio" as const);

const methodOf = (endpoint: Endpoint): string =>
  endpoint.type === "binary" ? "logistic regression, Wald limits" : "Cox, Efron ties, Wald limits";

/** exp(coefficient) of a named term with Wald limits. */
export function ratioFigure(endpoint: Endpoint, fit: Estimated<EffectFit>, name: string, level: number): Figure {
  const method = methodOf(endpoint);
  if (!fit.estimable) return noFigure(method, fit.reason);
  const { coefficient, standardError } = fit.terms.find((t) => t.name === name)!;
  const half = zOf(level) * standardError;
  return figureOf(
    Math.exp(coefficient),
    { lower: Math.exp(coefficient - half), upper: Math.exp(coefficient + half) },
    level,
    method,
  );
}

/** Twice the gain in log-likelihood of one more term. */
export function likelihoodRatio(larger: Estimated<EffectFit>, without: number | string): TestResult {
  const method = "likelihood ratio";
  if (!larger.estimable) return noTest(method, larger.reason);
  if (typeof without === "string") return noTest(method, without);
  const statistic = Math.max(0, 2 * (larger.logLikelihood - without));
  return { statistic, df: 1, p: chiSquareUpper(statistic, 1), method, note: null };
}
