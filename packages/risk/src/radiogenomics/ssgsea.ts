import { refuse } from "@nadir/domain";
import { midRanks } from "@nadir/statistics";
import type { GeneSet } from "./gene-sets.ts";
import type { GeneTable } from "./gene-table.ts";

/** Enrichment of gene sets in single samples. */
export interface EnrichmentScores {
  readonly samples: readonly string[];
  readonly sets: readonly {
    readonly name: string;
    /** Members found in the table, of how many named. */
    readonly found: number;
    readonly named: number;
    /** One score a sample; null with its reason where too few members, or all genes, are in the set. */
    readonly scores: Float64Array | null;
    readonly reason: string;
  }[];
  /** Highest less lowest score over all samples and sets, by which `normalised` scores are divided; null where not asked for. */
  readonly range: number | null;
}

export interface SsgseaOptions {
  /** Exponent of the rank weights; 0.25 by the paper. */
  readonly alpha?: number;
  /** Fewest members found for a score. Default 2. */
  readonly least?: number;
  /**
   * Divide by the range of all scores. It mixes the samples: a score then depends on who else is in the table, and must not
   * be carried from a training to a test set. Default false.
   */
  readonly normalise?: boolean;
}

/**
 * Single-sample gene-set enrichment (Barbie et al. 2009, Nature 462:108, supplementary methods). Within a sample the N genes
 * are ranked, the highest first; the score of a set is the sum over all places of the weighted share of its members met so
 * far (weights rank^alpha, the highest expressed gene having rank N) less the share of the other genes met so far.
 * Genes of equal expression share their mean rank and place, so that the order of the rows never matters (other
 * implementations break such ties by row). Genes not in the table are left out of the set.
 */
export function ssgsea(table: GeneTable, sets: readonly GeneSet[], options: SsgseaOptions = {}): EnrichmentScores {
  const { alpha = 0.25, least = 2, normalise = false } = options;
  if (!(alpha >= 0 && Number.isFinite(alpha)))
    refuse("ALPHA_OUT_OF_RANGE", `The exponent of the rank weights is ${alpha}; give a number from 0, usually 0.25.`);
  const place = new Map(table.genes.map((gene, i) => [gene, i]));
  const total = table.genes.length;
  const members = sets.map((set) => set.genes.flatMap((gene) => place.get(gene) ?? []));
  const scores = members.map((m) =>
    m.length >= least && m.length < total ? new Float64Array(table.samples.length) : null,
  );

  const sample = new Float64Array(total);
  for (let s = 0; s < table.samples.length; s++) {
    for (let g = 0; g < total; g++) sample[g] = table.values[g]![s]!;
    const ranks = midRanks(sample);
    const weights = ranks.map((r) => r ** alpha);
    members.forEach((genes, k) => {
      const out = scores[k];
      if (out) out[s] = enrichment(genes, ranks, weights);
    });
  }
  let range: number | null = null;
  if (normalise) {
    let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
    for (const own of scores) for (const v of own ?? []) [low, high] = [Math.min(low, v), Math.max(high, v)];
    range = high > low ? high - low : null;
    if (range !== null) for (const own of scores) for (let i = 0; own && i < own.length; i++) own[i]! /= range;
  }
  return {
    samples: table.samples,
    sets: sets.map(({ name, genes }, k) => ({
      name,
      found: members[k]!.length,
      named: genes.length,
      scores: scores[k]!,
      reason:
        scores[k] !== null
          ? ""
          : members[k]!.length < least
            ? `${members[k]!.length} of its ${genes.length} genes are in the table; ${least} are needed.`
            : "All genes of the table are in the set: there is nothing to compare with.",
    })),
    range,
  };
}

/**
 * The sum of the running difference in closed form: a gene of rank r stands at place N - r + 1 and counts in all places from
 * there to N, which are r.
 */
function enrichment(members: readonly number[], ranks: Float64Array, weights: Float64Array): number {
  const n = ranks.length;
  let [weighted, weight, places] = [0, 0, 0];
  for (const g of members) {
    weighted += weights[g]! * ranks[g]!;
    weight += weights[g]!;
    places += ranks[g]!;
  }
  return weighted / weight - ((n * (n + 1)) / 2 - places) / (n - members.length);
}
