import { type Problem, Refusal, refuse } from "@nadir/domain";
import { mean, pearson } from "@nadir/statistics";
import type { GeneTable } from "./gene-table.ts";

function rowOf(table: GeneTable, gene: string): Float64Array {
  const at = table.genes.indexOf(gene);
  if (at < 0) refuse("GENE_MISSING", `The table has no gene '${gene}', which the score needs.`, { expected: gene });
  return table.values[at]!;
}

/**
 * Cytolytic activity: the geometric mean of GZMA and PRF1 in TPM, 0.01 added to each (Rooney et al. 2015, Cell 160:48).
 * One value a sample. Refusal: a gene is missing, an expression is negative (a logarithm was taken).
 */
export function cytolyticActivity(table: GeneTable): Float64Array {
  const [gzma, prf1] = [rowOf(table, "GZMA"), rowOf(table, "PRF1")];
  return gzma.map((a, s) => {
    const b = prf1[s]!;
    if (a < 0 || b < 0)
      refuse(
        "NEGATIVE_EXPRESSION",
        `Sample '${table.samples[s]}': GZMA ${a}, PRF1 ${b}; cytolytic activity is defined on TPM, not on logarithms.`,
        {
          found: String(Math.min(a, b)),
          expected: "TPM, from 0",
        },
      );
    return Math.sqrt((a + 0.01) * (b + 0.01));
  });
}

/** Percentiles (0 to 100) of the densities of T cells against the reference distribution of the assay. */
export interface ImmunoscoreInput {
  readonly cd3Centre: number;
  readonly cd3Margin: number;
  readonly cd8Centre: number;
  readonly cd8Margin: number;
}

/**
 * Immunoscore: the mean of the four percentiles; low to 25, intermediate to 70, high above; in five groups 0 to 4 with the
 * limits 10, 25, 70 and 95 (Pagès et al. 2018, Lancet 391:2128). Refusal: a percentile outside 0 to 100.
 */
export function immunoscore(input: ImmunoscoreInput) {
  const names = ["cd3Centre", "cd3Margin", "cd8Centre", "cd8Margin"] as const;
  const problems: Problem[] = names.flatMap((name) =>
    input[name] >= 0 && input[name] <= 100
      ? []
      : [
          {
            code: "PERCENTILE_OUT_OF_RANGE",
            message: `${name} is ${input[name]}; give its percentile, 0 to 100.`,
            where: { path: name },
          },
        ],
  );
  if (problems.length > 0) throw new Refusal(problems);
  const percentile = mean(names.map((name) => input[name]));
  const group = percentile <= 25 ? ("low" as const) : percentile <= 70 ? ("intermediate" as const) : ("high" as const);
  return { percentile, group, level: [10, 25, 70, 95].filter((limit) => percentile > limit).length };
}

/** The class whose centroid is nearest to a sample, by Pearson's correlation over the genes that both have. */
export interface CentroidCall {
  readonly sample: string;
  readonly nearest: string;
  readonly correlation: number;
  /** Correlation with the second nearest: a small distance is an uncertain call. */
  readonly second: number | null;
}

/**
 * Nearest-centroid classification by correlation, e.g. of the glioblastoma subtypes (Verhaak et al. 2010, Cancer Cell 17:98)
 * with the centroids that the user gives. Refusal: fewer than three genes in common, a constant sample or centroid.
 */
export function nearestCentroid(table: GeneTable, centroids: GeneTable): CentroidCall[] {
  const common = centroids.genes.flatMap((gene, c) => {
    const t = table.genes.indexOf(gene);
    return t < 0 ? [] : [[t, c] as const];
  });
  if (common.length < 3)
    refuse(
      "TOO_FEW_COMMON_GENES",
      `Centroids and expression have ${common.length} genes in common; three are the least.`,
    );
  return table.samples.map((sample, s) => {
    const own = common.map(([t]) => table.values[t]![s]!);
    const all = centroids.samples.map((name, k) => {
      const r = pearson(
        own,
        common.map(([, c]) => centroids.values[c]![k]!),
      );
      if (!r.estimable) refuse("NO_CORRELATION", `Sample '${sample}' and centroid '${name}': ${r.reason}`);
      return { name, r: r.coefficient };
    });
    all.sort((a, b) => b.r - a.r);
    return { sample, nearest: all[0]!.name, correlation: all[0]!.r, second: all[1]?.r ?? null };
  });
}
