import { refuse } from "@nadir/domain";
import { checkedNumbers, checkLevel, checkSameLength, type Numbers } from "../checked-input.ts";
import { chiSquareUpper, normalTwoSided, zOf } from "../distributions.ts";
import { type Estimated, estimated, type Interval, notEstimable } from "../estimate.ts";
import { cholesky, choleskyInverse, choleskySolve, dot, multiply, toRows } from "../linear-algebra.ts";
import type { Label } from "./log-rank.ts";
import { partialLikelihood, type RiskSetData, riskSetData, type Ties } from "./risk-sets.ts";
import { checkedSurvival, type SurvivalInput } from "./survival-data.ts";

export interface CoxInput extends SurvivalInput {
  /** Named columns, one value a subject. */
  readonly covariates: Readonly<Record<string, Numbers>>;
  /** Own baseline hazard for each label. */
  readonly strata?: ArrayLike<Label>;
}

export interface CoxCoefficient {
  readonly name: string;
  /** Log hazard ratio for one unit of the covariate. */
  readonly coefficient: number;
  /** From the observed information. */
  readonly standardError: number;
  readonly z: number;
  readonly p: number;
  readonly hazardRatio: number;
  /** Wald limits of the hazard ratio. */
  readonly interval: Interval;
}

export interface ChiSquareTest {
  readonly chiSquare: number;
  readonly df: number;
  readonly p: number;
}

export interface CoxFit {
  readonly n: number;
  readonly events: number;
  readonly ties: Ties;
  readonly level: number;
  readonly coefficients: readonly CoxCoefficient[];
  /** Of the coefficients, in their order. */
  readonly covariance: readonly (readonly number[])[];
  readonly logLikelihoodNull: number;
  readonly logLikelihood: number;
  readonly likelihoodRatioTest: ChiSquareTest;
  readonly waldTest: ChiSquareTest;
  readonly scoreTest: ChiSquareTest;
  readonly iterations: number;
  /** x'b of each subject in input order, not centred. */
  readonly linearPredictor: Float64Array;
  /** Log partial likelihood at other coefficients (on the covariates as given). */
  readonly logLikelihoodAt: (coefficients: ArrayLike<number>) => number;
  /** Mean of each covariate. */
  readonly means: readonly number[];
  /** Sorted data and scaled coefficients, for residuals, hazard and tests. */
  readonly state: { readonly data: RiskSetData; readonly beta: Float64Array; readonly covariance: Float64Array };
}

const MOST_STEPS = 60;

/**
 * Cox regression (Cox 1972) by Newton–Raphson on the partial likelihood, Efron's ties by default, until the
 * log-likelihood changes by less than 1e-12 of itself and the gradient is below 1e-10; the information is taken at the
 * final estimate. Not estimable without events, with a constant covariate, with collinear covariates, or when a
 * coefficient runs to infinity (a covariate that parts events from non-events perfectly).
 */
