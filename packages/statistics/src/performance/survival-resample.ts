/**
 * Measures of one resample of censored follow-up, given as how often each subject was drawn. The order by time and by
 * score is prepared once; a resample then costs O(n log n). Conventions as in `concordance` and `horizonAuc`.
 */
export interface SurvivalOrder {
  readonly time: Float64Array;
  readonly event: Uint8Array;
  /** Subjects by rising time; and where each group of one time begins (with n at the end). */
  readonly byTime: Uint32Array;
  readonly timeStarts: Uint32Array;
  readonly score: Float64Array;
  readonly byScore: Uint32Array;
  /** Rank of each subject's score, 1 … `ranks`; equal scores share one. */
  readonly rank: Uint32Array;
  readonly ranks: number;
}

export function survivalOrder(time: Float64Array, event: Uint8Array, score: Float64Array): SurvivalOrder {
  const sorted = (values: Float64Array) =>
    Uint32Array.from(values.keys()).sort((a, b) => values[a]! - values[b]! || a - b);
  const byTime = sorted(time);
  const byScore = sorted(score);
  const starts: number[] = [];
  byTime.forEach((i, k) => {
    if (k === 0 || time[i] !== time[byTime[k - 1]!]) starts.push(k);
  });
  const rank = new Uint32Array(time.length);
  let ranks = 0;
  byScore.forEach((i, k) => {
    if (k === 0 || score[i] !== score[byScore[k - 1]!]) ranks++;
    rank[i] = ranks;
  });
  return { time, event, byTime, timeStarts: Uint32Array.from([...starts, byTime.length]), score, byScore, rank, ranks };
}

/** Harrell's C; null when no pair of the resample is comparable. Walks time downward with counts by rank in a Fenwick tree. */
export function drawnConcordance(o: SurvivalOrder, drawn: Float64Array): number | null {
  const tree = new Float64Array(o.ranks + 1);
  const add = (rank: number, weight: number) => {
    for (let r = rank; r <= o.ranks; r += r & -r) tree[r]! += weight;
  };
  const upTo = (rank: number) => {
    let total = 0;
    for (let r = rank; r > 0; r -= r & -r) total += tree[r]!;
    return total;
  };
  let [right, pairs, later] = [0, 0, 0];
  for (let g = o.timeStarts.length - 2; g >= 0; g--) {
    const [from, to] = [o.timeStarts[g]!, o.timeStarts[g + 1]!];
    const enter = (event: 0 | 1) => {
      for (let k = from; k < to; k++) {
        const i = o.byTime[k]!;
        if (o.event[i] !== event || drawn[i] === 0) continue;
        add(o.rank[i]!, drawn[i]!);
        later += drawn[i]!;
      }
    };
    // Those censored at this time were followed beyond its events.
    enter(0);
    for (let k = from; k < to; k++) {
      const i = o.byTime[k]!;
      const w = drawn[i]!;
      if (o.event[i] !== 1 || w === 0) continue;
      const below = upTo(o.rank[i]! - 1);
      right += w * (below + (upTo(o.rank[i]!) - below) / 2);
      pairs += w * later;
    }
    enter(1);
  }
  return pairs > 0 ? right / pairs : null;
}

/** Weights at a horizon: 1 / G(T-) of each case, and G(horizon), G by Kaplan–Meier of censoring with events leaving first. */
export interface DrawnWeights {
  readonly caseWeight: Float64Array;
  readonly uncensored: number;
  readonly atRisk: number;
}

export function drawnWeights(o: SurvivalOrder, drawn: Float64Array, horizon: number): DrawnWeights {
  const caseWeight = new Float64Array(o.time.length);
  let atRisk = 0;
  for (let i = 0; i < drawn.length; i++) atRisk += drawn[i]!;
  let [g, left] = [1, atRisk];
  for (let k = 0; k + 1 < o.timeStarts.length; k++) {
    const [from, to] = [o.timeStarts[k]!, o.timeStarts[k + 1]!];
    if (o.time[o.byTime[from]!]! > horizon) break;
    let [events, censored] = [0, 0];
    for (let q = from; q < to; q++) {
      const i = o.byTime[q]!;
      if (o.event[i] === 1) {
        events += drawn[i]!;
        caseWeight[i] = 1 / g;
      } else censored += drawn[i]!;
    }
    left -= events;
    if (censored > 0) g *= (left - censored) / left;
    left -= censored;
  }
  return { caseWeight, uncensored: g, atRisk: left };
}

/** Cumulative/dynamic AUC at the horizon; null without cases or controls. The controls' common weight cancels. */
export function drawnHorizonAuc(
  o: SurvivalOrder,
  drawn: Float64Array,
  horizon: number,
  w: DrawnWeights,
): number | null {
  let [below, cases, right] = [0, 0, 0];
  for (let a = 0; a < o.byScore.length; ) {
    const rank = o.rank[o.byScore[a]!]!;
    let [own, controls] = [0, 0];
    for (; a < o.byScore.length && o.rank[o.byScore[a]!] === rank; a++) {
      const i = o.byScore[a]!;
      if (o.time[i]! > horizon) controls += drawn[i]!;
      else own += drawn[i]! * w.caseWeight[i]!;
    }
    right += own * (below + controls / 2);
    below += controls;
    cases += own;
  }
  return cases > 0 && below > 0 ? right / (cases * below) : null;
}

/** Brier score at the horizon with the same weights. */
export function drawnBrier(
  o: SurvivalOrder,
  drawn: Float64Array,
  horizon: number,
  w: DrawnWeights,
  risk: Float64Array,
): number {
  let [total, n] = [0, 0];
  for (let i = 0; i < drawn.length; i++) {
    n += drawn[i]!;
    if (o.time[i]! > horizon) total += (drawn[i]! * risk[i]! ** 2) / w.uncensored;
    else total += drawn[i]! * w.caseWeight[i]! * (1 - risk[i]!) ** 2;
  }
  return total / n;
}
