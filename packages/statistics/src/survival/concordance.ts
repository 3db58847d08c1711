import { checkedNumbers, checkLevel, checkSameLength, type Numbers } from "../checked-input.ts";
import { normalTwoSided, zOf } from "../distributions.ts";
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
  const found = counted(input, tau, weight);
  if (!found.estimable) return found;
  const { c, influence, tally } = found;
  const { concordant, discordant, tiedPredictor, tiedTime, tiedBoth } = tally;
  const standardError = Math.sqrt(influence.reduce((s, u) => s + u * u, 0));
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

export interface ConcordanceDifference {
  /** C of the first score, of the second, and the first less the second. */
  readonly first: number;
  readonly second: number;
  readonly difference: number;
  /** Infinitesimal jackknife of the difference: both scores stand on the same subjects. */
  readonly standardError: number;
  readonly interval: Interval;
  /** Null where the two never differ in influence (standard error 0). */
  readonly z: number | null;
  readonly p: number | null;
}

/**
 * Difference of Harrell's C of two risk scores on the same subjects, with the standard error of the paired difference by
 * the infinitesimal jackknife (Therneau & Atkinson, `concordance` of R's survival: contrast of the joint variance).
 * Larger scores mean earlier events.
 */
export function concordanceDifference(
  input: SurvivalInput & { readonly scores: readonly [Numbers, Numbers] },
  level = 0.95,
): Estimated<ConcordanceDifference> {
  checkLevel(level);
  const { time, event } = input;
  const of = (score: Numbers) => counted({ time, event, score }, Number.POSITIVE_INFINITY, () => 1);
  const a = of(input.scores[0]);
  const b = of(input.scores[1]);
  if (!a.estimable) return a;
  if (!b.estimable) return b;
  const standardError = Math.sqrt(a.influence.reduce((s, u, i) => s + (u - b.influence[i]!) ** 2, 0));
  const difference = a.c - b.c;
  const half = zOf(level) * standardError;
  const z = standardError > 0 ? difference / standardError : null;
  return estimated({
    first: a.c,
    second: b.c,
    difference,
    standardError,
    interval: { lower: difference - half, upper: difference + half, level },
    z,
    p: z === null ? null : normalTwoSided(z),
  });
}

/** C with each subject's influence on it. */
function counted(
  input: SurvivalInput & { readonly score: Numbers; readonly strata?: ArrayLike<Label> },
  tau: number,
  weight: (time: number) => number,
): Estimated<{ readonly c: number; readonly influence: Float64Array; readonly tally: Tally }> {
  const { time, event } = checkedSurvival(input);
  const { strata } = input;
  const score = checkedNumbers(input.score, "score");
  const n = checkSameLength({ time, score, ...(strata ? { strata } : {}) });
  const strataRows = rowsByLabel(n, strata);
  const tally: Tally = {
    concordant: 0,
    discordant: 0,
    tiedPredictor: 0,
    tiedTime: 0,
    tiedBoth: 0,
    value: new Float64Array(n),
    pairs: new Float64Array(n),
  };
  for (const rows of strataRows)
    countPairs(rows, time, score, (i) => (event[i] === 1 && time[i]! < tau ? weight(time[i]!) : 0), event, tau, tally);
  const { concordant, discordant, tiedPredictor, value, pairs } = tally;
  const total = concordant + discordant + tiedPredictor;
  if (!(total > 0)) return notEstimable(`No pair of the ${n} subjects can be compared: too few events.`);
  const c = (concordant + tiedPredictor / 2) / total;
  return estimated({ c, influence: value.map((v, i) => (v - c * pairs[i]!) / total), tally });
}

interface Tally {
  concordant: number;
  discordant: number;
  tiedPredictor: number;
  tiedTime: number;
  tiedBoth: number;
  /** Per subject: weighted value (1, 1/2, 0) and weight of the pairs it is in. */
  readonly value: Float64Array;
  readonly pairs: Float64Array;
}

