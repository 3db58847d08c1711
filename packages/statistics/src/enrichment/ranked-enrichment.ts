import { refuse } from "@nadir/domain";
import { benjaminiHochberg } from "../association-scan/benjamini-hochberg.ts";
import { randomSource } from "../random.ts";

export interface RankedEnrichment {
  readonly name: string;
  readonly size: number;
  /** Enrichment score, -1 … 1: the greatest departure of the running sum from 0. */
  readonly es: number;
  /** ES over the mean of random sets of the same size and sign; null where none has that sign. */
  readonly nes: number | null;
  /** (1 + random ES of the same sign at least as far out) / (1 + random ES of that sign). */
  readonly p: number;
  readonly q: number;
  /** The members up to (after, for a negative ES) the greatest departure, in order. */
  readonly leadingEdge: readonly string[];
}

export interface RankedEnrichmentOptions {
  /** Exponent of the ranking statistic; 1 by the paper. */
  readonly weight?: number;
  readonly permutations?: number;
  readonly least?: number;
  readonly most?: number;
  readonly seed: number;
}

/**
 * Pre-ranked gene-set enrichment (Subramanian et al. 2005, PNAS 102:15545): down the list, the running sum rises by
 * |statistic|^weight / sum at a member and falls by 1 / (N - size) at every other; ES is its greatest departure from 0.
 * p by random sets of the same size, apart for each sign; q by Benjamini & Hochberg over the sets tested. Sets with fewer
 * than `least` (15) or more than `most` (500) members in the list are left out. Ties keep the order of the names, so that
 * the order of the input never matters. Refusal: a name stands twice, a statistic is no number.
 */
export function rankedEnrichment(
  ranked: readonly { readonly gene: string; readonly statistic: number }[],
  sets: readonly { readonly name: string; readonly genes: readonly string[] }[],
  { weight = 1, permutations = 1000, least = 15, most = 500, seed }: RankedEnrichmentOptions,
): RankedEnrichment[] {
  const bad = ranked.find((r) => !Number.isFinite(r.statistic));
  if (bad) refuse("NOT_A_NUMBER", `The statistic of '${bad.gene}' is ${bad.statistic}; leave the gene out.`);
  const list = [...ranked].sort((a, b) => b.statistic - a.statistic || (a.gene < b.gene ? -1 : 1));
  const place = new Map(list.map((r, i) => [r.gene, i]));
  if (place.size < list.length) refuse("GENE_TWICE", "A gene stands twice in the ranking; keep one row of each gene.");
  const weights = Float64Array.from(list, (r) => Math.abs(r.statistic) ** weight);
  const random = randomSource(seed);
  const n = list.length;
  const order = Int32Array.from({ length: n }, (_, i) => i);
  const tested = sets.flatMap((set) => {
    const at = [...new Set(set.genes)].flatMap((g) => place.get(g) ?? []).sort((a, b) => a - b);
    if (at.length < least || at.length > most || at.length >= n || at.length === 0) return [];
    const found = enrichmentScore(at, weights);
    const same: number[] = [];
    for (let k = 0; k < permutations; k++) {
      const { es } = enrichmentScore(draw(order, at.length, random.integer), weights);
      if (Math.sign(es) === Math.sign(found.es)) same.push(Math.abs(es));
    }
    const mean = same.reduce((s, v) => s + v, 0) / same.length;
    const beyond = same.filter((v) => v >= Math.abs(found.es) - 1e-12).length;
    const edge = found.es >= 0 ? at.filter((i) => i <= found.at) : at.filter((i) => i >= found.at).reverse();
    return [
      {
        name: set.name,
        size: at.length,
        es: found.es,
        nes: same.length > 0 && mean > 0 ? found.es / mean : null,
        p: (1 + beyond) / (1 + same.length),
        leadingEdge: edge.map((i) => list[i]!.gene),
      },
    ];
  });
  const q = benjaminiHochberg(Float64Array.from(tested, (t) => t.p));
  return tested.map((t, i) => ({ ...t, q: q[i]! }));
}

/** `count` different places, in order: the first of a partly shuffled list (Fisher & Yates). */
function draw(order: Int32Array, count: number, integer: (n: number) => number): number[] {
  for (let i = 0; i < count; i++) {
    const j = i + integer(order.length - i);
    const kept = order[i]!;
    order[i] = order[j]!;
    order[j] = kept;
  }
  return Array.from(order.subarray(0, count)).sort((a, b) => a - b);
}

/** Departures that differ by rounding are one: the earlier counts. */
const EQUAL = 1e-12;

/** The greatest departure of the running sum, and the place of the member where it is reached (or before which it is least). */
function enrichmentScore(at: readonly number[], weights: Float64Array): { es: number; at: number } {
  const n = weights.length;
  const total = at.reduce((s, i) => s + weights[i]!, 0);
  const miss = 1 / (n - at.length);
  let [sum, best, where] = [0, 0, at[0] ?? 0];
  at.forEach((place, k) => {
    // Before the member the sum is lowest, after it highest: nowhere else can it turn.
    const before = sum - (place - k) * miss;
    if (-before > Math.abs(best) + EQUAL) [best, where] = [before, place];
    sum += total > 0 ? weights[place]! / total : 1 / at.length;
    const after = sum - (place - k) * miss;
    if (after > Math.abs(best) + EQUAL) [best, where] = [after, place];
  });
  return { es: best, at: where };
}
