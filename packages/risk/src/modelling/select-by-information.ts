import { standardDeviation, supportVectors } from "@nadir/statistics";
import type { Training } from "./cohort.ts";
import { correlations } from "./select.ts";

/** Selections by what a predictor, alone or in a machine, tells of two classes. All are fitted on training subjects alone. */

/** The `count` predictors with the greatest figure, the first of equals first. */
function strongest(t: Training, count: number, figure: (column: Float64Array) => number): string[] {
  const value = t.columns.map(figure);
  const order = t.names.map((_, j) => j).sort((a, b) => value[b]! - value[a]! || a - b);
  return order.slice(0, count).map((j) => t.names[j]!);
}

const entropy = (counts: readonly number[]): number => {
  const n = counts.reduce((s, c) => s + c, 0);
  return counts.reduce((s, c) => (c === 0 ? s : s - (c / n) * Math.log2(c / n)), 0);
};

/**
 * Bits that a predictor tells of the outcome once it is cut into intervals by entropy, each cut paid for by the minimum
 * description length (Fayyad & Irani 1993, IJCAI, equation 9). Without a cut that pays it tells 0.
 */
export function informationGain(column: ArrayLike<number>, outcome: ArrayLike<number>): number {
  const order = Array.from({ length: column.length }, (_, i) => i).sort((a, b) => column[a]! - column[b]!);
  const y = order.map((i) => outcome[i]!);
  const x = order.map((i) => column[i]!);
  const tally = (from: number, to: number): [number, number] => {
    const ones = y.slice(from, to).reduce((s, v) => s + v, 0);
    return [to - from - ones, ones];
  };
  const classes = (counts: readonly number[]): number => counts.filter((c) => c > 0).length;
  const inside = (from: number, to: number): number => {
    const n = to - from;
    const whole = tally(from, to);
    const own = entropy(whole);
    let best: { at: number; rest: number } | null = null;
    let ones = 0;
    for (let k = from + 1; k < to; k++) {
      ones += y[k - 1]!;
      if (x[k] === x[k - 1]) continue;
      const left = k - from;
      const rest =
        (left / n) * entropy([left - ones, ones]) +
        ((n - left) / n) * entropy([n - left - (whole[1] - ones), whole[1] - ones]);
      if (!best || rest < best.rest) best = { at: k, rest };
    }
    if (!best) return n * own;
    const [left, right] = [tally(from, best.at), tally(best.at, to)];
    const delta =
      Math.log2(3 ** classes(whole) - 2) -
      (classes(whole) * own - classes(left) * entropy(left) - classes(right) * entropy(right));
    if (own - best.rest <= (Math.log2(n - 1) + delta) / n) return n * own;
    return inside(from, best.at) + inside(best.at, to);
  };
  const n = y.length;
  return entropy(tally(0, n)) - inside(0, n) / n;
}

export const selectInformationGain = (t: Training, count: number): string[] =>
  strongest(t, count, (c) => informationGain(c, t.outcome));

/** Bits of mutual information between the outcome and the predictor in intervals of equal frequency (ties stay together). */
export function mutualInformation(column: ArrayLike<number>, outcome: ArrayLike<number>, bins: number): number {
  const n = column.length;
  const sorted = Float64Array.from(column).sort();
  const limits = Array.from({ length: bins - 1 }, (_, k) => sorted[Math.floor(((k + 1) * n) / bins)]!);
  const counts = Array.from({ length: bins }, () => [0, 0]);
  for (let i = 0; i < n; i++) counts[limits.filter((l) => column[i]! >= l).length]![outcome[i]!]! += 1;
  const totals = [0, 1].map((y) => counts.reduce((s, c) => s + c[y]!, 0));
  return entropy(totals) - counts.reduce((s, c) => s + ((c[0]! + c[1]!) / n) * (c[0]! + c[1]! > 0 ? entropy(c) : 0), 0);
}

export const selectMutualInformation = (t: Training, count: number, bins: number): string[] =>
  strongest(t, count, (c) => mutualInformation(c, t.outcome, bins));

/**
 * Fisher's coefficient of MaZda (Szczypiński et al. 2009, Comput Methods Programs Biomed 94:66): variance of the class means
 * 1 / (1 - ΣP²) ΣΣ P_k P_j (m_k - m_j)² over the mean variance ΣP_k V_k within classes (divisor n_k).
 */
export function fisherCoefficient(column: ArrayLike<number>, outcome: ArrayLike<number>): number {
  const of = (y: number) => Array.from(column).filter((_, i) => outcome[i] === y);
  const parts = [of(0), of(1)].map((v) => {
    const m = v.reduce((s, x) => s + x, 0) / v.length;
    return { share: v.length / column.length, m, variance: v.reduce((s, x) => s + (x - m) ** 2, 0) / v.length };
  });
  const [a, b] = [parts[0]!, parts[1]!];
  const within = a.share * a.variance + b.share * b.variance;
  const between = (2 * a.share * b.share * (a.m - b.m) ** 2) / (1 - a.share ** 2 - b.share ** 2);
  return within > 0 ? between / within : between > 0 ? Number.POSITIVE_INFINITY : 0;
}

export const selectFisher = (t: Training, count: number): string[] =>
  strongest(t, count, (c) => fisherCoefficient(c, t.outcome));

