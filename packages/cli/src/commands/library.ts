import type { EvidenceTable, PrismaFlow } from "@nadir/domain";
import type { Command } from "commander";
import { message, result } from "../speak.ts";

const EXAMPLE = `
Examples
  $ nadir library
  $ nadir library --tumour glioblastoma --validation separate-data
  $ nadir library --endpoint os --out survival.csv
  $ nadir library my-table.json --flow flow.svg

  The evidence tables of the founding reviews: one row an analysis of a published study, with source, counts, validation and
  the level of evidence that follows from them (docs/library.md). A file nadir.evidence-table/1 of your own is checked and
  answered the same way.`;

interface Options {
  readonly tumour?: string;
  readonly modality?: string;
  readonly endpoint?: string;
  readonly validation?: string;
  readonly flow?: string;
  readonly out?: string;
}

export function addLibrary(program: Command): void {
  program
    .command("library")
    .summary("published studies with the level of evidence of each, and the flow of a review")
    .description("Lists evidence tables: those of the founding reviews, or one of your own.")
    .argument("[table.json]", "an evidence table of your own; without it, the bundled ones")
    .option("--tumour <id>", "only this tumour type (nadir criteria lists them)")
    .option("--modality <id>", "only CT, DECT, MR, PET, PET/CT or US")
    .option("--endpoint <id>", "only this endpoint")
    .option("--validation <id>", "only this kind of validation")
    .option("--flow <file.svg>", "write the flow of studies (PRISMA) of the table that has one")
    .option("--out <file>", "write the rows there; a name that ends in .csv makes a CSV")
    .addHelpText("after", EXAMPLE)
    .action(showLibrary);
}

async function showLibrary(file: string | undefined, options: Options): Promise<void> {
  const { evidenceCells, evidenceTable, csvText, evidenceOf, studyCount } = await import("@nadir/domain");
  const { LIBRARY_GAPS, library } = await import("@nadir/risk");
  const { readDocument } = await import("../read-input.ts");
  const { writeFile } = await import("node:fs/promises");
  const only = await keeps(options);
  const all = file === undefined ? library() : [await readDocument(file, evidenceTable)];
  const tables: EvidenceTable[] = all.map((table) => ({ ...table, studies: table.studies.filter(only) }));
  if (options.flow !== undefined) await writeFlow(all, options.flow);
  for (const { id, studies } of tables)
    message(`  ${id}: ${studies.length} analyses of ${studyCount(studies)} studies`);
  if (file === undefined) for (const gap of LIBRARY_GAPS) message(`  ${gap}`);
  if (options.out?.endsWith(".csv")) {
    const { columns, rows } = evidenceCells(tables);
    await writeFile(options.out, csvText(columns, rows));
    return message(`written: ${options.out}`);
  }
  const graded = tables.map((table) => ({
    ...table,
    studies: table.studies.map((row) => ({ ...row, ...evidenceOf(row) })),
  }));
  await result(
    { schema: "nadir.library/1", tables: graded, gaps: file === undefined ? LIBRARY_GAPS : [] },
    options.out,
  );
}

async function keeps(options: Options): Promise<(row: EvidenceTable["studies"][number]) => boolean> {
  const { studyEndpoint, studyModality, studyValidation, tumourTypeId } = await import("@nadir/domain");
  const { WrongUsage } = await import("../usage.ts");
  const asked = [
    { name: "tumour", values: tumourTypeId.options, of: (row) => row.tumours },
    { name: "modality", values: studyModality.options, of: (row) => row.modalities },
    { name: "endpoint", values: studyEndpoint.options, of: (row) => row.endpoints },
    { name: "validation", values: studyValidation.options, of: (row) => [row.validation] },
  ] as const satisfies readonly {
    name: keyof Options;
    values: readonly string[];
    of: (row: EvidenceTable["studies"][number]) => readonly string[];
  }[];
  for (const { name, values } of asked) {
    const value = options[name];
    if (value !== undefined && !(values as readonly string[]).includes(value))
      throw new WrongUsage(`There is no ${name} '${value}'; there are ${values.join(", ")}.`);
  }
  return (row) =>
    asked.every(
      ({ name, of }) => options[name] === undefined || (of(row) as readonly string[]).includes(options[name]),
    );
}

async function writeFlow(tables: readonly EvidenceTable[], out: string): Promise<void> {
  const { refuse } = await import("@nadir/domain");
  const { studyFlow } = await import("@nadir/charts");
  const { writeFile } = await import("node:fs/promises");
  const withFlow = tables.find(hasFlow);
  if (!withFlow)
    return refuse("NO_FLOW", "The table has no flow of studies; give it a member 'flow' (docs/library.md).", {
      expected: "flow",
    });
  await writeFile(out, studyFlow(withFlow.flow, { title: `Flow of studies, ${withFlow.id}` }));
  message(`written: ${out} (${withFlow.id}: ${withFlow.flow.screened} screened, ${withFlow.flow.included} included)`);
}

const hasFlow = (table: EvidenceTable): table is EvidenceTable & { flow: PrismaFlow } => table.flow !== undefined;
