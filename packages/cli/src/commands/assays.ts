import type { Command } from "commander";
import { message, result } from "../speak.ts";

const EXAMPLE = `
Examples
  $ nadir assays write --trial my-trial --out assays
  $ nadir assays write --trial my-trial --expression tpm.tsv --samples samples.csv --out assays
  $ nadir assays check assays

  The folder holds the tabular parts of a MultiAssayExperiment: colData.csv (a row a subject), sampleMap.csv (assay, primary,
  colname) and experiment-NAME.csv (features by samples). In R:
    MultiAssayExperiment(experiments, colData, sampleMap), each read with read.csv(…, row.names = 1, check.names = FALSE).
  Subjects of sealed sets are left out. 'check' reads such a folder and says what does not fit.`;

interface Options {
  readonly trial: string;
  readonly settings?: string;
  readonly expression?: string;
  readonly samples?: string;
  readonly assay?: string;
  readonly out: string;
}

export function addAssays(program: Command): void {
  const assays = program
    .command("assays")
    .summary("aligned tables of images and molecular data")
    .description("Writes and checks the tables of a MultiAssayExperiment: subjects, samples, assays.")
    .addHelpText("after", EXAMPLE);
  assays
    .command("write")
    .summary("the tables of a trial")
    .requiredOption("--trial <key>", "the trial")
    .option("--settings <json>", "which features: as for nadir radiogenomics")
    .option("--expression <file>", "genes by samples beside the record")
    .option("--samples <csv>", "which sample is of which subject")
    .option("--assay <name>", "the assay whose samples are used")
    .requiredOption("--out <folder>", "write the tables there")
    .action(write);
  assays
    .command("check")
    .summary("whether tables fit together")
    .argument("<folder>", "with colData.csv, sampleMap.csv and experiment-NAME.csv")
    .action(check);
}

async function write(options: Options): Promise<void> {
  const { mkdir, writeFile } = await import("node:fs/promises");
  const { join } = await import("node:path");
  const { radiogenomicsSettings } = await import("@nadir/domain");
  const { gatherFromTrial } = await import("../radiogenomics/from-trial.ts");
  const { multiAssayFiles } = await import("../radiogenomics/multi-assay.ts");
  const { multiAssayOf } = await import("../radiogenomics/multi-assay-of-trial.ts");
  const { readExpression } = await import("../radiogenomics/read-expression.ts");
  const { readDocument } = await import("../read-input.ts");
  const settings =
    options.settings === undefined
      ? radiogenomicsSettings.parse({})
      : await readDocument(options.settings, radiogenomicsSettings);
  const gathered = await gatherFromTrial(options.trial, settings);
  const expression =
    options.expression === undefined
      ? null
      : await readExpression(options.expression, { ...options, collapse: "refuse", subject: "subject" });
  const made = multiAssayOf(gathered, expression);
  const files = multiAssayFiles(made);
  await mkdir(options.out, { recursive: true });
  for (const [name, text] of Object.entries(files)) await writeFile(join(options.out, name), text);
  await result(summaryOf(made));
  message(`written to ${options.out}: ${Object.keys(files).join(", ")}`);
}

async function check(folder: string): Promise<void> {
  const { readdir } = await import("node:fs/promises");
  const { join } = await import("node:path");
  const { refuse } = await import("@nadir/domain");
  const { parse } = await import("csv-parse/sync");
  const { readMultiAssay } = await import("../radiogenomics/multi-assay.ts");
  const { readText } = await import("../read-input.ts");
  const names = await readdir(folder).catch(() =>
    refuse("NO_FOLDER", `There is no folder '${folder}'.`, { where: { file: folder } }),
  );
  const tables = new Map<string, string[][]>();
  for (const name of names.filter((n) => n.endsWith(".csv")).sort()) {
    const text = await readText(join(folder, name));
    try {
      tables.set(name, parse(text, { bom: true, skip_empty_lines: true }));
    } catch (error) {
      refuse("NOT_A_TABLE", `'${name}' is no CSV table: ${(error as Error).message}.`, { where: { file: name } });
    }
  }
  await result(summaryOf(readMultiAssay(tables)));
}

type Made = import("../radiogenomics/multi-assay.ts").MultiAssay;

function summaryOf({ experiments, colData, sampleMap }: Made) {
  const subjectsOf = (assay: string): Set<string> =>
    new Set(sampleMap.filter((m) => m.assay === assay).map((m) => m.primary));
  const primaries = colData.rows.map((r) => r[0]!);
  return {
    schema: "nadir.multi-assay/1",
    subjects: primaries.length,
    inEveryAssay: primaries.filter((p) => [...experiments.keys()].every((a) => subjectsOf(a).has(p))).length,
    inNoAssay: primaries.filter((p) => ![...experiments.keys()].some((a) => subjectsOf(a).has(p))),
    columns: colData.columns,
    experiments: [...experiments].map(([name, { features, samples }]) => ({
      name,
      features: features.length,
      samples: samples.length,
      subjects: subjectsOf(name).size,
    })),
  };
}
