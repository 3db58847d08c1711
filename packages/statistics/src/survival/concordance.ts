import { checkedNumbers, checkLevel, checkSameLength, type Numbers } from "../checked-input.ts";
import { zOf } from "../distributions.ts";
import { type Estimated, estimated, type Interval, notEstimable } from "../estimate.ts";
import type { Label } from "./log-rank.ts";
import { checkedSurvival, type SurvivalInput } from "./survival-data.ts";

export interface Concordance {
  /** 1 = every comparable pair ordered right, 0.5 = no better than chance. */
  readonly c: number;
  /** Infinitesimal jackknife. */
  readonly standardError: number;
  readonly interval: Interval;
  readonly concordant: number;
  readonly discordant: number;
  /** Comparable pairs with equal predictor (count 1/2). */
  readonly tiedPredictor: number;
  /** Pairs with events at the same time, excluded; and those of them with equal predictor too. */
  readonly tiedTime: number;
  readonly tiedBoth: number;
}

/**
 * Harrell's C (Harrell 1982; Harrell, Lee & Mark 1996) of a risk score: larger = earlier event. Pairs are comparable
 * if T_i < T_j with an event in i, or T_i = T_j with an event in i only. `weight` weighs the pairs of each event time
 * (Uno); `tau` drops events at or after it; with `strata` only pairs within a stratum are compared.
 */
export function concordance(
  input: SurvivalInput & { readonly score: Numbers; readonly strata?: ArrayLike<Label> },
  {
    level = 0.95,
    tau = Number.POSITIVE_INFINITY,
    weight = () => 1,
  }: { level?: number; tau?: number; weight?: (time: number) => number } = {},
): Estimated<Concordance> {
  checkLevel(level);
  const { time, event } = checkedSurvival(input);
  const { strata } = input;
  const score = checkedNumbers(input.score, "score");
  const n = checkSameLength({ time, score, ...(strata ? { strata } : {}) });
  let [concordant, discordant, tiedPredictor, tiedTime, tiedBoth] = [0, 0, 0, 0, 0];
  // Per subject: weighted value (1, 1/2, 0) and weight of the pairs it is in.
  const value = new Float64Array(n);
  const pairs = new Float64Array(n);
  for (let i = 0; i < n; i++) {
    if (event[i] !== 1) continue;
    const ti = time[i]!;
    if (ti >= tau) continue;
    const w = weight(ti);
    const si = score[i]!;
    for (let j = 0; j < n; j++) {
      const tj = time[j]!;
      if (tj < ti || j === i || (strata && strata[i] !== strata[j])) continue;
      const sj = score[j]!;
      if (tj === ti && event[j] === 1) {
        if (j > i) {
          tiedTime++;
          if (si === sj) tiedBoth++;
        }
        continue;
      }
      const right = si > sj ? 1 : si === sj ? 0.5 : 0;
      if (right === 1) concordant += w;
      else if (right === 0) discordant += w;
      else tiedPredictor += w;
      value[i]! += w * right;
      value[j]! += w * right;
      pairs[i]! += w;
      pairs[j]! += w;
    }
  }
  const total = concordant + discordant + tiedPredictor;
  if (!(total > 0)) return notEstimable(`No pair of the ${n} subjects can be compared: too few events.`);
  const c = (concordant + tiedPredictor / 2) / total;
  let variance = 0;
  for (let i = 0; i < n; i++) variance += ((value[i]! - c * pairs[i]!) / total) ** 2;
  const standardError = Math.sqrt(variance);
  const half = zOf(level) * standardError;
  return estimated({
    c,
    standardError,
    interval: { lower: Math.max(0, c - half), upper: Math.min(1, c + half), level },
    concordant,
    discordant,
    tiedPredictor,
    tiedTime: tiedTime - tiedBoth,
    tiedBoth,
  });
}
