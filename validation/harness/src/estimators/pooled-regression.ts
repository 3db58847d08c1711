import { refuse } from "@nadir/domain";
import { coxRegression, poolRubin } from "@nadir/statistics";
import { type Scale, scaled } from "./centre-and-scale.ts";
import { type CompleteConfig, type CompletedSets, completableRows, completedValues } from "./complete-chained.ts";
import { logHazardAt } from "./cox.ts";
import type { Artefact, Estimator } from "./estimator.ts";
import type { LinearModel } from "./linear-model.ts";
import { maximumLikelihood } from "./maximum-likelihood.ts";

export interface PooledConfig {
  readonly complete: CompleteConfig;
  readonly completed: Artefact<CompletedSets>;
  readonly scale: Artefact<Scale>;
  /** Of a Cox model: the day of the foretold risk. */
  readonly horizonDays?: number;
}

interface OneFit {
  readonly intercept: number;
  readonly terms: readonly number[];
  readonly covariance: readonly (readonly number[])[];
}

/** Mean over the fits and total covariance: within + (1 + 1/m) between (Rubin 1987, 3.1). */
function totalOf(fits: readonly OneFit[]) {
  const m = fits.length;
  const mean = (of: (f: OneFit) => number) => fits.reduce((s, f) => s + of(f), 0) / m;
  const terms = fits[0]!.terms.map((_, j) => mean((f) => f.terms[j]!));
  const covariance = terms.map((a, j) =>
    terms.map((b, k) => {
      const between = fits.reduce((s, f) => s + (f.terms[j]! - a) * (f.terms[k]! - b), 0) / (m - 1);
      return mean((f) => f.covariance[j]![k]!) + (1 + 1 / m) * between;
    }),
  );
  return { intercept: mean((f) => f.intercept), terms, covariance };
}

/** Degrees of freedom (Barnard & Rubin 1999) and share of missing information of each term. */
function pooledTerms(fits: readonly OneFit[], completeDf: number) {
  return fits[0]!.terms.map((_, j) => {
    const one = poolRubin(
      fits.map((f) => f.terms[j]!),
      fits.map((f) => f.covariance[j]![j]!),
      { completeDf },
    );
    if (!one.estimable) return refuse("MODEL_NOT_ESTIMABLE", `Coefficients cannot be pooled: ${one.reason}`);
    return { df: one.df, relativeIncrease: one.relativeIncrease, fractionMissing: one.fractionMissing };
  });
}

/**
 * A regression fitted on every completed data set, coefficients and covariance pooled by Rubin's rules. Complete-data
 * degrees of freedom: subjects less coefficients for logistic regression, events less coefficients for Cox.
 */
function pooled(kind: string, fitOne: (config: PooledConfig, x: number[][], rows: Rows) => OneFit, isCox: boolean) {
  const estimator: Estimator<PooledConfig, LinearModel> = {
    kind,
    codeVersion: "1",
    usesOutcome: true,
    inputs: ({ complete }) => complete.predictors,
    estimate(view, config) {
      const { complete, completed, scale } = config;
      const { predictors } = complete;
      const rows = completableRows(view, complete);
      const sets = completed.output;
      const fits = Array.from({ length: sets.imputations }, (_, k) => {
        const values = completedValues(rows, predictors, sets, k);
        return fitOne(
          config,
          values.map((v) => predictors.map((p, j) => scaled(scale, p, v[j]!))),
          rows,
        );
      });
      const total = totalOf(fits);
      const events = rows.filter((r) => (isCox ? r.followUp!.event : r.event)).length;
      const completeDf = Math.max(1, (isCox ? events : rows.length) - fits[0]!.terms.length);
      // The logit's intercept is its first term, of Cox there is none among them.
      const first = isCox ? 0 : 1;
      return {
        output: {
          ...(isCox ? { link: "cloglog" as const, horizonDays: config.horizonDays! } : {}),
          intercept: isCox ? total.intercept : total.terms[0]!,
          coefficients: predictors.map((predictor, j) => ({ predictor, coefficient: total.terms[j + first]! })),
          covariance: total.covariance,
          n: rows.length,
          events,
          pooled: { imputations: sets.imputations, completeDf, terms: pooledTerms(fits, completeDf) },
        },
        tags: rows.map((r) => r.tag),
      };
    },
  };
  return estimator;
}

type Rows = ReturnType<typeof completableRows>;

export const pooledLogistic = pooled(
  "logistic-regression-pooled",
  (_, x, rows) => {
    const fitted = maximumLikelihood(
      x,
      rows.map((r) => r.event!),
    );
    if (!fitted.estimable)
      return refuse("MODEL_NOT_ESTIMABLE", `The logistic model cannot be fitted on ${rows.length}: ${fitted.reason}`);
    return { intercept: fitted.coefficients[0]!, terms: fitted.coefficients, covariance: fitted.covariance };
  },
  false,
);

/** The baseline is pooled as log cumulative hazard at the horizon. */
export const pooledCox = pooled(
  "cox-regression-pooled",
  ({ complete: { predictors }, horizonDays }, x, rows) => {
    const follow = { time: rows.map((r) => r.followUp!.time), event: rows.map((r) => r.followUp!.event) };
    const fitted = coxRegression({
      ...follow,
      covariates: Object.fromEntries(predictors.map((p, j) => [p, x.map((row) => row[j]!)])),
    });
    if (!fitted.estimable)
      return refuse("MODEL_NOT_ESTIMABLE", `The Cox model cannot be fitted on ${rows.length}: ${fitted.reason}`);
    return {
      intercept: logHazardAt(horizonDays!, { ...follow, linearPredictor: fitted.linearPredictor }, "efron"),
      terms: fitted.coefficients.map((c) => c.coefficient),
      covariance: fitted.covariance,
    };
  },
  true,
);
