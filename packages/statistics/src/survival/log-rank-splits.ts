import type { Numbers } from "../checked-input.ts";
import type { SurvivalColumns } from "./survival-data.ts";

/**
 * The log-rank chi-square of every cut of a column within a set of subjects, in O(n log n) a column. With scores
 * a_i = event - Nelson–Aalen(t_i) the numerator is the sum over the left side; the hypergeometric variance
 * sum_t c_t (Y1/Y)(1 - Y1/Y), c_t = d (Y - d) / (Y - 1), is kept up as subjects move to the left (a tree of partial sums).
 */
export function logRankSplits(
  { time, event }: SurvivalColumns,
  rows: Int32Array,
): { best(column: Numbers, leastInLeaf: number): { limit: number; chiSquare: number } | null } {
  const n = rows.length;
  // Places of the distinct times among these subjects.
  const order = Int32Array.from(rows).sort((a, b) => time[a]! - time[b]!);
  const place = new Map<number, number>();
  for (const i of order) if (!place.has(time[i]!)) place.set(time[i]!, place.size);
  const steps = place.size;
  const [deaths, leaving] = [new Float64Array(steps), new Float64Array(steps)];
  for (const i of rows) {
    const k = place.get(time[i]!)!;
    leaving[k]! += 1;
    deaths[k]! += event[i]!;
  }
  // By time: Nelson–Aalen, the sum of c / Y and of c / Y².
  const [hazard, linear, square] = [new Float64Array(steps), new Float64Array(steps), new Float64Array(steps)];
  let [atRisk, h, l, s] = [n, 0, 0, 0];
  for (let k = 0; k < steps; k++) {
    const d = deaths[k]!;
    const c = atRisk > 1 ? (d * (atRisk - d)) / (atRisk - 1) : 0;
    h += d / atRisk;
    l += c / atRisk;
    s += c / (atRisk * atRisk);
    hazard[k] = h;
    linear[k] = l;
    square[k] = s;
    atRisk -= leaving[k]!;
  }
  return {
    best(column, leastInLeaf) {
      const sorted = Int32Array.from(rows).sort((a, b) => column[a]! - column[b]!);
      const [weights, counts] = [partialSums(steps), partialSums(steps)];
      let [numerator, first, second] = [0, 0, 0];
      let best: { limit: number; chiSquare: number } | null = null;
      for (let k = 1; k < n; k++) {
        const i = sorted[k - 1]!;
        const at = place.get(time[i]!)!;
        numerator += event[i]! - hazard[at]!;
        first += linear[at]!;
        // sum over the left side of W(min(t, t_j)), W the sum of c / Y² up to a time.
        const overlap = weights.upTo(at) + square[at]! * (k - 1 - counts.upTo(at));
        second += 2 * overlap + square[at]!;
        weights.add(at, square[at]!);
        counts.add(at, 1);
        const [below, above] = [column[i]!, column[sorted[k]!]!];
        if (below === above || k < leastInLeaf || n - k < leastInLeaf) continue;
        const variance = first - second;
        if (!(variance > 1e-12)) continue;
        const chiSquare = (numerator * numerator) / variance;
        if (!best || chiSquare > best.chiSquare * (1 + 1e-12)) best = { limit: (below + above) / 2, chiSquare };
      }
      return best;
    },
  };
}

/** Sums up to a place that can be added to (Fenwick 1994). */
function partialSums(size: number): { add(at: number, value: number): void; upTo(at: number): number } {
  const tree = new Float64Array(size + 1);
  return {
    add(at, value) {
      for (let k = at + 1; k <= size; k += k & -k) tree[k]! += value;
    },
    upTo(at) {
      let sum = 0;
      for (let k = at + 1; k > 0; k -= k & -k) sum += tree[k]!;
      return sum;
    },
  };
}
