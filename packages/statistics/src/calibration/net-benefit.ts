import { refuse } from "@nadir/domain";
import { checkedFlags, checkSameLength, type Flags, type Numbers } from "../checked-input.ts";
import { type Estimated, estimated, notEstimable } from "../estimate.ts";
import { checkedSurvival, type SurvivalInput } from "../survival/survival-data.ts";
import { checkedProbabilities } from "./binary-calibration.ts";

export interface NetBenefitPoint {
  readonly threshold: number;
  readonly model: number;
  readonly all: number;
  readonly none: 0;
  /** Interventions avoided per 100 subjects at equal benefit. */
  readonly avoidedPer100: number;
  /** Net benefit / prevalence. */
  readonly standardised: number;
}

function checkThresholds(thresholds: readonly number[]): void {
  for (const t of thresholds)
    if (!(t >= 0 && t < 1))
      refuse("THRESHOLD_RANGE", `The threshold ${t} is not in [0, 1); give the range fixed in the protocol.`);
}

function point(threshold: number, tp: number, fp: number, prevalence: number): NetBenefitPoint {
  const odds = threshold / (1 - threshold);
  const model = tp - fp * odds;
  const all = prevalence - (1 - prevalence) * odds;
  return {
    threshold,
    model,
    all,
    none: 0,
    avoidedPer100: odds > 0 ? (100 * (model - all)) / odds : 0,
    standardised: model / prevalence,
  };
}

/** Decision curve (Vickers & Elkin 2006); positive when probability >= threshold. For probabilities only. */
export function netBenefit(
  probabilities: Numbers,
  outcome: Flags,
  thresholds: readonly number[],
): Estimated<{ readonly points: readonly NetBenefitPoint[] }> {
  const n = checkSameLength({ probability: probabilities, outcome });
  checkThresholds(thresholds);
  const { p } = checkedProbabilities(probabilities);
  const y = checkedFlags(outcome, "outcome");
  const events = y.reduce((s, v) => s + v, 0);
  if (events === 0) return notEstimable(`Net benefit needs events; none of ${n} subjects had one.`);
  const points = thresholds.map((t) => {
    let [tp, fp] = [0, 0];
    p.forEach((v, i) => {
      if (v >= t) y[i] === 1 ? tp++ : fp++;
    });
    return point(t, tp / n, fp / n, events / n);
  });
  return estimated({ points });
}

/**
 * Decision curve at a horizon with censoring (Vickers 2008): among the positives the share with the event is 1 - S(t) by
 * Kaplan–Meier.
 */
export function netBenefitSurvival(
  input: SurvivalInput & { readonly risk: Numbers },
  horizon: number,
  thresholds: readonly number[],
): Estimated<{ readonly points: readonly NetBenefitPoint[] }> {
  const n = checkSameLength({ time: input.time, risk: input.risk });
  checkThresholds(thresholds);
  const { p } = checkedProbabilities(input.risk);
  const { time, event } = checkedSurvival(input);
  const byTime = Uint32Array.from(time.keys()).sort((a, b) => time[a]! - time[b]! || a - b);
  const survival = (kept: (i: number) => boolean): number => survivalOf(byTime.filter(kept), time, event, horizon);
  const prevalence = 1 - survival(() => true);
  if (!(prevalence > 0)) return notEstimable(`No event happened by ${horizon}: net benefit has no events to gain.`);
  const points = thresholds.map((t) => {
    const share = p.filter((v) => v >= t).length / n;
    const s = survival((i) => p[i]! >= t);
    return point(t, (1 - s) * share, s * share, prevalence);
  });
  return estimated({ points });
}

/** Kaplan–Meier at the horizon of the subjects in `rows`, given by rising time; 1 for nobody. */
function survivalOf(rows: Uint32Array, time: Float64Array, event: Uint8Array, horizon: number): number {
  let survival = 1;
  for (let a = 0; a < rows.length && time[rows[a]!]! <= horizon; ) {
    const left = rows.length - a;
    const t = time[rows[a]!]!;
    let events = 0;
    for (; a < rows.length && time[rows[a]!] === t; a++) events += event[rows[a]!]!;
    survival *= (left - events) / left;
  }
  return survival;
}
