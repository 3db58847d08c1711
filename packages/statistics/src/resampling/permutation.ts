import { refuse } from "@nadir/domain";
import { checkedFlags, checkedNumbers, checkSameLength, type Flags, type Numbers } from "../checked-input.ts";
import { midRanks, sum } from "../describe.ts";
import { normalTwoSided, normalUpper } from "../distributions.ts";
import { type Estimated, estimated, notEstimable } from "../estimate.ts";
import { randomSource } from "../random.ts";

export interface PermutationTest {
  readonly observed: number;
  readonly permutations: number;
  /** Permuted values >= observed. */
  readonly countGreater: number;
  /** Permuted values at least as far from `centre` as observed. */
  readonly countTwoSided: number;
  /** (1 + count) / (B + 1). */
  readonly pGreater: number;
  readonly pTwoSided: number;
  readonly values: Float64Array;
}

/** Compares an observed statistic with its values under permuted labels. `centre` is its value under no association. */
export function permutationTest(observed: number, permuted: Numbers, centre: number): PermutationTest {
  const values = checkedNumbers(permuted, "permuted statistic");
  // Values that are equal by their formula may differ by rounding; they count as equal.
  const slack = 1e-12 * Math.max(1, Math.abs(observed), Math.abs(centre));
  const countGreater = values.filter((v) => v >= observed - slack).length;
  const distance = Math.abs(observed - centre);
  const countTwoSided = values.filter((v) => Math.abs(v - centre) >= distance - slack).length;
  return {
    observed,
    permutations: values.length,
    countGreater,
    countTwoSided,
    pGreater: (1 + countGreater) / (values.length + 1),
    pTwoSided: (1 + countTwoSided) / (values.length + 1),
    values,
  };
}

/** `count` random orders of 0 … n-1 (Fisher–Yates), seeded. */
export function* permutations(n: number, count: number, seed: number, stream = 0): Generator<Int32Array> {
  const rng = randomSource(seed, stream);
  for (let b = 0; b < count; b++) {
    const order = Int32Array.from({ length: n }, (_, i) => i);
    for (let i = n - 1; i > 0; i--) {
      const j = rng.integer(i + 1);
      const kept = order[i]!;
      order[i] = order[j]!;
      order[j] = kept;
    }
    yield order;
  }
}

export interface ExactRankSumTest {
  readonly n: number;
  readonly events: number;
  /** (rank sum of the cases - expectation) / permutation standard deviation. */
  readonly z: number;
  readonly pTwoSided: number;
  /** One-sided: the cases have the larger scores. */
  readonly pGreater: number;
  readonly pAsymptoticTwoSided: number;
  readonly pAsymptoticGreater: number;
}

/** Most subjects of `exactRankSumTest`. */
export const MOST_FOR_EXACT_RANK_SUM = 200;

/**
 * Exact permutation distribution of the rank sum with mid-ranks (ties allowed), by the shift algorithm
 * (Streitberg & Röhmel 1986): counts of subsets by twice their rank sum. Two-sided: at least as far from the mean.
 */
export function exactRankSumTest(scores: Numbers, outcome: Flags): Estimated<ExactRankSumTest> {
  const n = checkSameLength({ score: scores, outcome });
  const values = checkedNumbers(scores, "score");
  const flags = checkedFlags(outcome, "outcome");
  const m = flags.reduce((s, f) => s + f, 0);
  if (m === 0 || m === n)
    return notEstimable(`A rank-sum test needs both classes: ${m} with the outcome, ${n - m} without.`);
  if (n > MOST_FOR_EXACT_RANK_SUM)
    refuse(
      "TOO_MANY_FOR_EXACT",
      `${n} subjects are too many for the exact distribution; use up to ${MOST_FOR_EXACT_RANK_SUM}, or permutations.`,
    );
  const doubled = Int32Array.from(midRanks(values), (r) => Math.round(2 * r));
  const observed = doubled.reduce((s, r, i) => s + (flags[i] === 1 ? r : 0), 0);
  const centre = m * (n + 1);
  const spread = sum(Float64Array.from(doubled, (r) => (r - (n + 1)) ** 2));
  const sd = Math.sqrt((m * (n - m) * spread) / (n * (n - 1)));
  if (!(sd > 0)) return notEstimable("All scores are equal: the rank sum cannot vary.");
  const size = doubled.reduce((s, r) => s + r, 0) + 1;
  // probability[k][s] = share of the k-subsets seen so far with doubled rank sum s, kept as probabilities so that
  // nothing overflows: row k after t subjects is C(t,k)-normalised by the hypergeometric step below.
  const rows = Array.from({ length: m + 1 }, () => new Float64Array(size));
  rows[0]![0] = 1;
  doubled.forEach((r, t) => {
    for (let k = Math.min(m, t + 1); k >= 1; k--) {
      const into = rows[k]!;
      const from = rows[k - 1]!;
      // C(t,k) / C(t+1,k) and C(t,k-1) / C(t+1,k)
      const stay = (t + 1 - k) / (t + 1);
      const enter = k / (t + 1);
      for (let s = size - 1; s >= 0; s--) into[s] = into[s]! * stay + (s >= r ? from[s - r]! * enter : 0);
    }
  });
  const distribution = rows[m]!;
  const distance = Math.abs(observed - centre);
  const z = (observed - centre) / sd;
  return estimated({
    n,
    events: m,
    z,
    pTwoSided: Math.min(1, sum(distribution.filter((_, s) => Math.abs(s - centre) >= distance))),
    pGreater: Math.min(1, sum(distribution.filter((_, s) => s >= observed))),
    pAsymptoticTwoSided: normalTwoSided(z),
    pAsymptoticGreater: normalUpper(z),
  });
}
