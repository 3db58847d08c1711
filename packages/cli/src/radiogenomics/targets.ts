import { refuse } from "@nadir/domain";
import {
  cytolyticActivity,
  type EnrichmentScores,
  type GeneSet,
  type GeneTable,
  immunoscore,
  infiltrationScore,
  nearestCentroid,
  ssgsea,
} from "@nadir/risk";
import type { TargetColumn } from "@nadir/statistics";
import type { SubjectExpression } from "./read-expression.ts";

/** Molecular columns with the subjects that they are of, and how they came about. */
export interface TargetTable {
  readonly subjects: readonly string[];
  readonly columns: readonly TargetColumn[];
  readonly origin:
    | "marker"
    | "gene"
    | "gene set"
    | "cytolytic activity"
    | "infiltration score"
    | "subtype"
    | "Immunoscore";
}

/** The targets that expression gives: enrichment of gene sets where those are given, else the genes named, else all genes. */
export function expressionTargets(
  { table }: SubjectExpression,
  wish: {
    readonly sets?: readonly GeneSet[];
    readonly genes?: readonly string[];
    readonly cytolytic: boolean;
    readonly centroids?: GeneTable;
    /** Gene sets that count for and against the infiltration score. */
    readonly infiltration?: readonly [readonly GeneSet[], readonly GeneSet[]];
  },
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
  if (wish.genes !== undefined || (enrichment === null && !wish.cytolytic && !wish.centroids && !wish.infiltration)) {
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
  if (wish.infiltration) add("infiltration score", [["infiltration", infiltrationScore(table, ...wish.infiltration)]]);
  if (wish.centroids) {
    const calls = nearestCentroid(table, wish.centroids).map((c) => c.nearest);
    tables.push({ subjects, origin: "subtype", columns: [grouped("subtype", calls)] });
  }
  return { tables, enrichment };
}

/**
 * The Immunoscore's mean percentile and its group, from four columns of percentiles: CD3 and CD8, each in the centre and at the
 * invasive margin. A subject without all four has none.
 */
export function immunoscoreTarget(markers: Omit<TargetTable, "origin">, names: readonly string[]): TargetTable {
  const [cd3Centre, cd3Margin, cd8Centre, cd8Margin] = names.map((name) => {
    const column = markers.columns.find((c) => c.name === name);
    if (column?.kind !== "numeric")
      refuse(
        "NO_COLUMN",
        `The Immunoscore wants the percentiles '${name}', which ${column ? "is a column of groups" : "the markers do not have"}.`,
        { expected: name },
      );
    return column.values;
  });
  const scores = markers.subjects.map((_, i) => {
    const input = {
      cd3Centre: cd3Centre![i]!,
      cd3Margin: cd3Margin![i]!,
      cd8Centre: cd8Centre![i]!,
      cd8Margin: cd8Margin![i]!,
    };
    return Object.values(input).some(Number.isNaN) ? null : immunoscore(input);
  });
  return {
    subjects: markers.subjects,
    origin: "Immunoscore",
    columns: [
      { name: "Immunoscore", kind: "numeric", values: scores.map((s) => s?.percentile ?? Number.NaN) },
      grouped(
        "Immunoscore group",
        scores.map((s) => s?.group ?? null),
      ),
    ],
  };
}

function grouped(name: string, cells: readonly (string | null)[]): TargetColumn {
  const groups = [...new Set(cells.filter((c) => c !== null))].sort();
  return { name, kind: "groups", groups, codes: cells.map((c) => (c === null ? -1 : groups.indexOf(c))) };
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
