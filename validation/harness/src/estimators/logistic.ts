import { refuse } from "@nadir/domain";
import type { TrainingRow } from "../cohort/training-view.ts";
import { type Scale, scaled } from "./centre-and-scale.ts";
import type { Artefact, Estimator } from "./estimator.ts";
import type { LinearModel } from "./linear-model.ts";
import { maximumLikelihood } from "./maximum-likelihood.ts";

export interface LogisticConfig {
  readonly predictors: readonly string[];
  readonly scale: Artefact<Scale>;
}

/** Training subjects with every predictor and a known outcome, in subject order. */
export function completeRows(rows: readonly TrainingRow[], predictors: readonly string[]) {
  return rows.flatMap((row) => {
    const x = predictors.map((p) => row.predictors[p]?.value ?? null);
    return row.event !== null && x.every((v) => v !== null) ? [{ row, x: x as number[], event: row.event }] : [];
  });
}

/** Logistic regression by maximum likelihood on centred and scaled predictors, complete cases. */
export const logistic: Estimator<LogisticConfig, LinearModel> = {
  kind: "logistic-regression",
  codeVersion: "1",
  usesOutcome: true,
  inputs: ({ predictors }) => predictors,
  estimate(view, { predictors, scale }) {
    const complete = completeRows(view.rows, predictors);
    const x = complete.map((c) => predictors.map((p, j) => scaled(scale, p, c.x[j]!)));
    const fitted = maximumLikelihood(
      x,
      complete.map((c) => c.event),
    );
    if (!fitted.estimable)
      refuse("MODEL_NOT_ESTIMABLE", `The logistic model cannot be fitted on ${complete.length}: ${fitted.reason}`);
    return {
      output: {
        intercept: fitted.coefficients[0]!,
        coefficients: predictors.map((predictor, j) => ({ predictor, coefficient: fitted.coefficients[j + 1]! })),
        covariance: fitted.covariance,
        n: complete.length,
        events: complete.filter((c) => c.event).length,
      },
      tags: complete.map((c) => c.row.tag),
    };
  },
};
