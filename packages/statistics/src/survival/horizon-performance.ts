import { checkedNumbers, checkLevel, checkSameLength, type Numbers } from "../checked-input.ts";
import { mean } from "../describe.ts";
import { zOf } from "../distributions.ts";
import { type Estimated, estimated, type Interval, notEstimable } from "../estimate.ts";
import { type CensoringDistribution, censoringDistribution } from "./censoring-weights.ts";
import { kaplanMeier, survivalAt } from "./kaplan-meier.ts";
import { checkedSurvival, type SurvivalColumns, type SurvivalInput } from "./survival-data.ts";

/** Least share still uncensored, and least number at risk, at which a horizon is evaluated (spec 4.6). */
const LEAST_UNCENSORED = 0.05;
const LEAST_AT_RISK = 10;

export interface HorizonAuc {
  readonly auc: number;
  /** By the influence function, the estimation of the weights included (Blanche 2013). */
  readonly standardError: number;
  readonly interval: Interval;
  readonly cases: number;
  readonly controls: number;
  /** Censored by the horizon: weight 0. */
  readonly censored: number;
  /** G(t). */
  readonly uncensoredShare: number;
}

interface Weighted {
  readonly columns: SurvivalColumns;
  readonly n: number;
  readonly g: CensoringDistribution;
  /** 1/G(T-) for cases, 1/G(t) for controls, 0 for the censored. */
  readonly caseWeight: Float64Array;
  readonly controlWeight: Float64Array;
}

function weigh(input: SurvivalInput, horizon: number): Weighted | string {
  const columns = checkedSurvival(input);
  const { time, event } = columns;
  const n = time.length;
  const g = censoringDistribution(columns);
  const uncensored = g.at(horizon);
  const atRisk = time.filter((t) => t >= horizon).length;
  if (uncensored < LEAST_UNCENSORED || atRisk < LEAST_AT_RISK)
    return `At ${horizon} the share uncensored is ${uncensored.toFixed(3)} with ${atRisk} at risk; a horizon needs ${LEAST_UNCENSORED} and ${LEAST_AT_RISK}.`;
  return {
    columns,
    n,
    g,
    caseWeight: time.map((t, i) => (t <= horizon && event[i] === 1 ? 1 / g.before(t) : 0)),
    controlWeight: time.map((t) => (t > horizon ? 1 / uncensored : 0)),
  };
}

/**
 * Mean over k of value_k times the influence of each subject i on -log G at time u_k: the integral of dM_i / (Y/n) to u_k,
 * with the Nelson–Aalen hazard of censoring over all under observation (the convention of riskRegression). `upTo` gives
 * u_k; `open` leaves a jump at u_k out.
 */
function weightInfluence(w: Weighted, value: Float64Array, upTo: (k: number) => number, open: boolean): Float64Array {
  const { columns, n, g } = w;
  const { time, event } = columns;
  // tail[j] = mean of the values whose integral contains jump j: one walk down the jumps, with the values by falling u.
  const order = Uint32Array.from(value.keys()).sort((a, b) => upTo(b) - upTo(a) || a - b);
  const tail = new Float64Array(g.jumps.length);
  let [total, k] = [0, 0];
  for (let j = g.jumps.length - 1; j >= 0; j--) {
    const at = g.jumps[j]!.time;
    for (; k < n && (open ? upTo(order[k]!) > at : upTo(order[k]!) >= at); k++) total += value[order[k]!]!;
    tail[j] = total / n;
  }
  // Everybody at risk at a jump pays its share; who is censored there gains the whole.
  const byTime = Uint32Array.from(time.keys()).sort((a, b) => time[a]! - time[b]! || a - b);
  const out = new Float64Array(n);
  let [paid, next] = [0, 0];
  for (const i of byTime) {
    for (; next < g.jumps.length && g.jumps[next]!.time <= time[i]!; next++) {
      const jump = g.jumps[next]!;
      paid += (tail[next]! * n * jump.censored) / jump.atRisk ** 2;
    }
    const last = next - 1;
    const own =
      last >= 0 && event[i] === 0 && g.jumps[last]!.time === time[i] ? (tail[last]! * n) / g.jumps[last]!.atRisk : 0;
    out[i] = own - paid;
  }
  return out;
}

const standardErrorOf = (influence: Float64Array): number => {
  const n = influence.length;
  const centre = mean(influence);
  return Math.sqrt(influence.reduce((s, v) => s + (v - centre) ** 2, 0) / (n - 1) / n);
};

/**
 * Cumulative/dynamic AUC at a horizon with inverse-probability-of-censoring weights (Uno 2007; Hung & Chiang 2010;
 * Blanche, Dartigues & Jacqmin-Gadda 2013). Cases: event by the horizon; controls: followed beyond it; ties 1/2.
 */
