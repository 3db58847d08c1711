import type { Scale } from "./centre-and-scale.ts";
import { inverseLogit } from "./maximum-likelihood.ts";

/**
 * A fitted model of one line: intercept + sum coefficient × scaled predictor. Predictors that a penalty dropped are not
 * listed. Link `logit` (absent): probability of the event. `cloglog`: log cumulative hazard at the horizon of a Cox
 * model, the intercept being that of a subject at the training mean.
 */
export interface LinearModel {
  readonly link?: "cloglog";
  readonly horizonDays?: number;
  readonly intercept: number;
  readonly coefficients: readonly { readonly predictor: string; readonly coefficient: number }[];
  /** Inverse information; intercept first for the logit, coefficients only for Cox. Empty for a penalised fit. */
  readonly covariance: readonly (readonly number[])[];
  readonly n: number;
  readonly events: number;
  readonly penalty?: {
    readonly alpha: number;
    readonly lambda: number;
    readonly folds: number;
    readonly path: readonly { readonly lambda: number; readonly deviance: number }[];
    readonly dropped: readonly string[];
  };
  /** Of a model pooled over completed data sets (Rubin's rules): one entry a row of the covariance. */
  readonly pooled?: {
    readonly imputations: number;
    readonly completeDf: number;
    readonly terms: readonly {
      /** Barnard & Rubin 1999. */
      readonly df: number;
      readonly relativeIncrease: number;
      readonly fractionMissing: number;
    }[];
  };
}

/** The risk at a value of the line. */
export const riskAt = (model: Pick<LinearModel, "link">, line: number): number =>
  model.link === "cloglog" ? -Math.expm1(-Math.exp(line)) : inverseLogit(line);

/** Where a coefficient stands in the covariance. */
const placeOf = (model: LinearModel, at: number): number => (model.link === "cloglog" ? at : at + 1);

/** Degrees of freedom of a pooled coefficient; null where limits are normal. */
export const pooledTermOf = (model: LinearModel, at: number) => model.pooled?.terms[placeOf(model, at)] ?? null;

/** Standard error of a coefficient on the scaled predictor; null for a penalised fit. */
export function standardErrorOf(model: LinearModel, at: number): number | null {
  const place = placeOf(model, at);
  const variance = model.covariance[place]?.[place];
  return variance === undefined ? null : Math.sqrt(variance);
}

/** The same line on the predictors' own scales: line = intercept + sum coefficient × value. */
export function onRawScale(model: LinearModel, scale: Scale) {
  const coefficients = model.coefficients.map(({ predictor, coefficient }) => ({
    predictor,
    coefficient: coefficient / scale[predictor]!.sd,
  }));
  const shift = coefficients.reduce((s, c) => s + c.coefficient * scale[c.predictor]!.mean, 0);
  return { intercept: model.intercept - shift, coefficients };
}
