import { checkedFlags, checkSameLength } from "../checked-input.ts";
import { mean } from "../describe.ts";
import { aucValue } from "../discrimination/auc.ts";
import { type Estimated, estimated, notEstimable } from "../estimate.ts";
import { expit } from "../models/logistic-regression.ts";
import { type Label, orderedLabels } from "../survival/log-rank.ts";
import type { BinomialDesign } from "./elastic-net.ts";
import { checkedFeatures, lineOfRows, logisticPath } from "./paths.ts";

export interface CrossValidationOptions {
  readonly alpha?: number;
  readonly lambda: readonly number[];
  /** Fold of each row; all rows of a subject belong to one. */
  readonly folds: ArrayLike<Label>;
}

export interface CrossValidation {
  readonly lambda: readonly number[];
  /** Deviance a subject left out, probabilities kept within 1e-5 of 0 and 1: mean over folds weighted by their size. */
  readonly deviance: readonly number[];
  /** Weighted standard deviation of the fold means / sqrt(folds - 1). */
  readonly devianceError: readonly number[];
  /** Mean over folds (weighted by size) of the AUC within the fold; null where no fold has both classes. */
  readonly auc: readonly (number | null)[];
  /** Largest penalty with the smallest deviance; means that agree to rounding (1e-12) are one. */
  readonly lambdaMin: number;
  /** Largest penalty within one standard error of it. */
  readonly lambdaOneSe: number;
}

const CLIP = 1e-5;

/** Cross-validation of a penalised logistic model over given folds: every fit sees the other folds alone. */
export function crossValidateLogistic(
  design: BinomialDesign,
  { alpha = 1, lambda, folds }: CrossValidationOptions,
): Estimated<CrossValidation> {
  const n = checkSameLength({ outcome: design.outcome, folds, ...design.features });
  const { names, columns } = checkedFeatures(design.features);
  const y = checkedFlags(design.outcome, "outcome");
  return crossValidatePath(
    names,
    columns,
    y,
    Int32Array.from({ length: n }, (_, i) => i),
    { alpha, lambda, folds },
  );
}

/** As `crossValidateLogistic`, of checked columns among the rows named. */
function crossValidatePath(
  names: readonly string[],
  columns: readonly Float64Array[],
  y: Uint8Array,
  rows: Int32Array,
  { alpha = 1, lambda, folds }: CrossValidationOptions,
): Estimated<CrossValidation> {
  const labels = orderedLabels(Array.from(rows, (i) => folds[i]!));
  if (labels.length < 2) return notEstimable(`Cross-validation needs two folds; there is ${labels.length}.`);
  const parts: { size: number; deviance: number[]; auc: (number | null)[] }[] = [];
  for (const label of labels) {
    const left = rows.filter((i) => folds[i] === label);
    const rest = rows.filter((i) => folds[i] !== label);
    const fitted = logisticPath(names, columns, y, { alpha, lambda }, rest);
    if (!fitted.estimable) return notEstimable(`Without fold '${label}': ${fitted.reason}`);
    const truth = Uint8Array.from(left, (i) => y[i]!);
    const scores = fitted.fits.map((fit) => lineOfRows(fit, columns, left));
    parts.push({
      size: left.length,
      deviance: scores.map((eta) =>
        mean(
          eta.map((e, i) => {
            const p = Math.min(1 - CLIP, Math.max(CLIP, expit(e)));
            return -2 * Math.log(truth[i] === 1 ? p : 1 - p);
          }),
        ),
      ),
      auc: scores.map((eta) => aucValue(eta, truth)),
    });
  }
  const weighted = (values: readonly { size: number; value: number }[]) =>
    values.reduce((s, v) => s + v.size * v.value, 0) / values.reduce((s, v) => s + v.size, 0);
  const deviance = lambda.map((_, l) => weighted(parts.map((p) => ({ size: p.size, value: p.deviance[l]! }))));
  const devianceError = lambda.map((_, l) =>
    Math.sqrt(
      weighted(parts.map((p) => ({ size: p.size, value: (p.deviance[l]! - deviance[l]!) ** 2 }))) / (labels.length - 1),
    ),
  );
  const auc = lambda.map((_, l) => {
    const known = parts.flatMap((p) => (p.auc[l] === null ? [] : [{ size: p.size, value: p.auc[l]! }]));
    return known.length > 0 ? weighted(known) : null;
  });
  const least = Math.min(...deviance);
  const largestBelow = (limit: number) => Math.max(...lambda.filter((_, l) => deviance[l]! <= limit));
  const lambdaMin = largestBelow(least * (1 + 1e-12));
  const at = lambda.indexOf(lambdaMin);
  return estimated({
    lambda,
    deviance,
    devianceError,
    auc,
    lambdaMin,
    lambdaOneSe: largestBelow(deviance[at]! + devianceError[at]!),
  });
}

