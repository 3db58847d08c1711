import { refuse } from "@nadir/domain";
import { checkedFlags, checkedNumbers, checkSameLength, type Flags, type Numbers } from "../checked-input.ts";
import { normalTwoSided } from "../distributions.ts";
import { type Estimated, estimated, notEstimable } from "../estimate.ts";
import { cholesky, choleskyInverse, choleskySolve, toRows } from "../linear-algebra.ts";

export interface LogisticInput {
  readonly outcome: Flags;
  /** Named columns; none leaves the intercept alone. */
  readonly covariates: Readonly<Record<string, Numbers>>;
  /** Added to the linear predictor with coefficient 1. */
  readonly offset?: Numbers;
  /** Default true. */
  readonly intercept?: boolean;
  /**
   * Where the covariates part the classes perfectly no finite estimate exists. `refuse` (default) says so; `keep` gives the
   * fit at which the deviance no longer changes, marked `separated`: for resampling that must repeat a reference's steps.
   */
  readonly separation?: "refuse" | "keep";
}

export interface LogisticCoefficient {
  /** `(Intercept)` for the intercept. */
  readonly name: string;
  readonly coefficient: number;
  readonly standardError: number;
  readonly z: number;
  readonly p: number;
}

export interface LogisticFit {
  readonly n: number;
  readonly events: number;
  readonly coefficients: readonly LogisticCoefficient[];
  readonly covariance: readonly (readonly number[])[];
  readonly logLikelihood: number;
  readonly deviance: number;
  /** Of the model with an intercept alone (and the offset, if one was given). */
  readonly nullDeviance: number;
  readonly fitted: Float64Array;
  readonly iterations: number;
  /** A coefficient runs to infinity; the figures are those of the last step. */
  readonly separated: boolean;
}

const MOST_STEPS = 100;

/**
 * Logistic regression by Newton–Raphson until the log-likelihood changes by less than 1e-14 of itself; the information is
 * taken at the final estimate (the usual early stop puts the fifth digit of standard errors wrong).
 */
export function logisticRegression(input: LogisticInput): Estimated<LogisticFit> {
  const y = checkedFlags(input.outcome, "outcome");
  const names = Object.keys(input.covariates);
  const n = checkSameLength({ outcome: y, ...input.covariates, ...(input.offset ? { offset: input.offset } : {}) });
  const columns = names.map((name) => checkedNumbers(input.covariates[name]!, name));
  const offset = input.offset ? checkedNumbers(input.offset, "offset") : new Float64Array(n);
  const intercept = input.intercept ?? true;
  if (!intercept && names.length === 0)
    refuse("NO_COVARIATES", "A model without intercept needs at least one covariate.");
  const events = y.reduce((s, v) => s + v, 0);
  if (events === 0 || events === n)
    return notEstimable(`A logistic model needs both classes: ${events} with the outcome, ${n - events} without.`);
  const fit = newton(y, columns, offset, intercept);
  if (typeof fit === "string") return notEstimable(fit);
  if (fit.separated && input.separation !== "keep")
    return notEstimable("A coefficient runs to infinity: the covariates part the classes perfectly.");
  const p = names.length + (intercept ? 1 : 0);
  const labels = [...(intercept ? ["(Intercept)"] : []), ...names];
  const zero = names.length === 0 ? fit : newton(y, [], offset, true);
  return estimated({
    n,
    events,
    coefficients: labels.map((name, j): LogisticCoefficient => {
      const coefficient = fit.beta[j]!;
      const standardError = Math.sqrt(fit.covariance[j * p + j]!);
      const z = coefficient / standardError;
      return { name, coefficient, standardError, z, p: normalTwoSided(z) };
    }),
    covariance: toRows(fit.covariance, p),
    logLikelihood: fit.value,
    deviance: -2 * fit.value,
    nullDeviance: typeof zero === "string" ? Number.NaN : -2 * zero.value,
    fitted: fit.fitted,
    iterations: fit.iterations,
    separated: fit.separated,
  });
}

export const expit = (x: number): number => (x >= 0 ? 1 / (1 + Math.exp(-x)) : Math.exp(x) / (1 + Math.exp(x)));
export const logit = (p: number): number => Math.log(p / (1 - p));
/** log(1 + e^x) without overflow. */
const softplus = (x: number): number => (x > 0 ? x + Math.log1p(Math.exp(-x)) : Math.log1p(Math.exp(x)));

/** Sum of y eta - log(1 + e^eta). */
export function bernoulliLogLikelihood(y: ArrayLike<number>, eta: ArrayLike<number>): number {
  let value = 0;
  for (let i = 0; i < y.length; i++) value += y[i]! * eta[i]! - softplus(eta[i]!);
  return value;
}

interface NewtonFit {
  readonly beta: Float64Array;
  readonly covariance: Float64Array;
  readonly value: number;
  readonly fitted: Float64Array;
  readonly iterations: number;
  readonly separated: boolean;
}

