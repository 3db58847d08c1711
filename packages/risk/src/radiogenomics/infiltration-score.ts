import { refuse } from "@nadir/domain";
import { principalComponents } from "@nadir/statistics";
import type { GeneSet } from "./gene-sets.ts";
import type { GeneTable } from "./gene-table.ts";

/**
 * Immune cell infiltration score: the sum of the first principal components of the gene sets A less that of the sets B (Liu et al.
 * 2023: "Σ PC1A − Σ PC1B"). Each set's genes are centred and scaled to unit variance over the samples; its first component is
 * turned so that its weights sum to 0 or more, since the sign of a component means nothing: a higher value is higher expression of
 * the set. Components depend on who is in the table: a score must not be carried to other samples. One value a sample.
 * Refusal: a set with fewer than two genes in the table that vary.
 */
export function infiltrationScore(table: GeneTable, a: readonly GeneSet[], b: readonly GeneSet[]): Float64Array {
  if (a.length === 0 || b.length === 0)
    refuse(
      "NO_GENE_SETS",
      "The infiltration score wants gene sets that count for it and gene sets that count against it.",
    );
  const score = new Float64Array(table.samples.length);
  for (const [sets, sign] of [
    [a, 1],
    [b, -1],
  ] as const)
    for (const set of sets)
      firstComponent(table, set).forEach((v, s) => {
        score[s]! += sign * v;
      });
  return score;
}

function firstComponent(table: GeneTable, { name, genes }: GeneSet): Float64Array {
  const columns = genes.flatMap((gene) => {
    const at = table.genes.indexOf(gene);
    const values = at < 0 ? null : table.values[at]!;
    return values?.some((v) => v !== values[0]) ? [values] : [];
  });
  if (columns.length < 2)
    refuse(
      "TOO_FEW_GENES",
      `${columns.length} of the ${genes.length} genes of '${name}' are in the table and vary; a component needs two.`,
      { found: String(columns.length), expected: "2" },
    );
  const found = principalComponents(columns);
  if (!found.estimable) return refuse("NOT_ESTIMABLE", `'${name}': ${found.reason}`);
  const sum = found.rotation[0]!.reduce((s, w) => s + w, 0);
  return sum < 0 ? found.scores[0]!.map((v) => -v) : found.scores[0]!;
}
