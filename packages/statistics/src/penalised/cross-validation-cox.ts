import { checkSameLength } from "../checked-input.ts";
import { type Estimated, estimated, notEstimable } from "../estimate.ts";
import { type Label, orderedLabels } from "../survival/log-rank.ts";
import { riskSetData } from "../survival/risk-sets.ts";
import { checkedSurvival } from "../survival/survival-data.ts";
import { type CoxDesign, elasticNetCox } from "./elastic-net.ts";
import { coxModel, saturatedBreslow } from "./models.ts";

export interface CoxCrossValidation {
  readonly lambda: readonly number[];
  /** Partial-likelihood deviance an event: mean over folds weighted by their events. */
  readonly deviance: readonly number[];
  readonly devianceError: readonly number[];
  readonly lambdaMin: number;
  readonly lambdaOneSe: number;
}

/**
 * Cross-validation of a penalised Cox model over given folds. The deviance of a fold is that of all subjects less that of
 * the others, both under the fit of the others (Verweij & van Houwelingen 1993), since a fold alone has hardly any risk
 * sets; divided by the events of the fold. As glmnet with `grouped = TRUE`.
 */
export function crossValidateCox(
  design: CoxDesign,
  {
    alpha = 1,
    lambda,
    folds,
  }: { readonly alpha?: number; readonly lambda: readonly number[]; readonly folds: ArrayLike<Label> },
): Estimated<CoxCrossValidation> {
  const n = checkSameLength({ time: design.time, folds, ...design.features });
  const { time, event } = checkedSurvival(design);
  const names = Object.keys(design.features);
  const labels = orderedLabels(folds);
  if (labels.length < 2) return notEstimable(`Cross-validation needs two folds; there is ${labels.length}.`);
  const parts: { events: number; deviance: number[] }[] = [];
  for (const label of labels) {
    const rest: number[] = [];
    let events = 0;
    for (let i = 0; i < n; i++)
      if (folds[i] !== label) rest.push(i);
      else events += event[i]!;
    if (events === 0) return notEstimable(`Fold '${label}' has no event: its deviance cannot be told.`);
    const fitted = elasticNetCox(rowsOf(design, rest), { alpha, lambda });
    if (!fitted.estimable) return notEstimable(`Without fold '${label}': ${fitted.reason}`);
    const devianceOf = (rows: readonly number[]) => {
      const { features } = rowsOf(design, rows);
      return (coefficients: Float64Array): number => {
        const eta = new Float64Array(rows.length);
        names.forEach((name, j) => {
          const b = coefficients[j]!;
          if (b !== 0) for (let i = 0; i < eta.length; i++) eta[i]! += b * features[name]![i]!;
        });
        const data = riskSetData(
          Float64Array.from(rows, (i) => time[i]!),
          Uint8Array.from(rows, (i) => event[i]!),
          [eta],
          undefined,
        );
        const value = coxModel(data).value(Float64Array.of(data.scales[0]!)) * rows.length;
        return 2 * (saturatedBreslow(data) - value);
      };
    };
    const all = devianceOf(Array.from({ length: n }, (_, i) => i));
    const others = devianceOf(rest);
    parts.push({ events, deviance: fitted.fits.map((f) => (all(f.coefficients) - others(f.coefficients)) / events) });
  }
  const total = parts.reduce((s, p) => s + p.events, 0);
  const weighted = (value: (p: (typeof parts)[number]) => number) =>
    parts.reduce((s, p) => s + p.events * value(p), 0) / total;
  const deviance = lambda.map((_, l) => weighted((p) => p.deviance[l]!));
  const devianceError = lambda.map((_, l) =>
    Math.sqrt(weighted((p) => (p.deviance[l]! - deviance[l]!) ** 2) / (labels.length - 1)),
  );
  const least = Math.min(...deviance);
  const largestBelow = (limit: number) => Math.max(...lambda.filter((_, l) => deviance[l]! <= limit));
  const lambdaMin = largestBelow(least + 1e-12 * Math.abs(least));
  const at = lambda.indexOf(lambdaMin);
  return estimated({
    lambda,
    deviance,
    devianceError,
    lambdaMin,
    lambdaOneSe: largestBelow(deviance[at]! + devianceError[at]!),
  });
}

function rowsOf({ features, time, event }: CoxDesign, rows: readonly number[]): CoxDesign {
  return {
    features: Object.fromEntries(
      Object.entries(features).map(([name, column]) => [name, Float64Array.from(rows, (i) => column[i]!)]),
    ),
    time: rows.map((i) => time[i]!),
    event: rows.map((i) => event[i]!),
  };
}
