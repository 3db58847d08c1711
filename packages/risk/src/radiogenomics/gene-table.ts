import { type Problem, Refusal, refuse } from "@nadir/domain";

/** Expression of genes (rows) in samples (columns); no value is missing. */
export interface GeneTable {
  readonly genes: readonly string[];
  readonly samples: readonly string[];
  /** One array a gene, one value a sample. */
  readonly values: readonly Float64Array[];
}

/** What to do with several rows (probes, transcripts) of one gene. */
export type Collapse = "refuse" | "highest-mean";

const SHOWN = 10;

/**
 * A table of expression from the cells of a file: genes in the first column, one column a sample; or a GCT file (`#1.2`,
 * counts, then `Name`, `Description` and the samples), whose description is left aside. `highest-mean` keeps of several rows
 * of one gene that with the highest mean (MaxMean of collapseRows, Miller 2011, BMC Bioinformatics 12:322).
 * Refusal, all faults together: a cell that is no finite number, a gene without a name or named twice, a sample named twice.
 */
export function geneTable(
  cells: readonly (readonly string[])[],
  file: string,
  collapse: Collapse = "refuse",
): GeneTable {
  const isGct = cells[0]?.[0]?.startsWith("#1.2") === true;
  const head = isGct ? 2 : 0;
  const first = isGct ? 2 : 1;
  const header = cells[head] ?? [];
  const samples = header.slice(first);
  const problems: Problem[] = [];
  const add = (code: string, row: number, message: string, column?: string): void => {
    problems.push({ code, message, where: { file, row, ...(column === undefined ? {} : { column }) } });
  };
  if (samples.length === 0)
    refuse(
      "NO_SAMPLES",
      `The table '${file}' has no sample beside its genes; give genes as rows and one column a sample.`,
      {
        where: { file, row: head + 1 },
      },
    );
  samples.forEach((name, i) => {
    if (name === "")
      add("SAMPLE_WITHOUT_NAME", head + 1, `Column ${first + i + 1} has no name; give each sample its own.`);
    else if (samples.indexOf(name) < i)
      add("SAMPLE_TWICE", head + 1, `Sample '${name}' stands in two columns; give each sample one column.`, name);
  });

  const seen = new Map<string, { row: number; at: number; mean: number }>();
  const genes: string[] = [];
  const values: Float64Array[] = [];
  for (const [i, line] of cells.slice(head + 1).entries()) {
    const row = head + 2 + i;
    const gene = line[0] ?? "";
    if (gene === "") {
      add("GENE_WITHOUT_NAME", row, `Row ${row} names no gene; give its symbol in the first column.`);
      continue;
    }
    const numbers = Float64Array.from(samples, (_, s) => cellValue(line[first + s]));
    const wrong = numbers.findIndex((v) => !Number.isFinite(v));
    if (wrong >= 0) {
      add(
        "NOT_A_NUMBER",
        row,
        `Gene '${gene}', sample '${samples[wrong]}': '${line[first + wrong] ?? ""}' is no number; ranks within a sample need every gene, leave the gene out or fill it in.`,
        samples[wrong],
      );
      continue;
    }
    const mean = numbers.reduce((sum, v) => sum + v, 0) / numbers.length;
    const before = seen.get(gene);
    if (!before) {
      seen.set(gene, { row, at: genes.length, mean });
      genes.push(gene);
      values.push(numbers);
    } else if (collapse === "refuse")
      add(
        "GENE_TWICE",
        row,
        `Gene '${gene}' stands in rows ${before.row} and ${row}; give one row a gene, or say that the row with the highest mean is kept.`,
      );
    else if (mean > before.mean) {
      values[before.at] = numbers;
      before.mean = mean;
    }
  }
  if (problems.length > SHOWN)
    throw new Refusal([
      ...problems.slice(0, SHOWN),
      { code: "MORE_PROBLEMS", message: `… and ${problems.length - SHOWN} more faults in '${file}'.`, where: { file } },
    ]);
  if (problems.length > 0) throw new Refusal(problems);
  if (genes.length === 0) refuse("NO_GENES", `The table '${file}' has no gene below its header.`, { where: { file } });
  return { genes, samples, values };
}

const cellValue = (cell = ""): number => (cell.trim() === "" ? Number.NaN : Number(cell));
