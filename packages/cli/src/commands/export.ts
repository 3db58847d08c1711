import type { Command } from "commander";
import { message, result } from "../speak.ts";

const STRATA = `
Examples
  $ nadir export strata my-trial --out strata.csv

  One row a subject: stratum, each factor's value and level, what is missing and why, the draw and the arm as far as it was
  told. The rule is the one of the randomisation in use, else the newest that the trial lodged; its version and hash stand in
  every row.`;

export function addExport(program: Command): void {
  const group = program.command("export").summary("tables of a trial as files");
  group
    .command("strata")
    .summary("the strata of a trial's subjects")
    .description("Sorts the subjects of a trial by its lodged rule, from its own record.")
    .argument("<trial>", "key of the trial")
    .option("--out <file>", "write there; .csv gives one row a subject, anything else JSON")
    .addHelpText("after", STRATA)
    .action(strata);
}

async function strata(trial: string, { out }: { out?: string }): Promise<void> {
  const { strataExport } = await import("@nadir/api/strata");
  const { csvText } = await import("@nadir/domain");
  const { withInstallation } = await import("../installation.ts");
  const made = await withInstallation(({ db }) => strataExport(db, trial));
  if (out?.toLowerCase().endsWith(".csv")) {
    const { writeFile } = await import("node:fs/promises");
    await writeFile(out, csvText(made.columns, made.rows));
    message(`written: ${out}`);
  } else {
    const subjects = made.rows.map((row) => Object.fromEntries(made.columns.map((name, i) => [name, row[i]])));
    await result({ schema: "nadir.strata-export/1", trial, rule: made.rule, strata: made.counts, subjects }, out);
  }
  const without = made.counts["no stratum"] ?? 0;
  message(
    `${made.rows.length - without} of ${made.rows.length} subjects sorted by version ${made.rule.version} of the rule (${made.rule.hash.slice(0, 12)}…).`,
  );
}
