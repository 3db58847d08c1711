import { checkLevel } from "../checked-input.ts";
import { zOf } from "../distributions.ts";
import { type Estimated, estimated, notEstimable } from "../estimate.ts";
import { checkedSurvival, type SurvivalInput, timeSteps } from "./survival-data.ts";

export type SurvivalTransform = "log-log" | "log" | "plain";

/** The curve just after one distinct observed time. */
export interface SurvivalStep {
  readonly time: number;
  /** Under observation just before `time`. */
  readonly atRisk: number;
  readonly events: number;
  readonly censored: number;
  readonly survival: number;
  /** Sum of d / (n (n - d)) to here (Greenwood 1926); null once survival is 0. */
  readonly greenwoodSum: number | null;
  /** survival × sqrt(greenwoodSum); null once survival is 0. */
  readonly standardError: number | null;
  /** Nelson–Aalen. */
  readonly cumulativeHazard: number;
  /** Limits of survival; null once it is 0, and on the log-log scale also while it is still 1 (log |log 1| does not exist). */
  readonly lower: number | null;
  readonly upper: number | null;
}

export interface KaplanMeierCurve {
  readonly n: number;
  readonly events: number;
  readonly level: number;
  readonly transform: SurvivalTransform;
  /** Every distinct observed time, ascending. Before the first, survival is 1. */
  readonly steps: readonly SurvivalStep[];
}

/** Kaplan & Meier 1958, with pointwise limits; default log-log: S^exp(±z sqrt(G) / |log S|). */
export function kaplanMeier(
  input: SurvivalInput,
  { level = 0.95, transform = "log-log" }: { level?: number; transform?: SurvivalTransform } = {},
): Estimated<KaplanMeierCurve> {
  checkLevel(level);
  const columns = checkedSurvival(input);
  if (columns.time.length === 0) return notEstimable("Nobody was followed: there is no survival curve of 0 subjects.");
  const z = zOf(level);
  let survival = 1;
  let greenwood = 0;
  let cumulativeHazard = 0;
  let events = 0;
  const steps = timeSteps(columns).map((step): SurvivalStep => {
    events += step.events;
    if (step.events > 0) {
      survival *= (step.atRisk - step.events) / step.atRisk;
      greenwood += step.events / (step.atRisk * (step.atRisk - step.events));
      cumulativeHazard += step.events / step.atRisk;
    }
    const dead = survival <= 0;
    const [lower, upper] = dead ? [null, null] : limits(survival, Math.sqrt(greenwood), z, transform);
    return {
      ...step,
      survival: dead ? 0 : survival,
      greenwoodSum: dead ? null : greenwood,
      standardError: dead ? null : survival * Math.sqrt(greenwood),
      cumulativeHazard,
      lower,
      upper,
    };
  });
  return estimated({ n: columns.time.length, events, level, transform, steps });
}

/** Limits of one survival probability (0 < s <= 1); `se` is the standard error of log s. */
function limits(
  s: number,
  se: number,
  z: number,
  transform: SurvivalTransform,
): readonly [number, number] | readonly [null, null] {
  if (s === 1) return transform === "log-log" ? [null, null] : [1, 1];
  if (transform === "plain") return [Math.max(0, s - z * se * s), Math.min(1, s + z * se * s)];
  if (transform === "log") return [s * Math.exp(-z * se), Math.min(1, s * Math.exp(z * se))];
  const width = Math.exp((z * se) / Math.abs(Math.log(s)));
  return [s ** width, s ** (1 / width)];
}

/** Before anybody's follow-up ended: everybody is known to be alive, so the limits are 1 on every scale. */
const START: Omit<SurvivalStep, "atRisk"> = {
  time: 0,
  events: 0,
  censored: 0,
  survival: 1,
  greenwoodSum: 0,
  standardError: 0,
  cumulativeHazard: 0,
  lower: 1,
  upper: 1,
};

/** The curve at time `t`: the last step at or before it, with the number still at risk just before `t`. */
export function survivalAt(curve: KaplanMeierCurve, t: number): SurvivalStep {
  const last = lastStepAt(curve.steps, t);
  const next = curve.steps.find((s) => s.time >= t);
  return { ...(last ?? START), time: t, atRisk: next?.atRisk ?? 0, events: 0, censored: 0 };
}

