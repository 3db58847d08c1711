import { checkSameLength } from "../checked-input.ts";
import { mean } from "../describe.ts";
import { type Estimated, estimated, notEstimable } from "../estimate.ts";
import { type Label, orderedLabels } from "../survival/log-rank.ts";
import { checkedSurvival } from "../survival/survival-data.ts";
import type { CoxDesign } from "./elastic-net.ts";
import { partialLikelihood, type SortedFollowUp, saturatedBreslow, sortedFollowUp } from "./models.ts";
import { checkedFeatures, coxPath, type ElasticNetFit, lineOfRows } from "./paths.ts";

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
  const followUp = checkedSurvival(design);
  const { names, columns } = checkedFeatures(design.features);
  const labels = orderedLabels(folds);
  if (labels.length < 2) return notEstimable(`Cross-validation needs two folds; there is ${labels.length}.`);
  const everybody = Int32Array.from({ length: n }, (_, i) => i);
  const all = devianceOf(columns, sortedFollowUp(followUp));
  const parts: { events: number; deviance: number[] }[] = [];
  for (const label of labels) {
    const rest = everybody.filter((i) => folds[i] !== label);
    let events = 0;
    for (let i = 0; i < n; i++) if (folds[i] === label) events += followUp.event[i]!;
    if (events === 0) return notEstimable(`Fold '${label}' has no event: its deviance cannot be told.`);
    const fitted = coxPath(names, columns, followUp, { alpha, lambda }, rest);
    if (!fitted.estimable) return notEstimable(`Without fold '${label}': ${fitted.reason}`);
    const others = devianceOf(columns, sortedFollowUp(followUp, rest));
    parts.push({ events, deviance: fitted.fits.map((f) => (all(f) - others(f)) / events) });
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

/** Twice the log partial likelihood by which a fit falls short of the saturated model. */
function devianceOf(columns: readonly Float64Array[], sorted: SortedFollowUp): (fit: ElasticNetFit) => number {
  const best = saturatedBreslow(sorted);
  return (fit) => {
    const eta = lineOfRows(fit, columns, sorted.order);
    // A constant changes nothing; without it the exponentials stay in range.
    const centre = mean(eta);
    return (
      2 *
      (best -
        partialLikelihood(
          sorted,
          eta.map((v) => v - centre),
        ))
    );
  };
}
