import { refuse } from "@nadir/domain";
import { checkedFlags, checkedNumbers, checkSameLength, type Flags, type Numbers } from "../checked-input.ts";
import { type Estimated, estimated, notEstimable } from "../estimate.ts";
import { riskSetData } from "../survival/risk-sets.ts";
import { checkedSurvival, type SurvivalInput } from "../survival/survival-data.ts";
import { coxModel, logisticModel, saturatedBreslow, standardise } from "./models.ts";
import { type SmoothModel, solver } from "./proximal-newton.ts";

export interface ElasticNetOptions {
  /** Share of the lasso: 1 (default) = lasso, 0 = ridge. */
  readonly alpha?: number;
  /** One penalty or several. */
  readonly lambda: number | readonly number[];
}

/** One fit of a path. */
export interface ElasticNetFit {
  readonly lambda: number;
  /** On the scale of the features as given; 0 for Cox. */
  readonly intercept: number;
  /** One a feature, in the order of `features`. */
  readonly coefficients: Float64Array;
  /** Names of the features with a coefficient other than 0. */
  readonly selected: readonly string[];
  /** Share of the null deviance that is gone. */
  readonly devianceExplained: number;
}

export interface ElasticNetPath {
  readonly n: number;
  readonly events: number;
  readonly alpha: number;
  readonly features: readonly string[];
  /** In the order of the penalties asked for. */
  readonly fits: readonly ElasticNetFit[];
}

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
  const events = y.reduce((s, v) => s + v, 0);
  const n = y.length;
  if (events === 0 || events === n)
    return notEstimable(`A logistic model needs both classes: ${events} with the outcome, ${n - events} without.`);
  const x = standardise(columns);
  const share = events / n;
  const nullValue = share * Math.log(share) + (1 - share) * Math.log(1 - share);
  const start = new Float64Array(names.length + 1);
  start[0] = Math.log(share / (1 - share));
  const solved = penaltyPath(logisticModel(y, x.columns), options, start);
  if ("reason" in solved) return notEstimable(solved.reason);
  return estimated({
    n,
    events,
    alpha: solved.alpha,
    features: names,
    fits: solved.points.map(({ lambda, beta, value }): ElasticNetFit => {
      const coefficients = Float64Array.from(names, (_, j) => (x.scales[j]! > 0 ? beta[j + 1]! / x.scales[j]! : 0));
      return {
        lambda,
        intercept: beta[0]! - coefficients.reduce((s, b, j) => s + b * x.means[j]!, 0),
        coefficients,
        selected: names.filter((_, j) => coefficients[j] !== 0),
        devianceExplained: 1 - value / nullValue,
      };
    }),
  });
}

/** As `elasticNetLogistic`, for the partial likelihood of Cox with Breslow ties; no intercept. */
export function elasticNetCox(design: CoxDesign, options: ElasticNetOptions): Estimated<ElasticNetPath> {
  const { names, columns } = checkedFeatures(design.features);
  checkSameLength({ time: design.time, ...design.features });
  const { time, event } = checkedSurvival(design);
  const events = event.reduce((s, v) => s + v, 0);
  const n = time.length;
  if (events === 0) return notEstimable(`A Cox model needs events; none of ${n} subjects had one.`);
  const data = riskSetData(time, event, columns, undefined);
  const model = coxModel(data);
  const zero = new Float64Array(names.length);
  const [nullValue, best] = [model.value(zero), saturatedBreslow(data) / n];
  if (!(best > nullValue))
    return notEstimable("Nobody else is at risk when an event happens: the partial likelihood says nothing.");
  const solved = penaltyPath(model, options, zero);
  if ("reason" in solved) return notEstimable(solved.reason);
  return estimated({
    n,
    events,
    alpha: solved.alpha,
    features: names,
    fits: solved.points.map(({ lambda, beta, value }): ElasticNetFit => {
      const coefficients = beta.map((b, j) => b / data.scales[j]!);
      return {
        lambda,
        intercept: 0,
        coefficients,
        selected: names.filter((_, j) => coefficients[j] !== 0),
        devianceExplained: (value - nullValue) / (best - nullValue),
      };
    }),
  });
}

/** Linear predictor of rows: intercept + sum of coefficient × feature. */
export function elasticNetPredictor(
  path: Pick<ElasticNetPath, "features">,
  fit: ElasticNetFit,
  features: Readonly<Record<string, Numbers>>,
): Float64Array {
  const n = checkSameLength(features);
  return lineOf(path.features, fit, features, n);
}

/** As `elasticNetPredictor`, for columns that have been checked. */
export function lineOf(
  names: readonly string[],
  fit: ElasticNetFit,
  features: Readonly<Record<string, Numbers>>,
  n: number,
): Float64Array {
  const out = new Float64Array(n).fill(fit.intercept);
  names.forEach((name, j) => {
    const b = fit.coefficients[j]!;
    if (b === 0) return;
    const column = features[name];
    if (!column) refuse("COLUMN_MISSING", `The model uses '${name}'; give that column too.`);
    for (let i = 0; i < n; i++) out[i]! += b * column[i]!;
  });
  return out;
}

export function checkedFeatures(features: Readonly<Record<string, Numbers>>) {
  const names = Object.keys(features);
  if (names.length === 0) refuse("NO_COVARIATES", "A penalised model needs at least one feature.");
  return { names, columns: names.map((name) => checkedNumbers(features[name]!, name)) };
}

interface PathPoint {
  readonly lambda: number;
  readonly beta: Float64Array;
  /** Log-likelihood / n. */
  readonly value: number;
}

/** Fits from the largest penalty down, each started from the one before. */
export function penaltyPath(model: SmoothModel, { alpha = 1, lambda }: ElasticNetOptions, start: Float64Array) {
  const wanted = typeof lambda === "number" ? [lambda] : lambda;
  if (!(alpha >= 0 && alpha <= 1)) refuse("OUT_OF_RANGE", `alpha is ${alpha}; give a number from 0 to 1.`);
  const bad = wanted.find((l) => !(l >= 0 && Number.isFinite(l)));
  if (bad !== undefined || wanted.length === 0)
    refuse("OUT_OF_RANGE", `lambda is ${String(bad ?? "empty")}; give penalties of 0 or more.`);
  const found = new Map<number, PathPoint>();
  let beta = start;
  const kept = solver(model);
  for (const one of [...new Set(wanted)].sort((a, b) => b - a)) {
    const next = kept.solve({ alpha, lambda: one }, beta);
    if (!next)
      return { reason: `No minimum was found at lambda ${one}: a coefficient runs to infinity; use a larger penalty.` };
    beta = next;
    found.set(one, { lambda: one, beta, value: model.value(beta) });
  }
  return { alpha, points: wanted.map((l) => found.get(l)!) };
}
