import type { Command } from "commander";
import { message, result } from "../speak.ts";

const STRATA = `
Examples
  $ nadir export strata my-trial --out strata.csv

  One row a subject: stratum, each factor's value and level, what is missing and why, the draw and the arm as far as it was
  told. The rule is the one of the randomisation in use, else the newest that the trial lodged; its version and hash stand in
  every row.`;

const COVARIATES = `
Examples
  $ nadir export covariates my-trial --out covariates.csv
  $ nadir develop features.csv --plan plan.json --covariates covariates.csv

  One row a subject, numbers as the record stood when treatment began: age_years, female, ecog, karnofsky, line, later_line (0, 1),
  neo_adjuvant (0, 1), in glioma resection_extent (0 biopsy, 1 partial, 2 subtotal, 3 gross total) and stupp_complete (0, 1), blood,
  markers and doses. Empty where the record does not say. Subjects of sealed test sets are left out.`;

const IMMUNE = `
Examples
  $ nadir export immune-events my-trial --organ lung --as pneumonitis --out pneumonitis.csv
  $ nadir develop pneumonitis.csv --plan pneumonitis --covariates lungs.csv --out model
  $ nadir models register model/signature.json --trial my-trial --immune-event lung

  One row a subject of whom it is known: the outcome (1: an immune-related event of the organ at the grade or above began within the days of
  the start of immunotherapy; 0: followed so long, or dead before, without one), and for a model of time NAME_event and NAME_days.
  Subjects followed too short, and those of sealed test sets, are left out and counted.`;

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
  group
    .command("covariates")
    .summary("the covariates of a trial's subjects before treatment")
    .description("Writes clinical covariates as columns of numbers, for models of one's own.")
    .argument("<trial>", "key of the trial")
    .option("--out <file>", "write there; .csv gives one row a subject, anything else JSON")
    .addHelpText("after", COVARIATES)
    .action(covariates);
  group
    .command("immune-events")
    .summary("who had an immune-related event, as the outcome of a model")
    .description("Writes whether each subject had an immune-related event of an organ, for models of one's own.")
    .argument("<trial>", "key of the trial")
    .requiredOption("--organ <organ>", "bowel, liver, lung, thyroid, skin …")
    .option("--least-grade <n>", "CTCAE grade that counts", "2")
    .option("--within <days>", "days from the start of immunotherapy", "180")
    .option("--as <column>", "name of the outcome's column; left out: the organ")
    .option("--out <file>", "write there; .csv gives one row a subject, anything else JSON")
    .addHelpText("after", IMMUNE)
    .action(immuneEvents);
}

/** A table, as CSV or as a document with `head`, to the file or to standard output. */
async function writeTable(
  made: { readonly columns: readonly string[]; readonly rows: readonly (readonly (string | number | null)[])[] },
  head: object,
  out: string | undefined,
): Promise<void> {
  const { csvText } = await import("@nadir/domain");
  if (out?.toLowerCase().endsWith(".csv")) {
    const { writeFile } = await import("node:fs/promises");
    await writeFile(out, csvText(made.columns, made.rows));
    message(`written: ${out}`);
    return;
  }
  const subjects = made.rows.map((row) => Object.fromEntries(made.columns.map((name, i) => [name, row[i]])));
  await result({ ...head, subjects }, out);
}

async function covariates(trial: string, { out }: { out?: string }): Promise<void> {
  const { covariateTable } = await import("@nadir/api/covariates");
  const { withInstallation } = await import("../installation.ts");
  const made = await withInstallation(({ db }) => covariateTable(db, trial));
  await writeTable(made, { schema: "nadir.covariates/1", trial }, out);
  const left = [
    ...(made.sealed > 0 ? [`${made.sealed} of sealed test sets`] : []),
    ...(made.undated > 0 ? [`${made.undated} without a first day of treatment`] : []),
  ];
  message(
    `${made.rows.length} subjects, ${made.columns.length - 2} covariates${left.length > 0 ? `; left out: ${left.join(", ")}` : ""}.`,
  );
}

async function immuneEvents(
  trial: string,
  options: { organ: string; leastGrade: string; within: string; as?: string; out?: string },
): Promise<void> {
  const { immuneEventTable } = await import("@nadir/api/evidence");
  const { withInstallation } = await import("../installation.ts");
  const { readTarget } = await import("../immune-target.ts");
  const target = readTarget(options);
  const name = options.as ?? target.organ;
  const made = await withInstallation(({ db }) => immuneEventTable(db, trial, target, name));
  await writeTable(made, { schema: "nadir.immune-events/1", trial, target }, options.out);
  const left = [
    ...(made.tooShort > 0 ? [`${made.tooShort} followed less than ${target.withinDays} days`] : []),
    ...(made.undated > 0 ? [`${made.undated} without a start of immunotherapy`] : []),
    ...(made.sealed > 0 ? [`${made.sealed} of sealed test sets`] : []),
  ];
  message(
    `${made.rows.length} subjects, ${made.events} with the event${left.length > 0 ? `; left out: ${left.join(", ")}` : ""}.`,
  );
}

async function strata(trial: string, { out }: { out?: string }): Promise<void> {
  const { strataExport } = await import("@nadir/api/strata");
  const { withInstallation } = await import("../installation.ts");
  const made = await withInstallation(({ db }) => strataExport(db, trial));
  await writeTable(made, { schema: "nadir.strata-export/1", trial, rule: made.rule, strata: made.counts }, out);
  const without = made.counts["no stratum"] ?? 0;
  message(
    `${made.rows.length - without} of ${made.rows.length} subjects sorted by version ${made.rule.version} of the rule (${made.rule.hash.slice(0, 12)}…).`,
  );
}
