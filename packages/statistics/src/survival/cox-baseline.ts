import { refuse } from "@nadir/domain";
import { checkedNumbers, checkSameLength, type Numbers } from "../checked-input.ts";
import { dot, multiply } from "../linear-algebra.ts";
import type { CoxFit } from "./cox.ts";
import { eventTerms, riskSetData, type Ties } from "./risk-sets.ts";
import { checkedSurvival, type SurvivalInput } from "./survival-data.ts";

export interface CoxSurvival {
  readonly time: number;
  readonly cumulativeHazard: number;
  readonly survival: number;
  /** Of the survival probability: hazard variance plus that of the coefficients. */
  readonly standardError: number;
}

/**
 * Survival at `times` for covariates `at` (by name; a name left out is an error), S = exp(-H0 e^{x'b}), with hazard
 * increments of the fit's own tie method. One stratum only.
 */
export function coxSurvival(
  fit: CoxFit,
  at: Readonly<Record<string, number>>,
  times: readonly number[],
): CoxSurvival[] {
  const { data, beta, covariance } = fit.state;
  if (data.stratum[data.n - 1] !== 0)
    refuse(
      "STRATIFIED_BASELINE",
      "A stratified fit has a baseline for each stratum; fit one stratum to predict from it.",
    );
  const x = fit.coefficients.map(({ name }, j) => {
    const v = at[name];
    if (v === undefined || !Number.isFinite(v))
      refuse("COVARIATE_MISSING", `The covariate '${name}' is ${String(v)}; give a number for every covariate.`);
    return (v - data.means[j]!) / data.scales[j]!;
  });
  const risk = Math.exp(dot(x, beta));
  const terms = eventTerms(data, beta, fit.ties).reverse();
  return times.map((time) => {
    let hazard = 0;
    let variance = 0;
    const drift = new Float64Array(x.length);
    for (const term of terms) {
      if (term.time > time) break;
      hazard += term.hazard;
      variance += term.hazardVariance;
      for (let j = 0; j < x.length; j++) drift[j]! += x[j]! * term.hazard - term.hazardMean[j]!;
    }
    const survival = Math.exp(-hazard * risk);
    const spread = variance + dot(drift, multiply(covariance, drift));
    return { time, cumulativeHazard: hazard * risk, survival, standardError: survival * risk * Math.sqrt(spread) };
  });
}

const LARGEST_LINE = 700;

/**
 * Cumulative baseline hazard of a given linear predictor (fitted elsewhere, e.g. with a penalty): H0 at each event time,
 * for a subject whose linear predictor is 0. Breslow's increments, or Efron's. Ordered by rising time.
 */
export function baselineHazard(
  input: SurvivalInput & { readonly linearPredictor: Numbers },
  ties: Ties = "efron",
): readonly { readonly time: number; readonly cumulativeHazard: number }[] {
  checkSameLength({ time: input.time, linearPredictor: input.linearPredictor });
  const { time, event } = checkedSurvival(input);
  const lp = checkedNumbers(input.linearPredictor, "linear predictor");
  // Beyond this exp() leaves the numbers, and with it every hazard.
  const far = lp.findIndex((v) => Math.abs(v) > LARGEST_LINE);
  if (far >= 0)
    refuse(
      "LINEAR_PREDICTOR_TOO_LARGE",
      `linear predictor: value ${far + 1} is ${lp[far]}; a log hazard lies between ${-LARGEST_LINE} and ${LARGEST_LINE}. Put the predictors on a common scale.`,
      { found: String(lp[far]) },
    );
  const data = riskSetData(time, event, [lp], undefined);
  const terms = eventTerms(data, [data.scales[0]!], ties).reverse();
  const shrink = Math.exp(-data.means[0]!);
  let total = 0;
  return terms.map((term) => {
    total += term.hazard * shrink;
    return { time: term.time, cumulativeHazard: total };
  });
}
