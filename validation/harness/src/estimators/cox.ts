import { refuse } from "@nadir/domain";
import { baselineHazard, coxRegression, type Ties } from "@nadir/statistics";
import type { TrainingRow } from "../cohort/training-view.ts";
import { type Scale, scaled } from "./centre-and-scale.ts";
import type { Artefact, Estimator } from "./estimator.ts";
import type { LinearModel } from "./linear-model.ts";

export interface CoxConfig {
  readonly predictors: readonly string[];
  readonly scale: Artefact<Scale>;
  readonly horizonDays: number;
}

/** Training subjects with every predictor and known follow-up after the index time, in subject order. */
export function followedRows(rows: readonly TrainingRow[], predictors: readonly string[]) {
  return rows.flatMap((row) => {
    const x = predictors.map((p) => row.predictors[p]?.value ?? null);
    return row.followUp && x.every((v) => v !== null) ? [{ row, x: x as number[], ...row.followUp }] : [];
  });
}

/** Cox regression with Efron's ties on centred and scaled predictors, complete cases, from the index time. */
export const cox: Estimator<CoxConfig, LinearModel> = {
  kind: "cox-regression",
  codeVersion: "1",
  usesOutcome: true,
  inputs: ({ predictors }) => predictors,
  estimate(view, { predictors, scale, horizonDays }) {
    const followed = followedRows(view.rows, predictors);
    const x = followed.map((c) => predictors.map((p, j) => scaled(scale, p, c.x[j]!)));
    const follow = { time: followed.map((c) => c.time), event: followed.map((c) => c.event) };
    const fitted = coxRegression({
      ...follow,
      covariates: Object.fromEntries(predictors.map((p, j) => [p, x.map((row) => row[j]!)])),
    });
    if (!fitted.estimable)
      return refuse("MODEL_NOT_ESTIMABLE", `The Cox model cannot be fitted on ${followed.length}: ${fitted.reason}`);
    return {
      output: {
        link: "cloglog",
        horizonDays,
        intercept: logHazardAt(horizonDays, { ...follow, linearPredictor: fitted.linearPredictor }, "efron"),
        coefficients: fitted.coefficients.map(({ name, coefficient }) => ({ predictor: name, coefficient })),
        covariance: fitted.covariance,
        n: followed.length,
        events: fitted.events,
      },
      tags: followed.map((c) => c.row.tag),
    };
  },
};

/** Log of the cumulative baseline hazard at the horizon; refused where training does not reach it. */
export function logHazardAt(
  horizonDays: number,
  input: Parameters<typeof baselineHazard>[0] & { readonly time: readonly number[] },
  ties: Ties,
): number {
  const last = Math.max(...input.time);
  if (last < horizonDays)
    refuse(
      "MODEL_NOT_ESTIMABLE",
      `The risk by day ${horizonDays} cannot be told: follow-up of training ends on day ${last} after the index time.`,
      { found: String(last), expected: `at least ${horizonDays}` },
    );
  const hazard = baselineHazard(input, ties).findLast((h) => h.time <= horizonDays)?.cumulativeHazard ?? 0;
  if (!(hazard > 0))
    refuse(
      "MODEL_NOT_ESTIMABLE",
      `No training subject had the event by day ${horizonDays} after the index time; there is no risk to foretell.`,
    );
  return Math.log(hazard);
}
