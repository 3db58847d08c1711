import { refuse } from "@nadir/domain";
import { checkedNumbers, checkSameLength, type Numbers } from "../checked-input.ts";
import { ascendingOrder } from "../describe.ts";
import { type Estimated, estimated, notEstimable } from "../estimate.ts";
import { checkedSurvival } from "./survival-data.ts";

/** Follow-up of each subject and what ended it: 0 = censored, 1, 2, … = the cause. */
export interface CompetingInput {
  readonly time: Numbers;
  readonly cause: Numbers;
}

export interface CompetingColumns {
  readonly time: Float64Array;
  readonly cause: Int32Array;
  /** Causes that occur, ascending. */
  readonly causes: readonly number[];
}

export function checkedCompeting(input: CompetingInput): CompetingColumns {
  checkSameLength({ time: input.time, cause: input.cause });
  const cause = Int32Array.from(checkedNumbers(input.cause, "cause"), (c, i) => {
    if (!Number.isInteger(c) || c < 0)
      refuse("NOT_A_CAUSE", `cause: value ${i + 1} is ${c}; give 0 for censored, or the whole number of a cause.`, {
        found: String(c),
        expected: "0, 1, 2, …",
      });
    return c;
  });
  const { time } = checkedSurvival({ time: input.time, event: cause.map((c) => (c > 0 ? 1 : 0)) });
  return { time, cause, causes: [...new Set(cause)].filter((c) => c > 0).sort((a, b) => a - b) };
}

/** Just after one distinct time with an event of any cause. */
export interface IncidenceStep {
  readonly time: number;
  readonly atRisk: number;
  /** Events of this cause. */
  readonly events: number;
  readonly incidence: number;
  /** Infinitesimal jackknife: root of the sum over subjects of squared influence. */
  readonly standardError: number;
  /** Aalen 1978 with the correction for ties; changes with events of this cause only, as in the reference package. */
  readonly aalenVariance: number;
}

export interface CumulativeIncidence {
  readonly n: number;
  readonly lastTime: number;
  /** One curve a cause that occurs, ascending by cause; every curve has the same times. */
  readonly curves: readonly {
    readonly cause: number;
    readonly events: number;
    readonly steps: readonly IncidenceStep[];
  }[];
}

/**
 * Cumulative incidence of every cause (Aalen & Johansen 1978): sum of S(t-) d_k / n, S free of all causes. One minus the
 * Kaplan–Meier estimate of one cause is no risk where another cause can come first, and is not offered.
 */
export function cumulativeIncidence(input: CompetingInput): Estimated<CumulativeIncidence> {
  const { time, cause, causes } = checkedCompeting(input);
  const n = time.length;
  if (causes.length === 0) return notEstimable(`None of ${n} subjects had an event: there is no incidence to add up.`);
  const order = ascendingOrder(time);
  const curves = causes.map((k) => ({
    cause: k,
    incidence: 0,
    events: 0,
    steps: [] as IncidenceStep[],
    influence: new Float64Array(n),
    aalen: aalenVariance(),
  }));
  let survival = 1;
  const survivalInfluence = new Float64Array(n);
  for (let a = 0; a < n; ) {
    const t = time[order[a]!]!;
    const atRisk = n - a;
    let end = a;
    while (end < n && time[order[end]!] === t) end++;
    const count = (k: number) => {
      let d = 0;
      for (let i = a; i < end; i++) if (cause[order[i]!] === k) d++;
      return d;
    };
    const deaths = causes.map(count);
    const all = deaths.reduce((s, d) => s + d, 0);
    if (all > 0) {
      curves.forEach((curve, k) => {
        const d = deaths[k]!;
        curve.incidence += (survival * d) / atRisk;
        curve.events += d;
        for (let i = 0; i < n; i++) {
          const subject = order[i]!;
          const own = i < a ? 0 : ((i < end && cause[subject] === curve.cause ? 1 : 0) - d / atRisk) / atRisk;
          curve.influence[subject]! += (survivalInfluence[subject]! * d) / atRisk + survival * own;
        }
        const variance = curve.aalen(survival, atRisk, d, all - d, curve.incidence);
        curve.steps.push({
          time: t,
          atRisk,
          events: d,
          incidence: curve.incidence,
          standardError: Math.sqrt(curve.influence.reduce((s, v) => s + v * v, 0)),
          aalenVariance: variance,
        });
      });
      for (let i = 0; i < n; i++) {
        const subject = order[i]!;
        const own = i < a ? 0 : ((i < end && cause[subject]! > 0 ? 1 : 0) - all / atRisk) / atRisk;
        survivalInfluence[subject] = survivalInfluence[subject]! * (1 - all / atRisk) - survival * own;
      }
      survival *= (atRisk - all) / atRisk;
    }
    a = end;
  }
  return estimated({
    n,
    lastTime: time[order[n - 1]!]!,
    curves: curves.map(({ cause: k, events, steps }) => ({ cause: k, events, steps })),
  });
}

/**
 * Aalen's variance of one cause: the integral of ((F(s) - F(t)) / S(s) [+ 1 for this cause])² over the events, each time
 * with the factor 1 - (d - 1) / (n - 1); kept as three running sums so that any F(t) can be put in.
 */
function aalenVariance() {
  let [v1, v2, v3, value] = [0, 0, 0, 0];
  return (before: number, atRisk: number, own: number, other: number, incidence: number): number => {
    const after = (before * (atRisk - own - other)) / atRisk;
    const add = (d: number, offset: number): void => {
      const ties = d > 1 ? 1 - (d - 1) / (atRisk - 1) : 1;
      const jump = (before * before * ties * d) / (atRisk * atRisk);
      const inverse = after > 0 ? 1 / after : 0;
      const ratio = offset + incidence * inverse;
      v1 += ratio * ratio * jump;
      v2 += inverse * ratio * jump;
      v3 += inverse * inverse * jump;
    };
    if (other > 0 && after > 0) add(other, 0);
    if (own > 0) {
      add(own, 1);
      value = v1 + incidence * incidence * v3 - 2 * incidence * v2;
    }
    return value;
  };
}

/** A curve's value at `t`: zeros before its first step, null after the last follow-up. */
export function incidenceAt(
  estimate: CumulativeIncidence,
  cause: number,
  t: number,
): Pick<IncidenceStep, "incidence" | "standardError" | "aalenVariance"> | null {
  if (t > estimate.lastTime) return null;
  const steps = estimate.curves.find((c) => c.cause === cause)?.steps ?? [];
  let found: IncidenceStep | null = null;
  for (const step of steps) {
    if (step.time > t) break;
    found = step;
  }
  return found ?? { incidence: 0, standardError: 0, aalenVariance: 0 };
}