function lastStepAt(steps: readonly SurvivalStep[], t: number): SurvivalStep | undefined {
  let low = 0;
  let high = steps.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (steps[middle]!.time <= t) low = middle + 1;
    else high = middle;
  }
  return steps[low - 1];
}

/** Numbers under observation just before each of `times`: the row below a survival plot. */
export const numbersAtRisk = (curve: KaplanMeierCurve, times: readonly number[]): number[] =>
  times.map((t) => curve.steps.find((s) => s.time >= t)?.atRisk ?? 0);

export interface SurvivalQuantile {
  /** Null when the curve does not fall that far. */
  readonly estimate: number | null;
  readonly lower: number | null;
  readonly upper: number | null;
}

/**
 * The time by which a share `p` has had the event (p = 0.5: the median): smallest t with S(t) <= 1 - p; on a plateau at
 * exactly 1 - p its midpoint. Limits by inverting the curves of limits.
 */
export function survivalQuantile(curve: KaplanMeierCurve, p = 0.5): SurvivalQuantile {
  const crossing = (values: readonly (number | null)[]) => firstTimeAtOrBelow(curve.steps, values, 1 - p);
  return {
    estimate: crossing(curve.steps.map((s) => s.survival)),
    lower: crossing(curve.steps.map((s) => s.lower)),
    upper: crossing(curve.steps.map((s) => s.upper)),
  };
}

const PLATEAU = Math.sqrt(Number.EPSILON);

function firstTimeAtOrBelow(
  steps: readonly SurvivalStep[],
  values: readonly (number | null)[],
  target: number,
): number | null {
  const first = values.findIndex((v) => v !== null && v - PLATEAU <= target);
  if (first < 0) return null;
  const at = values[first]!;
  if (Math.abs(at - target) >= PLATEAU) return steps[first]!.time;
  const next = values.findIndex((v, i) => i > first && v !== null && v + PLATEAU <= target);
  // A plateau that lasts to the end of follow-up ends with it.
  const end = next >= 0 ? steps[next]! : values.at(-1) === null ? undefined : steps.at(-1);
  return end ? (steps[first]!.time + end.time) / 2 : null;
}

/** Median potential follow-up: Kaplan–Meier with event and censoring exchanged (Schemper & Smith 1996). */
export function medianFollowUp(input: SurvivalInput, level = 0.95): Estimated<SurvivalQuantile> {
  const { time, event } = checkedSurvival(input);
  const reverse = kaplanMeier({ time, event: event.map((e) => 1 - e) }, { level });
  return reverse.estimable ? estimated(survivalQuantile(reverse, 0.5)) : reverse;
}

export interface RestrictedMean {
  readonly tau: number;
  /** Area under the curve from 0 to tau, in the unit of time. */
  readonly estimate: number;
  /** sqrt(sum A² d / (n (n - d))), A the area from each event time to tau. */
  readonly standardError: number;
  readonly lower: number;
  readonly upper: number;
  /** Follow-up ended before tau while survival was above 0: the last value was carried on to tau. */
  readonly extrapolated: boolean;
}

/** Restricted mean survival time to `tau` > 0. */
export function restrictedMean(curve: KaplanMeierCurve, tau: number): Estimated<RestrictedMean> {
  if (!(tau > 0)) return notEstimable(`A restricted mean needs a positive end; tau is ${tau}.`);
  const within = curve.steps.filter((s) => s.time <= tau);
  let estimate = within[0] ? within[0].time : tau;
  const areaFrom: number[] = within.map((s, i) => s.survival * ((within[i + 1]?.time ?? tau) - s.time));
  for (let i = areaFrom.length - 2; i >= 0; i--) areaFrom[i]! += areaFrom[i + 1]!;
  estimate += areaFrom[0] ?? 0;
  // Where everybody left has died no area follows, and the term is 0.
  const variance = within.reduce(
    (s, { atRisk: n, events: d }, i) => s + (d > 0 && n > d ? (areaFrom[i]! ** 2 * d) / (n * (n - d)) : 0),
    0,
  );
  const standardError = Math.sqrt(variance);
  const half = zOf(curve.level) * standardError;
  const last = curve.steps.at(-1)!;
  return estimated({
    tau,
    estimate,
    standardError,
    lower: Math.max(0, estimate - half),
    upper: Math.min(tau, estimate + half),
    extrapolated: tau > last.time && last.survival > 0,
  });
}