export interface NestedCrossValidation {
  /** One an outer fold, in the order of the labels. */
  readonly outer: readonly {
    readonly fold: Label;
    readonly lambda: number;
    readonly auc: number | null;
    readonly selected: readonly string[];
  }[];
  /** Probability of each row from the model that never saw its fold; input order. */
  readonly predictions: Float64Array;
  /** Over all rows: mixes the calibrations of the outer models, and so differs from the mean over folds. */
  readonly pooledAuc: number | null;
  readonly meanFoldAuc: number | null;
  readonly pooledBrier: number;
  /** How many outer models have each feature. */
  readonly selectionFrequency: Readonly<Record<string, number>>;
}

/**
 * Nested cross-validation: in each outer training part the penalty is chosen by the inner folds (smallest deviance), the
 * model refitted, and the outer fold predicted.
 */
export function nestedCrossValidateLogistic(
  design: BinomialDesign,
  options: {
    readonly alpha?: number;
    readonly lambda: readonly number[];
    readonly outer: ArrayLike<Label>;
    readonly inner: ArrayLike<Label>;
  },
): Estimated<NestedCrossValidation> {
  const { alpha = 1, lambda, outer: outerFolds, inner } = options;
  const n = checkSameLength({ outcome: design.outcome, outer: outerFolds, inner, ...design.features });
  const { names, columns } = checkedFeatures(design.features);
  const y = checkedFlags(design.outcome, "outcome");
  const labels = orderedLabels(outerFolds);
  if (labels.length < 2) return notEstimable(`Cross-validation needs two outer folds; there is ${labels.length}.`);
  const everybody = Int32Array.from({ length: n }, (_, i) => i);
  const predictions = new Float64Array(n);
  const outer: NestedCrossValidation["outer"][number][] = [];
  for (const fold of labels) {
    const left = everybody.filter((i) => outerFolds[i] === fold);
    const rest = everybody.filter((i) => outerFolds[i] !== fold);
    const chosen = crossValidatePath(names, columns, y, rest, { alpha, lambda, folds: inner });
    if (!chosen.estimable) return notEstimable(`Outside outer fold '${fold}': ${chosen.reason}`);
    const fitted = logisticPath(names, columns, y, { alpha, lambda: chosen.lambdaMin }, rest);
    if (!fitted.estimable) return notEstimable(`Outside outer fold '${fold}': ${fitted.reason}`);
    const fit = fitted.fits[0]!;
    const scores = lineOfRows(fit, columns, left).map(expit);
    left.forEach((i, k) => {
      predictions[i] = scores[k]!;
    });
    const auc = aucValue(
      scores,
      Uint8Array.from(left, (i) => y[i]!),
    );
    outer.push({ fold, lambda: chosen.lambdaMin, auc, selected: fit.selected });
  }
  const known = outer.flatMap((o) => (o.auc === null ? [] : [o.auc]));
  return estimated({
    outer,
    predictions,
    pooledAuc: aucValue(predictions, y),
    meanFoldAuc: known.length > 0 ? mean(known) : null,
    pooledBrier: mean(predictions.map((p, i) => (p - y[i]!) ** 2)),
    selectionFrequency: Object.fromEntries(
      Object.keys(design.features).map((name) => [name, outer.filter((o) => o.selected.includes(name)).length]),
    ),
  });
}
