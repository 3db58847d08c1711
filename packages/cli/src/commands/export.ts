import type { Command } from "commander";
import { message, progressSpeaker, result } from "../speak.ts";
import { addExportFhir } from "./export-fhir.ts";
import { addExportSdtm } from "./export-sdtm.ts";

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

const DEIDENTIFIED = `
Examples
  $ nadir export deidentified my-trial --out shared/
  $ nadir export deidentified my-trial --out shared/ --as my-trial-2026 --key-file key.json

  A folder that nadir import takes: patients under new names, days from the first day of treatment instead of dates, sites
  and readers numbered, free text and rare words left out, ages above 89 as 90, image headers emptied. Patients of sealed test
  sets are left out. deidentification.json says in counts what was taken out, and how alike the patients are (k-anonymity).
  The key of the new names is drawn for this export and forgotten; --key-file writes it, with who is who, for you only.`;

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
  group
    .command("deidentified")
    .summary("a trial that names nobody, to be imported elsewhere")
    .description("Writes a trial as a folder for nadir import from which nobody can be told.")
    .argument("<trial>", "key of the trial")
    .requiredOption("--out <folder>", "a folder that is not there yet")
    .option("--as <key>", "key of the exported trial (default: that of the trial with -deid)")
    .option("--key-file <file>", "keep the key of the new names there, with who is who; without it nobody has it")
    .addHelpText("after", DEIDENTIFIED)
    .action(deidentified);
  addExportSdtm(group);
  addExportFhir(group);
}

interface Deidentified {
  readonly out: string;
  readonly as?: string;
  readonly keyFile?: string;
}

/** Into a folder beside the one that was named, which takes its name when all is written. */
async function deidentified(trial: string, { out, as, keyFile }: Deidentified): Promise<void> {
  const { existsSync } = await import("node:fs");
  const { mkdir, rename, rm, writeFile } = await import("node:fs/promises");
  const { dirname, join, relative, resolve } = await import("node:path");
  const { refuse } = await import("@nadir/domain");
  const { deidentifyTrial } = await import("@nadir/api/deidentify");
  const { withInstallation } = await import("../installation.ts");
  const folder = resolve(out);
  if (existsSync(folder)) refuse("FOLDER_EXISTS", `${out} is there already; name a folder that is not.`);
  if (keyFile !== undefined && existsSync(keyFile)) refuse("FILE_EXISTS", `The file '${keyFile}' is there already.`);
  if (keyFile !== undefined && !relative(folder, resolve(keyFile)).startsWith(".."))
    refuse("KEY_INSIDE", "The key lies inside the folder that leaves; write it elsewhere.");
  const half = `${folder}.part-${process.pid}`;
  try {
    const made = await withInstallation(async ({ db, store }) => {
      const files = deidentifyTrial({ db, store, by: "system", trial, as, onProgress: progressSpeaker() });
      for (;;) {
        const next = await files.next();
        if (next.done) return next.value;
        const path = join(half, next.value.name);
        await mkdir(dirname(path), { recursive: true });
        await writeFile(path, next.value.bytes);
      }
    });
    if (keyFile !== undefined)
      await writeFile(keyFile, `${JSON.stringify(made.secret, null, 1)}\n`, { mode: 0o600, flag: "wx" });
    await rename(half, folder);
    await result(made.report);
    const { subjects, images } = made.report.counts;
    message(`written: ${out}, ${subjects} patients and ${images} images as ${made.as}.`);
    for (const sentence of made.report.mind) message(`note ${sentence}`);
    if (keyFile !== undefined) message(`the key is in ${keyFile}: whoever has it knows who is who.`);
  } finally {
    await rm(half, { recursive: true, force: true });
  }
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
