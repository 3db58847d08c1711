import { refuse } from "@nadir/domain";
import { checkedFlags, checkSameLength, type Flags, type Numbers } from "../checked-input.ts";
import type { Estimated } from "../estimate.ts";
import { checkedSurvival, type SurvivalInput } from "../survival/survival-data.ts";
import {
  checkedFeatures,
  coxPath,
  type ElasticNetFit,
  type ElasticNetOptions,
  type ElasticNetPath,
  logisticPath,
} from "./paths.ts";

export type { ElasticNetFit, ElasticNetOptions, ElasticNetPath } from "./paths.ts";

export interface BinomialDesign {
  readonly features: Readonly<Record<string, Numbers>>;
  readonly outcome: Flags;
}

export interface CoxDesign extends SurvivalInput {
  readonly features: Readonly<Record<string, Numbers>>;
}

/**
 * Elastic-net logistic regression (Zou & Hastie 2005; Friedman, Hastie & Tibshirani 2010): minimises
 * -loglik / n + lambda (alpha |b|_1 + (1 - alpha) / 2 |b|²) over coefficients of features standardised with 1/n variance,
 * intercept free of penalty. Not estimable with one class.
 */
export function elasticNetLogistic(design: BinomialDesign, options: ElasticNetOptions): Estimated<ElasticNetPath> {
  const { names, columns } = checkedFeatures(design.features);
  checkSameLength({ outcome: design.outcome, ...design.features });
  const y = checkedFlags(design.outcome, "outcome");
  return logisticPath(names, columns, y, options);
}

/** As `elasticNetLogistic`, for the partial likelihood of Cox with Breslow ties; no intercept. */
export function elasticNetCox(design: CoxDesign, options: ElasticNetOptions): Estimated<ElasticNetPath> {
  const { names, columns } = checkedFeatures(design.features);
  checkSameLength({ time: design.time, ...design.features });
  return coxPath(names, columns, checkedSurvival(design), options);
}

/** Linear predictor of rows: intercept + sum of coefficient × feature. */
export function elasticNetPredictor(
  path: Pick<ElasticNetPath, "features">,
  fit: ElasticNetFit,
  features: Readonly<Record<string, Numbers>>,
): Float64Array {
  const n = checkSameLength(features);
  const out = new Float64Array(n).fill(fit.intercept);
  path.features.forEach((name, j) => {
    const b = fit.coefficients[j]!;
    if (b === 0) return;
    const column = features[name];
    if (!column) refuse("COLUMN_MISSING", `The model uses '${name}'; give that column too.`);
    for (let i = 0; i < n; i++) out[i]! += b * column[i]!;
  });
  return out;
}