export function coxRegression(
  input: CoxInput,
  { ties = "efron", level = 0.95 }: { ties?: Ties; level?: number } = {},
): Estimated<CoxFit> {
  checkLevel(level);
  const { time, event } = checkedSurvival(input);
  const names = Object.keys(input.covariates);
  if (names.length === 0) refuse("NO_COVARIATES", "A Cox model needs at least one covariate.");
  checkSameLength({ time, ...input.covariates, ...(input.strata ? { strata: input.strata } : {}) });
  const columns = names.map((name) => checkedNumbers(input.covariates[name]!, name));
  const events = event.reduce((s, e) => s + e, 0);
  if (events === 0) return notEstimable(`A Cox model needs events; none of ${time.length} subjects had one.`);
  const constant = names.filter((_, j) => columns[j]!.every((v) => v === columns[j]![0]));
  if (constant.length > 0) return notEstimable(`${quoted(constant)} does not vary: no hazard ratio exists.`);
  const data = riskSetData(time, event, columns, input.strata);
  const p = names.length;
  const atNull = partialLikelihood(data, new Float64Array(p), ties);
  const nullFactor = cholesky(atNull.information, p, 1e-10);
  if (!nullFactor)
    return notEstimable(
      `The information on ${quoted(names)} is singular with ${events} events: covariates are collinear, or one does not vary among those at risk.`,
    );
  const fit = newton(data, ties, atNull);
  if (typeof fit === "string") return notEstimable(fit);
  const { beta, likelihood, factor, iterations } = fit;
  const scaled = choleskyInverse(factor, p);
  const runaway = names.filter(
    (_, j) => Math.abs(beta[j]!) > 12 && scaled[j * p + j]! * atNull.information[j * p + j]! > 1e4,
  );
  if (runaway.length > 0)
    return notEstimable(
      `The coefficient of ${quoted(runaway)} runs to infinity: it parts those with the event from those without perfectly.`,
    );
  const covariance = scaled.map((v, i) => v / (data.scales[Math.floor(i / p)]! * data.scales[i % p]!));
  const coefficients = names.map((name, j): CoxCoefficient => {
    const coefficient = beta[j]! / data.scales[j]!;
    const standardError = Math.sqrt(covariance[j * p + j]!);
    const z = coefficient / standardError;
    const half = zOf(level) * standardError;
    return {
      name,
      coefficient,
      standardError,
      z,
      p: normalTwoSided(z),
      hazardRatio: Math.exp(coefficient),
      interval: { lower: Math.exp(coefficient - half), upper: Math.exp(coefficient + half), level },
    };
  });
  const linearPredictor = Float64Array.from(time, (_, i) =>
    coefficients.reduce((s, c, j) => s + c.coefficient * columns[j]![i]!, 0),
  );
  const test = (chiSquare: number): ChiSquareTest => ({ chiSquare, df: p, p: chiSquareUpper(chiSquare, p) });
  return estimated({
    n: time.length,
    events,
    ties,
    level,
    coefficients,
    covariance: toRows(covariance, p),
    logLikelihoodNull: atNull.value,
    logLikelihood: likelihood.value,
    likelihoodRatioTest: test(2 * (likelihood.value - atNull.value)),
    waldTest: test(dot(beta, multiply(likelihood.information, beta))),
    scoreTest: test(dot(atNull.gradient, choleskySolve(nullFactor, p, atNull.gradient))),
    iterations,
    linearPredictor,
    logLikelihoodAt: (b: ArrayLike<number>) =>
      partialLikelihood(
        data,
        data.scales.map((s, j) => b[j]! * s),
        ties,
      ).value,
    means: Array.from(data.means),
    state: { data, beta, covariance: scaled },
  });
}

type Likelihood = ReturnType<typeof partialLikelihood>;

function newton(
  data: RiskSetData,
  ties: Ties,
  start: Likelihood,
): { beta: Float64Array; likelihood: Likelihood; factor: Float64Array; iterations: number } | string {
  const { p } = data;
  let beta: Float64Array = new Float64Array(p);
  let current = start;
  for (let iterations = 1; iterations <= MOST_STEPS; iterations++) {
    const factor = cholesky(current.information, p, 1e-14);
    if (!factor) return "The information became singular on the way: a coefficient runs to infinity.";
    const step = choleskySolve(factor, p, current.gradient);
    let next = current;
    let candidate = beta;
    for (let share = 1; share > 1e-6; share /= 2) {
      candidate = beta.map((b, j) => b + share * step[j]!);
      next = partialLikelihood(data, candidate, ties);
      if (next.value >= current.value - 1e-12 * Math.abs(current.value)) break;
    }
    if (!Number.isFinite(next.value))
      return "The partial likelihood left the range of numbers: a coefficient runs to infinity.";
    const change = Math.abs(next.value - current.value);
    beta = candidate;
    current = next;
    const steepest = current.gradient.reduce((m, g) => Math.max(m, Math.abs(g)), 0);
    if (change <= 1e-12 * Math.abs(current.value) && steepest < 1e-10 * Math.max(1, data.n)) {
      const last = cholesky(current.information, p, 1e-14);
      if (!last) return "The information is singular at the estimate: a coefficient runs to infinity.";
      return { beta, likelihood: current, factor: last, iterations };
    }
  }
  return `Newton–Raphson did not settle in ${MOST_STEPS} steps: a coefficient runs to infinity.`;
}

const quoted = (names: readonly string[]) => names.map((n) => `'${n}'`).join(", ");