/** Smallest share of subjects that one limit puts on the wrong side, whichever side is which. */
export function probabilityOfError(column: ArrayLike<number>, outcome: ArrayLike<number>): number {
  const n = column.length;
  const order = Array.from({ length: n }, (_, i) => i).sort((a, b) => column[a]! - column[b]!);
  const ones = order.reduce((s, i) => s + outcome[i]!, 0);
  let [below, least] = [0, Math.min(ones, n - ones)];
  for (let k = 1; k < n; k++) {
    below += outcome[order[k - 1]!]!;
    if (column[order[k]!] === column[order[k - 1]!]) continue;
    // Outcome above the limit: those below with it, and those above without it, are wrong.
    const wrong = below + (n - k - (ones - below));
    least = Math.min(least, wrong, n - wrong);
  }
  return least / n;
}

/**
 * Greedily the predictor with the least weight × POE + (1 - weight) × mean |Spearman| with those chosen already (Mucciardi &
 * Gose 1971, IEEE Trans Comput C-20:1023), POE as `probabilityOfError`.
 */
export function selectPoeAcc(t: Training, count: number, weight: number): string[] {
  const poe = t.columns.map((c) => probabilityOfError(c, t.outcome));
  const rho = correlations(t);
  const shared = t.names.map(() => 0);
  const chosen: number[] = [];
  while (chosen.length < Math.min(count, t.names.length)) {
    let [best, least] = [-1, Number.POSITIVE_INFINITY];
    for (let j = 0; j < t.names.length; j++) {
      if (chosen.includes(j)) continue;
      const cost = weight * poe[j]! + (chosen.length === 0 ? 0 : ((1 - weight) * shared[j]!) / chosen.length);
      if (cost < least) [best, least] = [j, cost];
    }
    chosen.push(best);
    for (let j = 0; j < t.names.length; j++) if (j !== best) shared[j]! += Math.abs(rho(best, j));
  }
  return chosen.map((j) => t.names[j]!);
}

/**
 * Recursive feature elimination (Guyon et al. 2002, Mach Learn 46:389): a linear support vector machine on predictors scaled
 * to unit variance; those with the smallest squared weights go, until `count` are left. Stops early where no machine can
 * be fitted.
 */
export function selectRfe(
  t: Training,
  { count, drop, cost }: { readonly count: number; readonly drop: number; readonly cost: number },
): string[] {
  const scaled = t.columns.map((c) => {
    const [m, s] = [c.reduce((a, v) => a + v, 0) / c.length, standardDeviation(c)];
    return c.map((v) => (s > 0 ? (v - m) / s : 0));
  });
  let left = t.names.map((_, j) => j);
  while (left.length > count) {
    const machine = supportVectors(
      left.map((j) => scaled[j]!),
      t.outcome,
      { kernel: { kind: "linear" }, cost },
    );
    if (!machine.estimable) break;
    const weight = new Map(
      left.map((j, k) => [j, machine.supports.reduce((s, v, i) => s + machine.weights[i]! * v[k]!, 0) ** 2]),
    );
    const away = Math.min(left.length - count, Math.max(1, Math.floor(drop * left.length)));
    const weakest = new Set([...left].sort((a, b) => weight.get(a)! - weight.get(b)! || b - a).slice(0, away));
    left = left.filter((j) => !weakest.has(j));
  }
  return left.map((j) => t.names[j]!);
}

/** Without the outcome: what varies by more than `above` (the variance, so scale beforehand only with that in mind). */
export const selectVariance = (t: Training, above: number): string[] => {
  const kept = t.names.filter((_, j) => standardDeviation(t.columns[j]!) ** 2 > above);
  return kept.length > 0 ? kept : [t.names[0]!];
};

/**
 * Without the outcome: predictors are joined by complete linkage on 1 - |Spearman| while all in a cluster correlate above the
 * limit; of each cluster the one stays that correlates most with the others on average.
 */
export function selectClusters(t: Training, above: number): string[] {
  const p = t.names.length;
  const rho = correlations(t);
  const r = Array.from({ length: p }, (_, a) => Float64Array.from({ length: p }, (_, b) => Math.abs(rho(a, b))));
  const least = r.map((row) => row.slice());
  let clusters = t.names.map((_, j) => [j]);
  for (;;) {
    // Complete linkage: the similarity of two clusters is their weakest pair, kept in the row of the first member.
    let [a, b, best] = [-1, -1, above];
    for (let i = 0; i < clusters.length; i++)
      for (let k = 0; k < i; k++) {
        const s = least[clusters[i]![0]!]![clusters[k]![0]!]!;
        if (s > best) [a, b, best] = [k, i, s];
      }
    if (a < 0) break;
    const [one, two] = [clusters[a]!, clusters[b]!];
    for (const other of clusters) {
      const s = Math.min(least[one[0]!]![other[0]!]!, least[two[0]!]![other[0]!]!);
      least[one[0]!]![other[0]!] = least[other[0]!]![one[0]!] = s;
    }
    clusters = clusters.flatMap((c, i) => (i === a ? [[...one, ...two]] : i === b ? [] : [c]));
  }
  const typical = (c: readonly number[]): number =>
    c.reduce((best, j) => (mean(c, j) > mean(c, best) + 1e-12 ? j : best), Math.min(...c));
  const mean = (c: readonly number[], j: number): number => c.reduce((s, k) => s + r[j]![k]!, 0);
  return clusters
    .map(typical)
    .sort((x, y) => x - y)
    .map((j) => t.names[j]!);
}
