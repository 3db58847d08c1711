import type { Command } from "commander";
import { message, result } from "../speak.ts";

const EXAMPLE = `
Examples
  $ nadir develop cohort.csv --plan plan.json --out development
  $ nadir develop cohort.csv --plan cd8-rscore
  $ nadir develop features.csv --plan plan.json --covariates covariates.csv
  $ nadir score development/signature.json others.csv

  COHORT has one row a subject. PLAN is nadir.development-plan/1: outcome, candidates (steps and a model each), folds, seed.
  Every step that learns is fitted inside the folds, on training subjects only; inner folds choose between candidates.
  With "survival": {"time", "unit", "horizon"} the models are of a time to an event, judged by Harrell's C.
  With "classes": [reference, …] the models are multinomial (or discriminants), judged by log loss and AUCs of each class against
  the others; with "continuous": {"unit"} linear (or a formula found by search), judged by R², error and calibration slope.
  Volume and sums of diameters stand beside every model as rivals; with "type" results within each tumour type are given.
  With "adjust": [columns] the finished predictions are judged beside these covariates: resection_extent, stupp_complete, line.
  The folder holds development.json, predictions.csv (out of fold), explanation.json (importance, partial dependence), and
  signature.json where the chosen model has a form of signature.
  What comes out is development, not validation: that is what \`nadir validate\` is for.`;

interface Options {
  readonly plan: string;
  readonly covariates?: string;
  readonly out?: string;
}

export function addDevelop(program: Command): void {
  program
    .command("develop")
    .summary("develop and compare models under nested resampling")
    .description("Chooses and judges models by nested resampling, with everything that learns inside the folds.")
    .argument("<cohort>", "predictors and outcome (CSV)")
    .requiredOption("--plan <file|recipe>", "the plan (JSON), or the name of a bundled recipe")
    .option("--covariates <csv>", "further columns by subject, as `nadir export covariates` writes them")
    .option("--out <folder>", "write the files there")
    .addHelpText("after", EXAMPLE)
    .action(develop);
}

async function develop(file: string, options: Options): Promise<void> {
  const { csvText, sha256Hex } = await import("@nadir/domain");
  const { asSignature, develop: run, developmentSentences, developmentSummary } = await import("@nadir/risk");
  const { readBytes } = await import("../read-input.ts");
  const { readPlan } = await import("../develop/read-plan.ts");
  const { readCohort } = await import("../develop/read-cohort.ts");
  const plan = await readPlan(options.plan);
  const { cohort, simple, leftOut } = await readCohort(file, plan, options.covariates);
  if (plan.classes || plan.continuous) {
    const { developValuesOf } = await import("../develop/develop-values.ts");
    return developValuesOf({ plan, cohort, leftOut, file, out: options.out });
  }
  const events = cohort.outcome.reduce((s, v) => s + v, 0);
  message(`${cohort.names.length} predictors, ${cohort.subjects.length} subjects, ${events} with the outcome`);
  const answer = run(cohort, plan, simple);
  const summary = developmentSummary(answer, plan, cohort, {
    name: file,
    sha256: sha256Hex(await readBytes(file)),
    leftOut,
  });
  await result(summary);
  if (options.out !== undefined) {
    const { mkdir, writeFile } = await import("node:fs/promises");
    const { join } = await import("node:path");
    const signature = answer.final ? asSignature(answer.final, plan, cohort, answer.predictions) : null;
    const rows = cohort.subjects.map((s, i) => [
      s,
      cohort.sites[i]!,
      cohort.outcome[i]!,
      answer.predictions[i] ?? null,
      ...(cohort.time ? [cohort.time[i]!] : []),
    ]);
    const columns = ["subject", "site", "outcome", "probability", ...(cohort.time ? ["time"] : [])];
    const json = (name: string, value: object) =>
      writeFile(join(options.out!, name), `${JSON.stringify(value, null, 2)}\n`);
    await mkdir(options.out, { recursive: true });
    await json("development.json", { ...summary, model: answer.final });
    await writeFile(join(options.out, "predictions.csv"), csvText(columns, rows));
    if (answer.explanation) await json("explanation.json", answer.explanation);
    if (signature) await json("signature.json", signature);
    message(
      `written to ${options.out}: development.json, predictions.csv, explanation.json${signature ? ", signature.json" : " (no signature.json: the chosen model has no formula that a signature can hold)"}`,
    );
  }
  if (summary.eventsPerPredictor < 10)
    message(
      `! ${summary.eventsPerPredictor.toFixed(2)} subjects of the rarer outcome a predictor: few for stable models; see nadir sample-size.`,
    );
  for (const line of developmentSentences(answer, plan)) message(line);
}
