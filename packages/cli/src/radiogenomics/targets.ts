import { refuse } from "@nadir/domain";
import { cytolyticActivity, type EnrichmentScores, type GeneSet, ssgsea } from "@nadir/risk";
import type { TargetColumn } from "@nadir/statistics";
import type { SubjectExpression } from "./read-expression.ts";

/** Molecular columns with the subjects that they are of, and how they came about. */
export interface TargetTable {
  readonly subjects: readonly string[];
  readonly columns: readonly TargetColumn[];
  readonly origin: "marker" | "gene" | "gene set" | "cytolytic activity";
}

/** The targets that expression gives: enrichment of gene sets where those are given, else the genes named, else all genes. */
export function expressionTargets(
  { table }: SubjectExpression,
  wish: { readonly sets?: readonly GeneSet[]; readonly genes?: readonly string[]; readonly cytolytic: boolean },
): { tables: TargetTable[]; enrichment: EnrichmentScores | null } {
  const tables: TargetTable[] = [];
  const subjects = table.samples;
  const add = (origin: TargetTable["origin"], columns: readonly (readonly [string, ArrayLike<number>])[]): void => {
    if (columns.length > 0)
      tables.push({ subjects, origin, columns: columns.map(([name, values]) => ({ name, kind: "numeric", values })) });
  };
  const enrichment = wish.sets === undefined ? null : ssgsea(table, wish.sets);
  if (enrichment) {
    add(
      "gene set",
      enrichment.sets.flatMap((s) => (s.scores ? [[s.name, s.scores] as const] : [])),
    );
    if (tables.length === 0)
      refuse("NO_SCORES", `No gene set can be scored: ${enrichment.sets[0]!.name}: ${enrichment.sets[0]!.reason}`);
  }
  if (wish.genes !== undefined || (enrichment === null && !wish.cytolytic)) {
    const names = wish.genes ?? table.genes;
    add(
      "gene",
      names.map((gene) => {
        const at = table.genes.indexOf(gene);
        if (at < 0) refuse("GENE_MISSING", `The expression table has no gene '${gene}'.`, { expected: gene });
        return [gene, table.values[at]!] as const;
      }),
    );
  }
  if (wish.cytolytic) add("cytolytic activity", [["CYT", cytolyticActivity(table)]]);
  return { tables, enrichment };
}

/** All targets over one list of subjects; missing where a table does not have the subject. Refusal: a name that stands twice. */
export function alignTargets(tables: readonly TargetTable[], subjects: readonly string[]): TargetColumn[] {
  const names = new Set<string>();
  return tables.flatMap((table) => {
    const place = new Map(table.subjects.map((s, i) => [s, i]));
    const rows = subjects.map((s) => place.get(s));
    return table.columns.map((column): TargetColumn => {
      if (names.has(column.name))
        refuse(
          "TARGET_TWICE",
          `Two targets are called '${column.name}' (one is a ${table.origin}); give each its own name.`,
          { found: column.name },
        );
      names.add(column.name);
      return column.kind === "numeric"
        ? { ...column, values: Float64Array.from(rows, (at) => (at === undefined ? Number.NaN : column.values[at]!)) }
        : { ...column, codes: Int32Array.from(rows, (at) => (at === undefined ? -1 : column.codes[at]!)) };
    });
  });
}