function rowsByLabel(n: number, labels: ArrayLike<Label> | undefined): Uint32Array[] {
  if (!labels) return [Uint32Array.from({ length: n }, (_, i) => i)];
  const groups = new Map<Label, number[]>();
  for (let i = 0; i < n; i++) {
    const group = groups.get(labels[i]!);
    if (group) group.push(i);
    else groups.set(labels[i]!, [i]);
  }
  return [...groups.values()].map((rows) => Uint32Array.from(rows));
}

/** Sums by rank, each update and prefix sum in O(log n) (Fenwick 1994). */
class RankSums {
  private readonly tree: Float64Array;
  total = 0;
  constructor(private readonly ranks: number) {
    this.tree = new Float64Array(ranks + 1);
  }
  add(rank: number, amount: number): void {
    for (let r = rank; r <= this.ranks; r += r & -r) this.tree[r]! += amount;
    this.total += amount;
  }
  upTo(rank: number): number {
    let sum = 0;
    for (let r = rank; r > 0; r -= r & -r) sum += this.tree[r]!;
    return sum;
  }
}

/**
 * Counts the pairs of one stratum in O(n log n). Downward in time each usable event meets all who were followed longer;
 * upward each subject meets the usable events before it.
 */
function countPairs(
  rows: Uint32Array,
  time: Float64Array,
  score: Float64Array,
  weightOf: (i: number) => number,
  event: Uint8Array,
  tau: number,
  tally: Tally,
): void {
  const byTime = Uint32Array.from(rows).sort((a, b) => time[a]! - time[b]! || a - b);
  const byScore = Uint32Array.from(rows).sort((a, b) => score[a]! - score[b]! || a - b);
  const rank = new Map<number, number>();
  let ranks = 0;
  byScore.forEach((i, k) => {
    if (k === 0 || score[i] !== score[byScore[k - 1]!]) ranks++;
    rank.set(i, ranks);
  });
  const groups: [number, number][] = [];
  for (let from = 0; from < byTime.length; ) {
    let to = from;
    while (to < byTime.length && time[byTime[to]!] === time[byTime[from]!]) to++;
    groups.push([from, to]);
    from = to;
  }
  const later = new RankSums(ranks);
  for (const [from, to] of groups.toReversed()) {
    const here = byTime.subarray(from, to);
    for (const i of here) if (event[i] === 0) later.add(rank.get(i)!, 1);
    for (const i of here) {
      const w = weightOf(i);
      if (w === 0) continue;
      const r = rank.get(i)!;
      const below = later.upTo(r - 1);
      const equal = later.upTo(r) - below;
      tally.concordant += w * below;
      tally.tiedPredictor += w * equal;
      tally.discordant += w * (later.total - below - equal);
      tally.value[i]! += w * (below + equal / 2);
      tally.pairs[i]! += w * later.total;
    }
    for (const i of here) if (event[i] === 1) later.add(rank.get(i)!, 1);
    if (time[byTime[from]!]! < tau) countTies(here, score, event, tally);
  }
  const earlier = new RankSums(ranks);
  for (const [from, to] of groups) {
    const here = byTime.subarray(from, to);
    const meet = (i: number) => {
      const r = rank.get(i)!;
      const notAbove = earlier.upTo(r);
      const equal = notAbove - earlier.upTo(r - 1);
      tally.value[i]! += earlier.total - notAbove + equal / 2;
      tally.pairs[i]! += earlier.total;
    };
    for (const i of here) if (event[i] === 1) meet(i);
    for (const i of here) if (event[i] === 1) earlier.add(rank.get(i)!, weightOf(i));
    for (const i of here) if (event[i] === 0) meet(i);
  }
}

/** Pairs of events at one time, and those of them with one score. */
function countTies(here: Uint32Array, score: Float64Array, event: Uint8Array, tally: Tally): void {
  const scores = new Map<number, number>();
  let events = 0;
  for (const i of here) {
    if (event[i] !== 1) continue;
    events++;
    scores.set(score[i]!, (scores.get(score[i]!) ?? 0) + 1);
  }
  tally.tiedTime += (events * (events - 1)) / 2;
  for (const k of scores.values()) tally.tiedBoth += (k * (k - 1)) / 2;
}
