import { checkedNumbers, checkSameLength, type Numbers } from "../checked-input.ts";
import { midRanks } from "../describe.ts";
import { chiSquareUpper, normalTwoSided } from "../distributions.ts";
import { type Estimated, estimated, notEstimable } from "../estimate.ts";
import { exactRankSumTest } from "../resampling/permutation.ts";
import { type Label, orderedLabels } from "../survival/log-rank.ts";

export interface RankTest {
  /** Mann–Whitney: U of the first sample (pairs in which it is larger, ties 1/2). Signed rank: V, sum of positive ranks. */
  readonly statistic: number;
  /** Two-sided, normal with continuity and tie correction. */
  readonly p: number;
  /** Two-sided, exact with mid-ranks; null above 50 values. Without ties it is the tabled distribution. */
  readonly exactP: number | null;
}

const MOST_EXACT = 50;
const tieSum = (ranks: Float64Array): number => {
  const counts = new Map<number, number>();
  for (const r of ranks) counts.set(r, (counts.get(r) ?? 0) + 1);
  return [...counts.values()].reduce((s, t) => s + t ** 3 - t, 0);
};
const corrected = (distance: number, sd: number): number => normalTwoSided((distance - Math.sign(distance) * 0.5) / sd);

/** Mann–Whitney (Wilcoxon rank sum) of two independent samples. */
export function mannWhitney(first: Numbers, second: Numbers): Estimated<RankTest> {
  const [a, b] = [checkedNumbers(first, "first sample"), checkedNumbers(second, "second sample")];
  const [n, m] = [a.length, b.length];
  if (n === 0 || m === 0) return notEstimable(`A rank-sum test needs two samples; there are ${n} and ${m} values.`);
  const all = Float64Array.of(...a, ...b);
  const ranks = midRanks(all);
  const statistic = ranks.slice(0, n).reduce((s, r) => s + r, 0) - (n * (n + 1)) / 2;
  const total = n + m;
  const variance = ((n * m) / 12) * (total + 1 - tieSum(ranks) / (total * (total - 1)));
  if (!(variance > 0)) return notEstimable("All values are equal: the rank sum cannot vary.");
  const exact =
    total <= MOST_EXACT
      ? exactRankSumTest(
          all,
          Uint8Array.from(all, (_, i) => (i < n ? 1 : 0)),
        )
      : null;
  return estimated({
    statistic,
    p: Math.min(1, corrected(statistic - (n * m) / 2, Math.sqrt(variance))),
    exactP: exact?.estimable ? exact.pTwoSided : null,
  });
}

/** Wilcoxon's signed rank test of paired values; differences of 0 are left out (Wilcoxon 1945). */
export function wilcoxonSignedRank(first: Numbers, second: Numbers): Estimated<RankTest & { readonly n: number }> {
  checkSameLength({ first, second });
  const [a, b] = [checkedNumbers(first, "first"), checkedNumbers(second, "second")];
  const d = a.map((v, i) => v - b[i]!).filter((v) => v !== 0);
  const n = d.length;
  if (n === 0) return notEstimable("All differences are 0: there is nothing to rank.");
  const ranks = midRanks(d.map(Math.abs));
  const statistic = ranks.reduce((s, r, i) => s + (d[i]! > 0 ? r : 0), 0);
  const variance = (n * (n + 1) * (2 * n + 1)) / 24 - tieSum(ranks) / 48;
  return estimated({
    n,
    statistic,
    p: Math.min(1, corrected(statistic - (n * (n + 1)) / 4, Math.sqrt(variance))),
    exactP: n <= MOST_EXACT ? exactSignedRank(ranks, statistic) : null,
  });
}

/** Every pattern of signs is as likely: distribution of twice the sum of positive ranks, by convolution. */
function exactSignedRank(ranks: Float64Array, statistic: number): number {
  const doubled = Array.from(ranks, (r) => Math.round(2 * r));
  const size = doubled.reduce((s, r) => s + r, 0);
  let share = new Float64Array(size + 1);
  share[0] = 1;
  for (const r of doubled) {
    const next = new Float64Array(size + 1);
    for (let s = 0; s <= size; s++) {
      if (share[s] === 0) continue;
      next[s]! += share[s]! / 2;
      next[s + r]! += share[s]! / 2;
    }
    share = next;
  }
  const distance = Math.abs(2 * statistic - size / 2);
  return Math.min(
    1,
    share.reduce((sum, v, s) => sum + (Math.abs(s - size / 2) >= distance - 1e-9 ? v : 0), 0),
  );
}

/** Kruskal–Wallis over two or more groups, corrected for ties; chi-square with groups - 1 degrees of freedom. */
export function kruskalWallis(
  values: Numbers,
  group: ArrayLike<Label>,
): Estimated<{ readonly chiSquare: number; readonly df: number; readonly p: number }> {
  const n = checkSameLength({ value: values, group });
  const labels = orderedLabels(group);
  if (labels.length < 2) return notEstimable(`Kruskal–Wallis needs two groups; there is ${labels.length}.`);
  const ranks = midRanks(checkedNumbers(values, "value"));
  const ties = 1 - tieSum(ranks) / (n ** 3 - n);
  if (!(ties > 0)) return notEstimable("All values are equal: ranks cannot differ between groups.");
  let h = 0;
  for (const label of labels) {
    let [sum, size] = [0, 0];
    for (let i = 0; i < n; i++)
      if (group[i] === label) {
        sum += ranks[i]!;
        size++;
      }
    h += sum ** 2 / size;
  }
  const chiSquare = ((12 / (n * (n + 1))) * h - 3 * (n + 1)) / ties;
  const df = labels.length - 1;
  return estimated({ chiSquare, df, p: chiSquareUpper(chiSquare, df) });
}
