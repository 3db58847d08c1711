import { chiSquareUpper, normalTwoSided } from "../distributions.ts";

/** Up to this many in each group, and without ties, the distribution of U is counted out. */
const EXACT_BELOW = 50;

/** The function (U, ties) ↦ two-sided p of the rank-sum test. */
export type RankSumP = (u: number, ties: number) => number;

/**
 * Two-sided p of Wilcoxon's rank-sum test for groups of `n1` and `n2`; U counts the pairs in which the first is the greater,
 * `ties` is the sum of t³ - t over tied values. Exact where both groups are smaller than 50 and nothing is tied; else the
 * normal distribution with the variance corrected for ties and a continuity correction of one half (Hollander, Wolfe &
 * Chicken 2014, section 4.1). NaN where all values are tied.
 */
export function rankSumP(n1: number, n2: number): RankSumP {
  const pairs = n1 * n2;
  const n = n1 + n2;
  const cumulative = n1 < EXACT_BELOW && n2 < EXACT_BELOW ? cumulativeU(n1, n2) : null;
  return (u, ties) => {
    if (cumulative && ties === 0) return Math.min(1, 2 * cumulative[Math.min(u, pairs - u)]!);
    const variance = (pairs / 12) * (n + 1 - ties / (n * (n - 1)));
    if (!(variance > 0)) return Number.NaN;
    const away = Math.max(0, Math.abs(u - pairs / 2) - 0.5);
    return normalTwoSided(away / Math.sqrt(variance));
  };
}

/**
 * P(U <= u) for u = 0 … n1 n2 under the null hypothesis. The number of ways is the coefficient of the Gaussian binomial
 * Π (1 - x^(n2 + i)) / (1 - x^i), i = 1 … n1, multiplied out factor by factor; counts are kept as probabilities.
 */
function cumulativeU(n1: number, n2: number): Float64Array {
  const size = n1 * n2 + 1;
  const ways = new Float64Array(size);
  ways[0] = 1;
  for (let i = 1; i <= n1; i++) {
    for (let u = size - 1; u >= n2 + i; u--) ways[u]! -= ways[u - n2 - i]!;
    for (let u = i; u < size; u++) ways[u]! += ways[u - i]!;
  }
  let total = 0;
  for (const w of ways) total += w;
  let sum = 0;
  return ways.map((w) => {
    sum += w;
    return sum / total;
  });
}

/**
 * Kruskal & Wallis 1952: H of the rank sums, divided by 1 - ties / (n³ - n), and its p by chi-square with k - 1 degrees of
 * freedom. NaN where all values are tied.
 */
export function kruskalWallis(rankSums: Float64Array, sizes: Float64Array, ties: number): { h: number; p: number } {
  let [n, squares] = [0, 0];
  for (let g = 0; g < sizes.length; g++) {
    n += sizes[g]!;
    squares += rankSums[g]! ** 2 / sizes[g]!;
  }
  const correction = 1 - ties / (n ** 3 - n);
  if (!(correction > 0)) return { h: Number.NaN, p: Number.NaN };
  const h = ((12 / (n * (n + 1))) * squares - 3 * (n + 1)) / correction;
  return { h, p: chiSquareUpper(h, sizes.length - 1) };
}