function newton(
  y: Uint8Array,
  columns: readonly Float64Array[],
  offset: Float64Array,
  intercept: boolean,
): NewtonFit | string {
  const n = y.length;
  // Columns are centred (with an intercept) and scaled, so that the information is well conditioned.
  const means = columns.map((c) => (intercept ? c.reduce((s, v) => s + v, 0) / n : 0));
  const scales = columns.map((c, j) => Math.sqrt(c.reduce((s, v) => s + (v - means[j]!) ** 2, 0) / n));
  const flat = scales.findIndex((s, j) => !(s > 1e-12 * Math.max(1, Math.abs(means[j]!))));
  if (flat >= 0) return `Covariate ${flat + 1} does not vary: its coefficient cannot be told from the intercept.`;
  const x = [
    ...(intercept ? [new Float64Array(n).fill(1)] : []),
    ...columns.map((c, j) => c.map((v) => (v - means[j]!) / scales[j]!)),
  ];
  const p = x.length;
  let beta: Float64Array = new Float64Array(p);
  const etaOf = (b: Float64Array) => offset.map((o, i) => x.reduce((s, c, j) => s + c[i]! * b[j]!, o));
  const informationAt = (eta: Float64Array) => {
    const information = new Float64Array(p * p);
    const gradient = new Float64Array(p);
    for (let i = 0; i < n; i++) {
      const mu = expit(eta[i]!);
      const w = mu * (1 - mu);
      for (let j = 0; j < p; j++) {
        const wx = w * x[j]![i]!;
        gradient[j]! += (y[i]! - mu) * x[j]![i]!;
        for (let k = 0; k <= j; k++) information[j * p + k]! += wx * x[k]![i]!;
      }
    }
    for (let j = 0; j < p; j++) for (let k = 0; k < j; k++) information[k * p + j] = information[j * p + k]!;
    return { information, gradient };
  };
  const separatedReason = "A coefficient runs to infinity: the covariates part the classes perfectly.";
  // The customary start: one least-squares step from fitted values (y + 1/2) / 2.
  const [startEta, startWeight] = [Math.log(3), 0.1875];
  const first = new Float64Array(p);
  const cross = new Float64Array(p * p);
  for (let i = 0; i < n; i++) {
    const z = (y[i] === 1 ? 1 : -1) * (startEta + 0.25 / startWeight) - offset[i]!;
    for (let j = 0; j < p; j++) {
      first[j]! += z * x[j]![i]!;
      for (let k = 0; k < p; k++) cross[j * p + k]! += x[j]![i]! * x[k]![i]!;
    }
  }
  const start = cholesky(cross, p, 1e-12);
  if (!start) return "The covariates are collinear: the information is singular.";
  beta = choleskySolve(start, p, first);
  let eta = etaOf(beta);
  let value = bernoulliLogLikelihood(y, eta);
  for (let iterations = 1; iterations <= MOST_STEPS; iterations++) {
    const { information, gradient } = informationAt(eta);
    const factor = cholesky(information, p, 1e-15);
    if (!factor) return separatedReason;
    const step = choleskySolve(factor, p, gradient);
    let next = beta;
    let nextEta = eta;
    let nextValue = Number.NEGATIVE_INFINITY;
    for (let share = 1; share > 1e-8; share /= 2) {
      next = beta.map((b, j) => b + share * step[j]!);
      nextEta = etaOf(next);
      nextValue = bernoulliLogLikelihood(y, nextEta);
      if (nextValue >= value - 1e-13 * Math.abs(value)) break;
    }
    const change = Math.abs(nextValue - value);
    beta = next;
    eta = nextEta;
    value = nextValue;
    if (change <= 1e-14 * (Math.abs(value) + 0.05)) {
      const steepest = step.reduce((m, v) => Math.max(m, Math.abs(v)), 0);
      const last = cholesky(informationAt(eta).information, p, 1e-15);
      if (!last) return separatedReason;
      // At a maximum the step shrinks with its square; towards infinity it stays about 1 on the linear predictor.
      const separated = steepest > 1e-3 || value > -1e-8;
      const inverse = choleskyInverse(last, p);
      return unscaled(beta, inverse, means, scales, intercept, {
        value,
        fitted: eta.map(expit),
        iterations,
        separated,
      });
    }
  }
  return `Newton–Raphson did not settle in ${MOST_STEPS} steps: a coefficient runs to infinity.`;
}

/** Back to the columns as given: b = A b', V = A V' A', A = shift by means and division by scales. */
function unscaled(
  beta: Float64Array,
  covariance: Float64Array,
  means: readonly number[],
  scales: readonly number[],
  intercept: boolean,
  rest: Pick<NewtonFit, "value" | "fitted" | "iterations" | "separated">,
): NewtonFit {
  const p = beta.length;
  const first = intercept ? 1 : 0;
  const a = new Float64Array(p * p);
  for (let j = 0; j < p; j++) a[j * p + j] = j < first ? 1 : 1 / scales[j - first]!;
  if (intercept) for (let j = 1; j < p; j++) a[j] = -means[j - 1]! / scales[j - 1]!;
  const out = new Float64Array(p * p);
  for (let i = 0; i < p; i++)
    for (let j = 0; j < p; j++)
      for (let k = 0; k < p; k++)
        for (let l = 0; l < p; l++) out[i * p + j]! += a[i * p + k]! * covariance[k * p + l]! * a[j * p + l]!;
  return {
    beta: Float64Array.from({ length: p }, (_, i) => beta.reduce((s, b, j) => s + a[i * p + j]! * b, 0)),
    covariance: out,
    ...rest,
  };
}
