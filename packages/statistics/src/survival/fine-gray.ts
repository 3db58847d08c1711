import { refuse } from "@nadir/domain";
import { checkedNumbers, checkLevel, checkSameLength, type Numbers } from "../checked-input.ts";
import { ascendingOrder } from "../describe.ts";
import { normalTwoSided, zOf } from "../distributions.ts";
import { type Estimated, estimated, notEstimable } from "../estimate.ts";
import { cholesky, choleskyInverse, choleskySolve, multiply, toRows } from "../linear-algebra.ts";
import { type CompetingInput, checkedCompeting } from "./competing-risks.ts";
import type { CoxCoefficient } from "./cox.ts";
import { type SubdistributionData, scoreContributions, subdistributionLikelihood } from "./subdistribution.ts";

export interface FineGrayFit {
  readonly n: number;
  readonly cause: number;
  readonly events: number;
  /** Events of other causes, which stay in the risk set with falling weight. */
  readonly competing: number;
  /** Subdistribution hazard ratios, with standard errors of the sandwich form. */
  readonly coefficients: readonly CoxCoefficient[];
  readonly covariance: readonly (readonly number[])[];
  readonly logLikelihood: number;
  readonly logLikelihoodNull: number;
  readonly iterations: number;
}

const MOST_STEPS = 60;

/**
 * Proportional hazards of the subdistribution of one cause (Fine & Gray 1999, JASA 94:496), Breslow ties, weights
 * G(t-) / G(T-) by Kaplan–Meier of the censoring times (events at the same time are at risk of censoring, as in the
 * reference package), sandwich variance with the term for estimating G.
 */
export function fineGray(
  input: CompetingInput & { readonly covariates: Readonly<Record<string, Numbers>> },
  cause: number,
  { level = 0.95 }: { level?: number } = {},
): Estimated<FineGrayFit> {
  checkLevel(level);
  const checked = checkedCompeting(input);
  const names = Object.keys(input.covariates);
  if (names.length === 0) refuse("NO_COVARIATES", "A Fine–Gray model needs at least one covariate.");
  const n = checkSameLength({ time: checked.time, ...input.covariates });
  const columns = names.map((name) => checkedNumbers(input.covariates[name]!, name));
  const events = checked.cause.filter((c) => c === cause).length;
  const competing = checked.cause.filter((c) => c > 0 && c !== cause).length;
  if (events === 0) return notEstimable(`None of ${n} subjects had an event of cause ${cause}.`);
  const flat = names.find((_, j) => columns[j]!.every((v) => v === columns[j]![0]));
  if (flat !== undefined) return notEstimable(`'${flat}' does not vary: no hazard ratio exists.`);
  const p = names.length;
  const means = columns.map((c) => c.reduce((s, v) => s + v, 0) / n);
  const scales = columns.map((c, j) => Math.sqrt(c.reduce((s, v) => s + (v - means[j]!) ** 2, 0) / n));
  const order = ascendingOrder(checked.time);
  const kind = Uint8Array.from(order, (i) => (checked.cause[i] === cause ? 1 : checked.cause[i]! > 0 ? 2 : 0));
  const time = Float64Array.from(order, (i) => checked.time[i]!);
  const data: SubdistributionData = {
    n,
    p,
    time,
    kind,
    x: Float64Array.from({ length: n * p }, (_, q) => {
      const j = q % p;
      return (columns[j]![order[Math.floor(q / p)]!]! - means[j]!) / scales[j]!;
    }),
    ...censoring(time, kind),
  };

  let beta: Float64Array = new Float64Array(p);
  let current = subdistributionLikelihood(data, beta);
  const nullValue = current.value;
  for (let iterations = 1; iterations <= MOST_STEPS; iterations++) {
    const factor = cholesky(current.information, p, 1e-12);
    if (!factor) return notEstimable(`The information on ${names.join(", ")} is singular: covariates are collinear.`);
    const step = choleskySolve(factor, p, current.gradient);
    let next = current;
    let candidate = beta;
    for (let share = 1; share > 1e-6; share /= 2) {
      candidate = beta.map((b, j) => b + share * step[j]!);
      next = subdistributionLikelihood(data, candidate);
      if (next.value >= current.value - 1e-12 * Math.abs(current.value)) break;
    }
    const settled =
      Math.abs(next.value - current.value) <= 1e-12 * Math.abs(next.value) &&
      current.gradient.every((g) => Math.abs(g) < 1e-10 * Math.max(1, n));
    beta = candidate;
    current = next;
    if (!settled) continue;
    const last = cholesky(current.information, p, 1e-12);
    if (!last || beta.some((b) => Math.abs(b) > 20)) break;
    const inverse = choleskyInverse(last, p);
    const covariance = new Float64Array(p * p);
    for (const row of scoreContributions(data, beta)) {
      const d = multiply(inverse, row);
      for (let j = 0; j < p; j++)
        for (let k = 0; k < p; k++) covariance[j * p + k]! += (d[j]! * d[k]!) / (scales[j]! * scales[k]!);
    }
    const z = zOf(level);
    return estimated({
      n,
      cause,
      events,
      competing,
      coefficients: names.map((name, j): CoxCoefficient => {
        const coefficient = beta[j]! / scales[j]!;
        const standardError = Math.sqrt(covariance[j * p + j]!);
        return {
          name,
          coefficient,
          standardError,
          z: coefficient / standardError,
          p: normalTwoSided(coefficient / standardError),
          hazardRatio: Math.exp(coefficient),
          interval: {
            lower: Math.exp(coefficient - z * standardError),
            upper: Math.exp(coefficient + z * standardError),
            level,
          },
        };
      }),
      covariance: toRows(covariance, p),
      logLikelihood: current.value,
      logLikelihoodNull: nullValue,
      iterations,
    });
  }
  return notEstimable("A coefficient runs to infinity: a covariate parts the events of this cause perfectly.");
}

/** G(T-) of each subject by Kaplan–Meier of the censoring times, and those at risk at T; `time` ascending. */
function censoring(
  time: Float64Array,
  kind: Uint8Array,
): { readonly uncensored: Float64Array; readonly atRisk: Float64Array } {
  const n = time.length;
  const uncensored = new Float64Array(n);
  const atRisk = new Float64Array(n);
  let g = 1;
  for (let a = 0; a < n; ) {
    let end = a;
    let censored = 0;
    for (; end < n && time[end] === time[a]; end++) if (kind[end] === 0) censored++;
    uncensored.fill(g, a, end);
    atRisk.fill(n - a, a, end);
    g *= (n - a - censored) / (n - a);
    a = end;
  }
  return { uncensored, atRisk };
}
