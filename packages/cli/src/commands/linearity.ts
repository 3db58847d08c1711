import { refuse } from "@nadir/domain";
import type { Command } from "commander";
import { message, result } from "../speak.ts";

const EXAMPLE = `
Examples
  $ nadir linearity phantom.csv --truth inserted_ml --measured segmented_ml
  $ nadir linearity phantom.csv --truth inserted_ml --measured segmented_ml --level 0.9 --out linearity.json

  A table with the known value and the measured one, row by row (a phantom, a dilution series). The answer has the line with
  its limits, r², and whether a quadratic term is needed; and, where true values stand more than once, bias at each.`;

interface Options {
  readonly truth: string;
  readonly measured: string;
  readonly level: string;
  readonly out?: string;
}

export function addLinearity(program: Command): void {
  program
    .command("linearity")
    .summary("a measurement against known values")
    .description("Judges the linearity and bias of a quantitative imaging biomarker (QIBA).")
    .argument("<table.csv>", "a row a measurement")
    .requiredOption("--truth <column>", "the known value")
    .requiredOption("--measured <column>", "what was measured")
    .option("--level <share>", "of the limits", "0.95")
    .option("--out <file>", "write there")
    .addHelpText("after", EXAMPLE)
    .action(judge);
}

async function judge(path: string, options: Options): Promise<void> {
  const { linearity } = await import("@nadir/statistics");
  const { parse } = await import("csv-parse/sync");
  const { readText } = await import("../read-input.ts");
  const { WrongUsage } = await import("../usage.ts");
  const level = Number(options.level);
  if (!(level > 0 && level < 1)) throw new WrongUsage(`--level takes a share between 0 and 1, not '${options.level}'.`);
  const rows = parse(await readText(path), { bom: true, columns: true, skip_empty_lines: true }) as Record<
    string,
    string
  >[];
  const column = (name: string): number[] =>
    rows.map((row, at) => {
      const cell = row[name];
      if (cell === undefined)
        refuse("COLUMN_MISSING", `The file '${path}' has no column '${name}'.`, {
          where: { file: path },
          found: Object.keys(rows[0] ?? {}).join(", "),
          expected: name,
        });
      const value = Number(cell);
      if (cell.trim() === "" || !Number.isFinite(value))
        refuse("NOT_A_NUMBER", `${path}, row ${at + 2}, column ${name}: '${cell}' is no number.`, {
          where: { file: path, row: at + 2, column: name },
          found: cell,
        });
      return value;
    });
  const [truth, measured] = [column(options.truth), column(options.measured)];
  const found = linearity(measured, truth, level);
  if (!found.estimable) refuse("NOT_ESTIMABLE", `${path}: ${found.reason}`, { where: { file: path } });
  const { estimable: _, ...figures } = found;
  const values = [...new Set(truth)].sort((a, b) => a - b);
  const bias = values.map((at) => {
    const own = measured.filter((__, n) => truth[n] === at);
    const mean = own.reduce((s, v) => s + v, 0) / own.length;
    return { truth: at, n: own.length, mean, bias: mean - at, relativeBias: at === 0 ? null : (mean - at) / at };
  });
  await result(
    { schema: "nadir.linearity/1", measured: options.measured, truth: options.truth, ...figures, bias },
    options.out,
  );
  const { slope, slopeInterval: i, quadratic } = found;
  message(
    `slope ${slope.toPrecision(4)} (${i.lower.toPrecision(4)} to ${i.upper.toPrecision(4)})${quadratic ? `; quadratic term p = ${quadratic.p.toPrecision(3)}` : "; too few true values to judge a curve"}`,
  );
}
