import type { Command } from "commander";
import { result } from "../speak.ts";

const EXAMPLE = `
Examples
  $ nadir readings semantic.csv
  $ nadir readings birads.csv --form bi-rads --out agreement.json

  A table has one row a lesion at a visit by a reader: subject, visit, lesion, reader and the items of the form
  (docs/manifest.md, semanticReadings and biradsReadings), the table that an import takes and the portal gives. The answer
  has the agreement of every two readers on every item: Cohen's kappa, with quadratic weights where the answers have an order.`;

export function addReadings(program: Command): void {
  program
    .command("readings")
    .summary("readings of lesions (semantic features, BI-RADS) checked, and readers' agreement")
    .description("Checks a table of readings on closed answers and compares every two readers.")
    .argument("<table.csv>", "one row a lesion at a visit by a reader")
    .option("--form <id>", "semantic or bi-rads", "semantic")
    .option("--out <file>", "write there")
    .addHelpText("after", EXAMPLE)
    .action(readings);
}

async function readings(file: string, { form: asked, out }: { form: string; out?: string }): Promise<void> {
  const { biradsRow, lesionFormId, lesionForm, lesionReadingOf, Refusal, semanticRow } = await import("@nadir/domain");
  const { lesionAgreements } = await import("@nadir/risk");
  const { WrongUsage } = await import("../usage.ts");
  const form = lesionFormId.safeParse(asked).data;
  if (!form) throw new WrongUsage(`There is no form '${asked}'; there are ${lesionFormId.options.join(", ")}.`);
  const schema = form === "semantic" ? semanticRow : biradsRow;
  const rows = (await rowsOf(file)).map((cells, at) => {
    const filled = Object.fromEntries(Object.entries(cells).filter(([, cell]) => cell.trim() !== ""));
    const parsed = schema.safeParse(filled);
    if (parsed.success) return lesionReadingOf(form, parsed.data);
    // The header is row 1.
    return parsed.error.issues.map((issue) => {
      const column = issue.code === "unrecognized_keys" ? issue.keys.join(", ") : String(issue.path[0] ?? "");
      return {
        code: "BAD_READING",
        message: `column ${column}: ${issue.message}`,
        where: { file, row: at + 2, column },
        found: filled[column] ?? "nothing",
      };
    });
  });
  const problems = rows.flatMap((row) => (Array.isArray(row) ? row : []));
  if (problems.length > 0) throw new Refusal(problems);
  const read = rows.flatMap((row) => (Array.isArray(row) ? [] : [row]));
  const { title, version, source } = lesionForm(form);
  const agreement = lesionAgreements(read);
  await result({ schema: "nadir.lesion-readings/1", form, title, version, source, readings: read, agreement }, out);
}

async function rowsOf(file: string): Promise<readonly Readonly<Record<string, string>>[]> {
  const { refuse } = await import("@nadir/domain");
  const { parse } = await import("csv-parse/sync");
  const { readText } = await import("../read-input.ts");
  const text = await readText(file);
  try {
    return parse(text, { columns: true, bom: true, skip_empty_lines: true, trim: true });
  } catch (error) {
    return refuse("TABLE_DAMAGED", `The table '${file}' cannot be read: ${(error as Error).message}.`, {
      where: { file },
    });
  }
}
