import { type Command, InvalidArgumentError, Option } from "commander";
import { message, result } from "../speak.ts";

const EXAMPLE = `
Examples
  $ nadir compare-features pyradiomics.csv nadir.json
  $ nadir compare-features lifex.csv mirp.csv --id PatientID --tolerance 1e-3 --out compared.csv
  $ nadir compare-features other.csv nadir.csv --names names.json

  Tables of PyRadiomics, LIFEx (6.6 and later), MITK Phenotyping, MIRP and Nadir are known by their columns; any other with
  a list of names, {"column": "IBSI code or catalogue key"}. Values are put into the catalogue's definitions and units (a
  PyRadiomics kurtosis loses 3, a LIFEx volume in mL becomes mm³) and compared where both tables have the feature.`;

interface Options {
  readonly id?: string;
  readonly tolerance: number;
  readonly digits?: number;
  readonly names?: string;
  readonly first?: string;
  readonly second?: string;
  readonly out?: string;
}

export function addCompareFeatures(program: Command): void {
  const tools = ["nadir", "pyradiomics", "lifex", "mitk", "mirp"];
  program
    .command("compare-features")
    .summary("two tables of features against each other")
    .description("Compares the features of two tables, of whatever program, under the catalogue's codes.")
    .argument("<first>", "CSV or JSON")
    .argument("<second>", "CSV or JSON")
    .option("--id <column>", "the column that names the case, in both tables")
    .option("--tolerance <relative>", "agree within this relative difference", positive, 1e-6)
    .option("--digits <n>", "agree also where rounded to n significant digits", digits)
    .option("--names <file>", "columns of other programs: column to IBSI code or catalogue key (JSON)")
    .addOption(new Option("--first <tool>", "the program of the first table").choices(tools))
    .addOption(new Option("--second <tool>", "the program of the second table").choices(tools))
    .option("--out <file>", "write there; .csv gives one row a comparison")
    .addHelpText("after", EXAMPLE)
    .action(compareFeatures);
}

function positive(text: string): number {
  const value = Number(text);
  if (!(value > 0)) throw new InvalidArgumentError("Give a number above 0.");
  return value;
}
function digits(text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1 || value > 15) throw new InvalidArgumentError("Give 1 to 15 digits.");
  return value;
}

async function compareFeatures(first: string, second: string, options: Options): Promise<void> {
  const { compareTables, mapTable } = await import("@nadir/features");
  const { readFeatureRows } = await import("../features/read-feature-rows.ts");
  const { readDocument } = await import("../read-input.ts");
  const { z } = await import("zod");
  const names = options.names === undefined ? {} : await readDocument(options.names, z.record(z.string(), z.string()));
  const tables = await Promise.all(
    [
      [first, options.first],
      [second, options.second],
    ].map(async ([path, tool]) => {
      const rows = await readFeatureRows(path!, options.id);
      const own = Object.fromEntries(Object.entries(names).filter(([column]) => rows.columns.includes(column)));
      return mapTable(rows, { tool: tool as "nadir" | undefined, names: own });
    }),
  );
  const [a, b] = [tables[0]!, tables[1]!];
  const rows = compareTables(a, b, { relative: options.tolerance, digits: options.digits });
  const count = (verdict: string): number => rows.filter((r) => r.verdict === verdict).length;
  const summary = {
    compared: rows.length,
    agree: count("agrees"),
    differ: count("differs"),
    differAsDocumented: count("differs-as-documented"),
    anotherAggregation: count("another-aggregation"),
  };
  if (options.out?.toLowerCase().endsWith(".csv")) {
    const { csvText } = await import("@nadir/domain");
    const { writeFile } = await import("node:fs/promises");
    const head = "case,feature,code,name,image,first_column,second_column,first,second,relative,verdict,difference";
    const lines = rows.map((r) => [
      r.case,
      r.id,
      r.code ?? "",
      r.name,
      r.image,
      ...r.columns,
      ...r.values,
      r.relative,
      r.verdict,
      r.difference ?? "",
    ]);
    await writeFile(options.out, csvText(head.split(","), lines));
    message(`written: ${options.out}`);
  } else
    await result(
      {
        schema: "nadir.feature-comparison/1",
        tables: [a, b].map(({ tool, cases, known, unmapped }) => ({
          tool,
          cases: cases.length,
          mapped: known.size,
          unmapped,
        })),
        tolerance: options.tolerance,
        summary,
        rows,
      },
      options.out,
    );
  message(
    `${summary.compared} values compared: ${summary.agree} agree, ${summary.differ} differ, ${summary.differAsDocumented} differ as documented, ${summary.anotherAggregation} have another aggregation.`,
  );
}
