import { refuse } from "@nadir/domain";
import { elasticNetLinear, elasticNetPredictor, median, randomSource } from "@nadir/statistics";

/** Predictors of subjects and a number to be foretold. NaN where a predictor is not known. */
export interface LinearCohort {
  readonly names: readonly string[];
  readonly columns: readonly Float64Array[];
  readonly outcome: Float64Array;
}

export interface NestedLinear {
  /** What models that have not seen the subject foretell. */
  readonly predictions: Float64Array;
  /** 1 - SSE / SS around the mean, of the predictions above; below 0 where the mean would have done better. */
  readonly rSquared: number;
  /** Root mean square error / standard deviation (divisor n). */
  readonly errorOverDeviation: number;
  /** In how many of the outer fits a predictor was used. */
  readonly used: ReadonlyMap<string, number>;
}

const ALPHA = 0.5;
/** Shares of the least penalty that leaves no predictor. */
const SHARES = [0.9, 0.6, 0.4, 0.25, 0.15, 0.08, 0.04];
const INNER = 5;

/**
 * Elastic-net regression judged by nested cross-validation: outer folds judge, inner folds choose the penalty by squared
 * error, gaps are filled by the median of the training subjects (Varma & Simon 2006). The same seed gives the same answer.
 * Refusal: fewer than four subjects a fold, an outcome that does not vary.
 */
export function nestedLinear(cohort: LinearCohort, { folds, seed }: { readonly folds: number; readonly seed: number }) {
  const n = cohort.outcome.length;
  if (n < 4 * folds)
    refuse("TOO_FEW_FOR_FOLDS", `${n} subjects are too few for ${folds} folds of four; take fewer folds.`, {
      found: String(n),
      expected: String(4 * folds),
    });
  const centre = cohort.outcome.reduce((s, v) => s + v, 0) / n;
  const total = cohort.outcome.reduce((s, v) => s + (v - centre) ** 2, 0);
  if (!(total > 0)) refuse("ONE_VALUE", `All ${n} subjects have the same value; there is nothing to foretell.`);
  const fold = dealt(n, folds, seed);
  const predictions = new Float64Array(n);
  const used = new Map<string, number>();
  for (let k = 0; k < folds; k++) {
    const learn = rowsWhere(n, (i) => fold[i] !== k);
    const judge = rowsWhere(n, (i) => fold[i] === k);
    const fit = chosen(cohort, learn, seed + 1 + k);
    for (const name of fit.used) used.set(name, (used.get(name) ?? 0) + 1);
    fit.predict(judge).forEach((p, i) => {
      predictions[judge[i]!] = p;
    });
  }
  const error = predictions.reduce((s, p, i) => s + (p - cohort.outcome[i]!) ** 2, 0);
  return {
    predictions,
    rSquared: 1 - error / total,
    errorOverDeviation: Math.sqrt(error / total),
    used,
  } satisfies NestedLinear;
}

/** The penalty with the least squared error in inner folds, fitted on all rows to learn from. */
function chosen(cohort: LinearCohort, rows: readonly number[], seed: number) {
  const fold = dealt(rows.length, INNER, seed);
  const errors = new Float64Array(SHARES.length);
  for (let k = 0; k < INNER; k++) {
    const learn = rows.filter((_, i) => fold[i] !== k);
    const judge = rows.filter((_, i) => fold[i] === k);
    const fits = fitted(cohort, learn);
    SHARES.forEach((_, s) => {
      fits(s)
        .predict(judge)
        .forEach((p, i) => {
          errors[s]! += (p - cohort.outcome[judge[i]!]!) ** 2;
        });
    });
  }
  let best = 0;
  // Of equal errors the larger penalty stays.
  for (let s = 1; s < SHARES.length; s++) if (errors[s]! < errors[best]! * (1 - 1e-12)) best = s;
  return fitted(cohort, rows)(best);
}

/** Fits of every penalty on the rows; where the outcome does not vary there, its mean. */
function fitted(cohort: LinearCohort, rows: readonly number[]) {
  const fills = cohort.columns.map((c) => {
    const known = rows.flatMap((i) => (Number.isNaN(c[i]!) ? [] : [c[i]!]));
    return known.length > 0 ? median(known) : 0;
  });
  const filled = (among: readonly number[]) =>
    Object.fromEntries(
      cohort.names.map((name, j) => [
        name,
        Float64Array.from(among, (i) => (Number.isNaN(cohort.columns[j]![i]!) ? fills[j]! : cohort.columns[j]![i]!)),
      ]),
    );
  const y = Float64Array.from(rows, (i) => cohort.outcome[i]!);
  const features = filled(rows);
  const most = strongest(Object.values(features), y) / ALPHA;
  const path =
    most > 0
      ? elasticNetLinear({ features, outcome: y }, { alpha: ALPHA, lambda: SHARES.map((s) => s * most) })
      : { estimable: false as const, reason: "" };
  const centre = y.reduce((s, v) => s + v, 0) / y.length;
  return (s: number) => ({
    used: path.estimable ? path.fits[s]!.selected : [],
    predict: (among: readonly number[]): Float64Array =>
      path.estimable
        ? elasticNetPredictor(path, path.fits[s]!, filled(among))
        : new Float64Array(among.length).fill(centre),
  });
}

/** The greatest |covariance| of the outcome with a standardised column: above it the lasso leaves nothing. */
function strongest(columns: readonly Float64Array[], y: Float64Array): number {
  const n = y.length;
  const meanOf = (v: Float64Array): number => v.reduce((s, x) => s + x, 0) / n;
  const centre = meanOf(y);
  let most = 0;
  for (const column of columns) {
    const m = meanOf(column);
    const sd = Math.sqrt(column.reduce((s, x) => s + (x - m) ** 2, 0) / n);
    if (!(sd > 1e-14 * Math.abs(m))) continue;
    most = Math.max(most, Math.abs(column.reduce((s, x, i) => s + (x - m) * (y[i]! - centre), 0) / (n * sd)));
  }
  return most;
}

const rowsWhere = (n: number, keep: (i: number) => boolean): number[] =>
  Array.from({ length: n }, (_, i) => i).filter(keep);

function dealt(n: number, folds: number, seed: number): Int32Array {
  const random = randomSource(seed);
  const order = Int32Array.from({ length: n }, (_, i) => i);
  for (let i = n - 1; i > 0; i--) {
    const j = random.integer(i + 1);
    [order[i], order[j]] = [order[j]!, order[i]!];
  }
  const fold = new Int32Array(n);
  order.forEach((row, i) => {
    fold[row] = i % folds;
  });
  return fold;
}
