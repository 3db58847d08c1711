import { refuse } from "@nadir/domain";
import { checkedNumbers, type Numbers } from "../checked-input.ts";
import { type Estimated, estimated, notEstimable } from "../estimate.ts";
import type { SurvivalColumns } from "../survival/survival-data.ts";
import { inColumnMemory } from "./kernels/column-memory.ts";
import { coxModel, logisticModel, saturatedBreslow, sortedFollowUp, standardise } from "./models.ts";
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

/** As `elasticNetLogistic`, of checked columns, on `rows` alone where they are named. */
export function logisticPath(
  names: readonly string[],
  columns: readonly Float64Array[],
  whole: Uint8Array,
  options: ElasticNetOptions,
  rows?: Int32Array,
): Estimated<ElasticNetPath> {
  const y = rows ? Uint8Array.from(rows, (i) => whole[i]!) : whole;
  const n = y.length;
  const events = y.reduce((s, v) => s + v, 0);
  if (events === 0 || events === n)
    return notEstimable(`A logistic model needs both classes: ${events} with the outcome, ${n - events} without.`);
  const share = events / n;
  const nullValue = share * Math.log(share) + (1 - share) * Math.log(1 - share);
  const start = new Float64Array(names.length + 1);
  start[0] = Math.log(share / (1 - share));
  const { x, solved } = inColumnMemory(() => {
    const x = standardise(columns, { rows, ones: true });
    return { x, solved: penaltyPath(logisticModel(y, x.block), options, start) };
  });
  if ("reason" in solved) return notEstimable(solved.reason);
  return estimated({
    n,
    events,
    alpha: solved.alpha,
    features: names,
    fits: solved.points.map(({ lambda, beta, value }): ElasticNetFit => {
      const coefficients = new Float64Array(names.length);
      const selected: string[] = [];
      let intercept = beta[0]!;
      for (let j = 0; j < names.length; j++) {
        if (beta[j + 1] === 0 || x.scales[j] === 0) continue;
        coefficients[j] = beta[j + 1]! / x.scales[j]!;
        intercept -= coefficients[j]! * x.means[j]!;
        selected.push(names[j]!);
      }
      return { lambda, intercept, coefficients, selected, devianceExplained: 1 - value / nullValue };
    }),
  });
}

/** As `elasticNetCox`, of checked columns, on `rows` alone where they are named. */
export function coxPath(
  names: readonly string[],
  columns: readonly Float64Array[],
  followUp: SurvivalColumns,
  options: ElasticNetOptions,
  rows?: Int32Array,
): Estimated<ElasticNetPath> {
  const sorted = sortedFollowUp(followUp, rows);
  const { n } = sorted;
  const events = sorted.deaths.reduce((s, d) => s + d, 0);
  if (events === 0) return notEstimable(`A Cox model needs events; none of ${n} subjects had one.`);
  const { x, solved, nullValue, best } = inColumnMemory(() => {
    const x = standardise(columns, { rows: sorted.order });
    const model = coxModel(sorted, x.block);
    const [nullValue, best] = [model.value(new Float64Array(n)), saturatedBreslow(sorted) / n];
    const solved = best > nullValue ? penaltyPath(model, options, new Float64Array(names.length)) : null;
    return { x, solved, nullValue, best };
  });
  if (!solved)
    return notEstimable("Nobody else is at risk when an event happens: the partial likelihood says nothing.");
  if ("reason" in solved) return notEstimable(solved.reason);
  return estimated({
    n,
    events,
    alpha: solved.alpha,
    features: names,
    fits: solved.points.map(({ lambda, beta, value }): ElasticNetFit => {
      const coefficients = beta.map((b, j) => (b === 0 || x.scales[j] === 0 ? 0 : b / x.scales[j]!));
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

/** The linear predictor of `rows` of checked columns, in the order of the model's features. */
export function lineOfRows(fit: ElasticNetFit, columns: readonly Float64Array[], rows: Int32Array): Float64Array {
  const out = new Float64Array(rows.length).fill(fit.intercept);
  for (let j = 0; j < columns.length; j++) {
    const b = fit.coefficients[j]!;
    if (b === 0) continue;
    const column = columns[j]!;
    for (let i = 0; i < rows.length; i++) out[i]! += b * column[rows[i]!]!;
  }
  return out;
}

/** Names and checked columns. */
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
    if (next === null)
      return { reason: `No minimum was found at lambda ${one}: a coefficient runs to infinity; use a larger penalty.` };
    beta = next.beta;
    found.set(one, { lambda: one, beta, value: next.value });
  }
  return { alpha, points: wanted.map((l) => found.get(l)!) };
}
