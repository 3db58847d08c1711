import { percentile } from "../intensity/order-statistics.ts";

/** Equal bins from `low` to `high`; a value on an inner edge belongs to the bin above, `high` to the last. */
export interface Bins {
  readonly low: number;
  readonly high: number;
  readonly count: number;
}

/** Shannon entropy (bits) of values over bins; values outside count to the first or last bin; 0 for an empty interval. */
export function entropyOf(values: readonly number[], { low, high, count }: Bins): number {
  if (!(high > low)) return 0;
  const counts = new Float64Array(count);
  for (const x of values) counts[Math.min(count - 1, Math.max(0, Math.floor((count * (x - low)) / (high - low))))]!++;
  let entropy = 0;
  for (const n of counts) if (n > 0) entropy -= (n / values.length) * Math.log2(n / values.length);
  return entropy;
}

/** A patient's prediction from those of the lesions (figure 3 D), scores between `bins.low` and `bins.high`. */
export interface PatientScore {
  readonly lesions: number;
  /** Whether any lesion's score reaches the threshold. */
  readonly any: boolean;
  readonly fractionAbove: number;
  readonly mean: number;
  readonly median: number;
  readonly max: number;
  readonly maxLesion: string;
  /** The least score and its lesion: the least infiltrated decides in some signatures. */
  readonly min: number;
  readonly minLesion: string;
  /** Sample sd; null for one lesion. */
  readonly sd: number | null;
  readonly entropy: number;
}

/** Aggregates lesion-level scores; "reaches" means at or above. Throws RangeError for no lesion. */
export function aggregateScores(
  scores: readonly { readonly lesion: string; readonly score: number }[],
  threshold: number,
  bins: Bins = { low: 0, high: 1, count: 10 },
): PatientScore {
  if (scores.length === 0) throw new RangeError("There are no lesions to aggregate.");
  const ordered = [...scores].sort((a, b) => a.score - b.score || (a.lesion < b.lesion ? -1 : 1));
  const xs = ordered.map((s) => s.score);
  const n = xs.length;
  const mean = xs.reduce((a, x) => a + x, 0) / n;
  const most = ordered.find((s) => s.score === xs[n - 1])!;
  const above = xs.filter((x) => x >= threshold).length;
  return {
    lesions: n,
    any: above > 0,
    fractionAbove: above / n,
    mean,
    median: percentile(Float64Array.from(xs), 0.5),
    max: most.score,
    maxLesion: most.lesion,
    min: xs[0]!,
    minLesion: ordered[0]!.lesion,
    sd: n < 2 ? null : Math.sqrt(xs.reduce((sum, x) => sum + (x - mean) ** 2, 0) / (n - 1)),
    entropy: entropyOf(xs, bins),
  };
}