export function horizonAuc(
  input: SurvivalInput & { readonly score: Numbers },
  horizon: number,
  level = 0.95,
): Estimated<HorizonAuc> {
  checkLevel(level);
  checkSameLength({ time: input.time, score: input.score });
  const score = checkedNumbers(input.score, "score");
  const w = weigh(input, horizon);
  if (typeof w === "string") return notEstimable(w);
  const { n, caseWeight, controlWeight, columns } = w;
  const cases = caseWeight.filter((v) => v > 0).length;
  const controls = controlWeight.filter((v) => v > 0).length;
  if (cases === 0 || controls === 0)
    return notEstimable(`At ${horizon} there are ${cases} cases and ${controls} controls; both are needed.`);
  const caseShare = new Float64Array(n);
  const controlShare = new Float64Array(n);
  for (let i = 0; i < n; i++) {
    if (caseWeight[i] === 0) continue;
    for (let j = 0; j < n; j++) {
      if (controlWeight[j] === 0) continue;
      const right = score[i]! > score[j]! ? 1 : score[i] === score[j] ? 0.5 : 0;
      caseShare[i]! += (controlWeight[j]! * right) / n;
      controlShare[j]! += (caseWeight[i]! * right) / n;
    }
  }
  const m1 = mean(caseWeight);
  const m0 = mean(controlWeight);
  const auc = mean(caseWeight.map((v, i) => v * caseShare[i]!)) / (m1 * m0);
  const fromCases = caseWeight.map((v, i) => (v * caseShare[i]!) / (m1 * m0) - (auc * v) / m1);
  const fromControls = controlWeight.map((v, j) => (v * controlShare[j]!) / (m1 * m0) - (auc * v) / m0);
  // The controls' common weight 1/G(t) cancels; the cases' weights carry the estimation of G.
  const fromWeights = weightInfluence(w, fromCases, (k) => columns.time[k]!, true);
  const standardError = standardErrorOf(fromCases.map((v, i) => v + fromControls[i]! + fromWeights[i]!));
  const half = zOf(level) * standardError;
  return estimated({
    auc,
    standardError,
    interval: { lower: Math.max(0, auc - half), upper: Math.min(1, auc + half), level },
    cases,
    controls,
    censored: n - cases - controls,
    uncensoredShare: w.g.at(horizon),
  });
}

export interface HorizonBrier {
  readonly brier: number;
  readonly standardError: number;
  readonly interval: Interval;
  /** Of the marginal Kaplan–Meier risk of these data. */
  readonly brierNull: number;
  /** Index of prediction accuracy: 1 - brier / brierNull. */
  readonly ipa: number;
}

/** Brier score at a horizon (Graf 1999), the same weights. `risk` is the predicted probability of the event by it. */
export function horizonBrier(
  input: SurvivalInput & { readonly risk: Numbers },
  horizon: number,
  level = 0.95,
): Estimated<HorizonBrier> {
  checkLevel(level);
  checkSameLength({ time: input.time, risk: input.risk });
  const risk = checkedNumbers(input.risk, "risk");
  const w = weigh(input, horizon);
  if (typeof w === "string") return notEstimable(w);
  const { caseWeight, controlWeight, columns } = w;
  const curve = kaplanMeier(columns);
  if (!curve.estimable) return curve;
  const marginal = 1 - survivalAt(curve, horizon).survival;
  const losses = (p: (i: number) => number) => ({
    cases: caseWeight.map((v, i) => v * (1 - p(i)) ** 2),
    controls: controlWeight.map((v, i) => v * p(i) ** 2),
  });
  const own = losses((i) => risk[i]!);
  const brier = mean(own.cases) + mean(own.controls);
  const none = losses(() => marginal);
  const brierNull = mean(none.cases) + mean(none.controls);
  const influence = [
    own.cases,
    own.controls,
    weightInfluence(w, own.cases, (k) => columns.time[k]!, true),
    weightInfluence(w, own.controls, () => horizon, false),
  ];
  const standardError = standardErrorOf(own.cases.map((_, i) => influence.reduce((s, v) => s + v[i]!, 0)));
  const half = zOf(level) * standardError;
  return estimated({
    brier,
    standardError,
    interval: { lower: Math.max(0, brier - half), upper: brier + half, level },
    brierNull,
    ipa: 1 - brier / brierNull,
  });
}

/**
 * Integrated Brier score: trapezoid over a grid from 0 (where it is 0), divided by the last time. `risks[g]` are the
 * predicted risks of all subjects at grid time g.
 */
export function integratedBrier(
  input: SurvivalInput,
  grid: readonly number[],
  risks: readonly Numbers[],
): Estimated<{
  readonly ibs: number;
  readonly ibsNull: number;
  readonly scaled: number;
  readonly brier: readonly number[];
  readonly brierNull: readonly number[];
}> {
  checkSameLength({ grid, risks });
  const points: HorizonBrier[] = [];
  for (const [k, t] of grid.entries()) {
    const b = horizonBrier({ ...input, risk: risks[k]! }, t);
    if (!b.estimable) return b;
    points.push(b);
  }
  const integrate = (values: readonly number[]) => {
    let [area, time, value] = [0, 0, 0];
    grid.forEach((t, k) => {
      area += ((t - time) * (value + values[k]!)) / 2;
      time = t;
      value = values[k]!;
    });
    return area / time;
  };
  if (points.length === 0) return notEstimable("The grid is empty.");
  const brier = points.map((p) => p.brier);
  const brierNull = points.map((p) => p.brierNull);
  const ibs = integrate(brier);
  const ibsNull = integrate(brierNull);
  return estimated({ ibs, ibsNull, scaled: 1 - ibs / ibsNull, brier, brierNull });
}
