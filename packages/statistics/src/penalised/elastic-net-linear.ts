import { refuse } from "@nadir/domain";
import { checkedNumbers, checkSameLength, type Numbers } from "../checked-input.ts";
import { mean } from "../describe.ts";
import { type Estimated, estimated, notEstimable } from "../estimate.ts";
import type { ElasticNetFit, ElasticNetOptions } from "./elastic-net.ts";
import { checkedFeatures } from "./paths.ts";

export interface LinearDesign {
  readonly features: Readonly<Record<string, Numbers>>;
  readonly outcome: Numbers;
}

export interface LinearPath {
  readonly n: number;
  readonly alpha: number;
  readonly features: readonly string[];
  /** In the order of the penalties asked for. `devianceExplained` is R² on the subjects of the fit. */
  readonly fits: readonly ElasticNetFit[];
}

const MOST_SWEEPS = 20_000;
const SETTLED = 1e-24;

/**
 * Elastic-net linear regression (Zou & Hastie 2005; Friedman, Hastie & Tibshirani 2010, equation 1): minimises
 * RSS / (2n) + lambda (alpha |b|_1 + (1 - alpha) / 2 |b|²) over coefficients of features standardised with 1/n variance, by
 * coordinate descent. The outcome is standardised likewise and lambda divided by its deviation, as glmnet does; the intercept is
 * free of penalty. Not estimable where the outcome does not vary, or where no minimum is reached.
 */
export function elasticNetLinear(design: LinearDesign, options: ElasticNetOptions): Estimated<LinearPath> {
  const { names, columns } = checkedFeatures(design.features);
  checkSameLength({ outcome: design.outcome, ...design.features });
  const y = checkedNumbers(design.outcome, "outcome");
  const { alpha = 1 } = options;
  const wanted = typeof options.lambda === "number" ? [options.lambda] : options.lambda;
  if (!(alpha >= 0 && alpha <= 1)) refuse("OUT_OF_RANGE", `alpha is ${alpha}; give a number from 0 to 1.`);
  const bad = wanted.find((l) => !(l >= 0 && Number.isFinite(l)));
  if (bad !== undefined || wanted.length === 0)
    refuse("OUT_OF_RANGE", `lambda is ${String(bad ?? "empty")}; give penalties of 0 or more.`);
  const target = standardised(y);
  if (!target.values)
    return notEstimable(`A linear model needs an outcome that varies; all ${y.length} values are the same.`);
  const x = columns.map(standardised);
  const beta = new Float64Array(names.length);
  const rest = target.values.slice();
  const fits = new Map<number, ElasticNetFit>();
  // From the largest penalty down, each started from the one before.
  for (const lambda of [...new Set(wanted)].sort((a, b) => b - a)) {
    const penalty = lambda / target.deviation;
    if (!descend(x, rest, beta, penalty * alpha, penalty * (1 - alpha)))
      return notEstimable(`No minimum was reached at lambda ${lambda}; use a larger penalty.`);
    const coefficients = beta.map((b, j) => (x[j]!.values ? (b * target.deviation) / x[j]!.deviation : 0));
    fits.set(lambda, {
      lambda,
      intercept: target.centre - coefficients.reduce((s, b, j) => s + b * x[j]!.centre, 0),
      coefficients,
      selected: names.filter((_, j) => coefficients[j] !== 0),
      devianceExplained: 1 - rest.reduce((s, r) => s + r * r, 0) / y.length,
    });
  }
  return estimated({ n: y.length, alpha, features: names, fits: wanted.map((l) => fits.get(l)!) });
}

interface Column {
  readonly centre: number;
  /** Divisor n. */
  readonly deviation: number;
  /** Mean 0 and variance 1; null where nothing varies. */
  readonly values: Float64Array | null;
}

function standardised(column: Float64Array): Column {
  const n = column.length;
  const centre = n > 0 ? mean(column) : 0;
  const deviation = Math.sqrt(column.reduce((s, v) => s + (v - centre) ** 2, 0) / Math.max(1, n));
  const varies = deviation > 1e-14 * Math.abs(centre) && Number.isFinite(deviation);
  return { centre, deviation, values: varies ? column.map((v) => (v - centre) / deviation) : null };
}

/** Sweeps over the columns, `rest` and `beta` changed in place, until no step moves a fit: first all, then those in play. */
function descend(x: readonly Column[], rest: Float64Array, beta: Float64Array, l1: number, l2: number): boolean {
  const n = rest.length;
  const step = (j: number): number => {
    const { values } = x[j]!;
    if (!values) return 0;
    let pull = beta[j]!;
    for (let i = 0; i < n; i++) pull += (values[i]! * rest[i]!) / n;
    const to = (pull > l1 ? pull - l1 : pull < -l1 ? pull + l1 : 0) / (1 + l2);
    const by = to - beta[j]!;
    if (by !== 0) for (let i = 0; i < n; i++) rest[i]! -= by * values[i]!;
    beta[j] = to;
    return by * by;
  };
  const all = Array.from(beta.keys());
  for (let sweep = 0; sweep < MOST_SWEEPS; sweep++) {
    if (all.reduce((most, j) => Math.max(most, step(j)), 0) < SETTLED) return true;
    const inPlay = all.filter((j) => beta[j] !== 0);
    for (let k = 0; k < 200 && inPlay.reduce((most, j) => Math.max(most, step(j)), 0) >= SETTLED; k++);
  }
  return false;
}
