import { type ElasticNetPenalty, refuse } from "@nadir/domain";
import {
  coxPenaltyPath,
  crossValidateCox,
  crossValidateLogistic,
  elasticNetCox,
  elasticNetLogistic,
  logisticPenaltyPath,
} from "@nadir/statistics";
import type { TrainingRow } from "../cohort/training-view.ts";
import { type Scale, scaled } from "./centre-and-scale.ts";
import { followedRows, logHazardAt } from "./cox.ts";
import type { Artefact, Estimator } from "./estimator.ts";
import type { LinearModel } from "./linear-model.ts";
import { completeRows } from "./logistic.ts";
import { foldsOf } from "./subject-folds.ts";

export interface ElasticNetConfig {
  readonly predictors: readonly string[];
  readonly scale: Artefact<Scale>;
  readonly penalty: ElasticNetPenalty;
}

type Chosen = { readonly lambda: readonly number[]; readonly deviance: readonly number[] } & Record<
  "lambdaMin" | "lambdaOneSe",
  number
>;

/** Penalised logistic regression; the penalty is chosen by cross-validation over folds of subjects, inside training. */
export const elasticNetLogit: Estimator<ElasticNetConfig, LinearModel> = {
  kind: "elastic-net-logistic",
  codeVersion: "1",
  usesOutcome: true,
  inputs: ({ predictors }) => predictors,
  estimate(view, { predictors, scale, penalty }) {
    const complete = completeRows(view.rows, predictors);
    const outcome = complete.map((c) => c.event);
    needBothClasses(outcome);
    const design = { features: columns(complete, predictors, scale), outcome };
    const { alpha } = penalty;
    const lambda = logisticPenaltyPath(design, { alpha, ...penalty.path });
    const folds = foldsOf(rowsOf(complete), penalty.folds);
    const cv = crossValidateLogistic(design, { alpha, lambda, folds });
    if (!cv.estimable) return cannot(complete.length, cv.reason);
    const chosen = pick(cv, penalty);
    const fitted = elasticNetLogistic(design, { alpha, lambda: chosen });
    if (!fitted.estimable) return cannot(complete.length, fitted.reason);
    const fit = fitted.fits[0]!;
    return {
      output: {
        intercept: fit.intercept,
        ...kept(predictors, fit.coefficients, cv, chosen, alpha, folds),
        n: complete.length,
        events: outcome.filter(Boolean).length,
      },
      tags: complete.map((c) => c.row.tag),
    };
  },
};

/** Penalised Cox regression, Breslow ties; its baseline is Breslow's at the penalised line. */
export const elasticNetHazard: Estimator<ElasticNetConfig & { readonly horizonDays: number }, LinearModel> = {
  kind: "elastic-net-cox",
  codeVersion: "1",
  usesOutcome: true,
  inputs: ({ predictors }) => predictors,
  estimate(view, { predictors, scale, penalty, horizonDays }) {
    const followed = followedRows(view.rows, predictors);
    const follow = { time: followed.map((c) => c.time), event: followed.map((c) => c.event) };
    if (!follow.event.some(Boolean)) return cannot(followed.length, "nobody of training had the event.");
    const design = { features: columns(followed, predictors, scale), ...follow };
    const { alpha } = penalty;
    const lambda = coxPenaltyPath(design, { alpha, ...penalty.path });
    const folds = foldsOf(rowsOf(followed), penalty.folds);
    const cv = crossValidateCox(design, { alpha, lambda, folds });
    if (!cv.estimable) return cannot(followed.length, cv.reason);
    const chosen = pick(cv, penalty);
    const fitted = elasticNetCox(design, { alpha, lambda: chosen });
    if (!fitted.estimable) return cannot(followed.length, fitted.reason);
    const { coefficients } = fitted.fits[0]!;
    const line = followed.map((_, i) =>
      predictors.reduce((s, p, j) => s + coefficients[j]! * design.features[p]![i]!, 0),
    );
    return {
      output: {
        link: "cloglog",
        horizonDays,
        intercept: logHazardAt(horizonDays, { ...follow, linearPredictor: line }, "breslow"),
        ...kept(predictors, coefficients, cv, chosen, alpha, folds),
        n: followed.length,
        events: follow.event.filter(Boolean).length,
      },
      tags: followed.map((c) => c.row.tag),
    };
  },
};

const rowsOf = (complete: readonly { readonly row: TrainingRow }[]) => complete.map((c) => c.row);

const columns = (
  complete: readonly { readonly x: readonly number[] }[],
  predictors: readonly string[],
  scale: Artefact<Scale>,
) => Object.fromEntries(predictors.map((p, j) => [p, complete.map((c) => scaled(scale, p, c.x[j]!))]));

const pick = (cv: Chosen, { choose }: ElasticNetPenalty): number =>
  choose === "smallest-deviance" ? cv.lambdaMin : cv.lambdaOneSe;

const cannot = (n: number, reason: string): never =>
  refuse("MODEL_NOT_ESTIMABLE", `The penalised model cannot be fitted on ${n}: ${reason}`);

function needBothClasses(outcome: readonly boolean[]): void {
  const events = outcome.filter(Boolean).length;
  if (events === 0 || events === outcome.length)
    cannot(
      outcome.length,
      `both classes are needed; found ${events} with the outcome, ${outcome.length - events} without.`,
    );
}

function kept(
  predictors: readonly string[],
  coefficients: ArrayLike<number>,
  cv: Chosen,
  lambda: number,
  alpha: number,
  folds: readonly (string | number)[],
) {
  return {
    coefficients: predictors.flatMap((predictor, j) =>
      coefficients[j] === 0 ? [] : [{ predictor, coefficient: coefficients[j]! }],
    ),
    covariance: [],
    penalty: {
      alpha,
      lambda,
      folds: new Set(folds).size,
      path: cv.lambda.map((l, k) => ({ lambda: l, deviance: cv.deviance[k]! })),
      dropped: predictors.filter((_, j) => coefficients[j] === 0),
    },
  };
}
