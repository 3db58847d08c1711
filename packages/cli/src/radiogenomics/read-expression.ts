import { refuse } from "@nadir/domain";
import { type Collapse, type GeneTable, geneTable } from "@nadir/risk";
import { parse } from "csv-parse/sync";
import { columnsInWords, readPredictions } from "../evaluate/predictions.ts";
import { readText } from "../read-input.ts";

/** Expression with one column a subject. */
export interface SubjectExpression {
  readonly table: GeneTable;
  /** The kind of assay that the samples share, where the list of samples says. */
  readonly assay: string | null;
}

/** Genes by columns: tabs or commas, or GCT; gzip by its bytes. */
export async function readGenes(file: string, collapse: Collapse): Promise<GeneTable> {
  const text = await readText(file);
  let cells: string[][];
  try {
    // A GCT file begins with lines of fewer cells.
    cells = parse(text, {
      bom: true,
      skip_empty_lines: true,
      trim: true,
      delimiter: ["\t", ","],
      relax_column_count: text.startsWith("#1."),
    });
  } catch (error) {
    refuse("NOT_A_TABLE", `The file '${file}' is no table with tabs or commas: ${(error as Error).message}.`, {
      where: { file },
    });
  }
  return geneTable(cells, file, collapse);
}

/** Reads expression (tabs or commas, or GCT; gzip by its bytes) and names its columns by subject. */
export async function readExpression(
  file: string,
  options: {
    readonly samples?: string;
    readonly assay?: string;
    readonly collapse: Collapse;
    readonly subject: string;
  },
): Promise<SubjectExpression> {
  const table = await readGenes(file, options.collapse);
  return options.samples === undefined
    ? { table, assay: options.assay ?? null }
    : bySubject(table, options.samples, options.subject, options.assay);
}

/**
 * The columns of the samples that the list names, called by their subjects. A subject's second sample, or a second assay,
 * is refused: samples of one patient are not independent, and assays are never pooled silently.
 */
async function bySubject(table: GeneTable, file: string, subject: string, assay?: string): Promise<SubjectExpression> {
  const list = await readPredictions(file, "sample");
  if (!list.columns.includes(subject))
    refuse(
      "NO_COLUMN",
      `The list of samples '${file}' has no column '${subject}'; it has: ${columnsInWords(list.columns)}.`,
      { where: { file, row: 1 } },
    );
  const assays = [...new Set(list.rows.map((r) => r["assay"] ?? "").filter((a) => a !== ""))].sort();
  if (assay !== undefined && !assays.includes(assay))
    refuse(
      "NO_SUCH_ASSAY",
      `No sample of '${file}' has the assay '${assay}'; there are: ${assays.join(", ") || "none named"}.`,
      { where: { file, column: "assay" } },
    );
  if (assay === undefined && assays.length > 1)
    refuse(
      "ASSAYS_MIXED",
      `The samples of '${file}' come from ${assays.length} assays (${assays.join(", ")}), whose values cannot be pooled; choose one with --assay.`,
      { where: { file, column: "assay" } },
    );
  const kept = list.rows.filter((r) => assay === undefined || r["assay"] === assay);
  const place = new Map(table.samples.map((s, i) => [s, i]));
  const of = new Map<string, { sample: string; at: number }>();
  for (const row of kept) {
    const [sample, who] = [row["sample"]!, row[subject]!];
    const at = place.get(sample);
    if (at === undefined || who === "") continue;
    const first = of.get(who);
    if (first !== undefined)
      refuse(
        "SUBJECT_TWICE",
        `Subject '${who}' has the samples '${first.sample}' and '${sample}'; samples of one patient are not independent, name one of them.`,
        { where: { file }, found: who },
      );
    of.set(who, { sample, at });
  }
  if (of.size === 0)
    refuse(
      "NO_SAMPLES",
      `No sample of '${file}' is a column of the expression table, which begins with ${table.samples.slice(0, 3).join(", ")}.`,
      { where: { file, column: "sample" } },
    );
  const columns = [...of.values()].map(({ at }) => at);
  return {
    table: {
      genes: table.genes,
      samples: [...of.keys()],
      values: table.values.map((v) => Float64Array.from(columns, (c) => v[c]!)),
    },
    assay: assay ?? assays[0] ?? null,
  };
}
