import type { Command } from "commander";
import { message, result } from "../speak.ts";

const EXAMPLE = `
Examples
  $ nadir develop cohort.csv --plan plan.json --out development
  $ nadir score development/signature.json others.csv

  COHORT has one row a subject. PLAN is nadir.development-plan/1: outcome, candidates (steps and a model each), folds, seed.
  Every step that learns is fitted inside the folds, on training subjects only; inner folds choose between candidates.
  The folder holds development.json, predictions.csv (out of fold), and signature.json where the chosen model is linear.
  What comes out is development, not validation: that is what \`nadir validate\` is for.`;

export function addDevelop(program: Command): void {
  program
    .command("develop")
    .summary("develop and compare models under nested resampling")
    .description("Chooses and judges models by nested resampling, with everything that learns inside the folds.")
    .argument("<cohort>", "predictors and outcome (CSV)")
    .requiredOption("--plan <file>", "the plan (JSON)")
    .option("--out <folder>", "write the files there")
    .addHelpText("after", EXAMPLE)
    .action(develop);
}

async function develop(file: string, options: { readonly plan: string; readonly out?: string }): Promise<void> {
  const { csvText, developmentPlan, hashOf, sha256Hex } = await import("@nadir/domain");
  const { asSignature, develop: run } = await import("@nadir/risk");
  const { aucInterval } = await import("@nadir/statistics");
  const { readBytes, readDocument } = await import("../read-input.ts");
  const { readCohort } = await import("../develop/read-cohort.ts");
  const plan = await readDocument(options.plan, developmentPlan);
  const { cohort, leftOut } = await readCohort(file, plan);
  const events = cohort.outcome.reduce((s, v) => s + v, 0);
  message(`${cohort.names.length} predictors, ${cohort.subjects.length} subjects, ${events} with the outcome`);
  const answer = run(cohort, plan);
  const interval = answer.auc.estimable ? aucInterval(answer.auc) : null;
  const summary = {
    schema: "nadir.development/1",
    standing: "development: resampling within one cohort, no validation",
    plan: { id: plan.id, hash: hashOf(plan), seed: plan.seed, generator: "xoshiro256**" },
    cohort: {
      file,
      sha256: sha256Hex(await readBytes(file)),
      subjects: cohort.subjects.length,
      events,
      predictors: cohort.names.length,
      leftOut,
    },
    eventsPerPredictor: Math.min(events, cohort.subjects.length - events) / cohort.names.length,
    auc: answer.auc.estimable
      ? {
          estimable: true,
          auc: answer.auc.auc,
          ...(interval?.estimable ? { lower: interval.lower, upper: interval.upper, level: interval.level } : {}),
        }
      : answer.auc,
    parts: answer.parts,
    selected: answer.selected,
    notFitted: answer.notFitted,
    chosen: answer.final?.name ?? null,
    used: answer.final?.used ?? [],
  };
  await result(summary);
  if (options.out !== undefined) {
    const { mkdir, writeFile } = await import("node:fs/promises");
    const { join } = await import("node:path");
    const signature = answer.final ? asSignature(answer.final, plan, cohort) : null;
    const rows = cohort.subjects.map((s, i) => [
      s,
      cohort.sites[i]!,
      cohort.outcome[i]!,
      answer.predictions[i] ?? null,
    ]);
    await mkdir(options.out, { recursive: true });
    await writeFile(
      join(options.out, "development.json"),
      `${JSON.stringify({ ...summary, model: answer.final }, null, 2)}\n`,
    );
    await writeFile(join(options.out, "predictions.csv"), csvText(["subject", "site", "outcome", "probability"], rows));
    if (signature) await writeFile(join(options.out, "signature.json"), `${JSON.stringify(signature, null, 2)}\n`);
    message(
      `written to ${options.out}: development.json, predictions.csv${signature ? ", signature.json" : " (no signature.json: the chosen model has no linear formula)"}`,
    );
  }
  if (summary.eventsPerPredictor < 10)
    message(
      `! ${summary.eventsPerPredictor.toFixed(2)} subjects of the rarer outcome a predictor: few for stable models; see nadir sample-size.`,
    );
  const { auc } = summary;
  message(
    "auc" in auc
      ? `AUC of the whole procedure on subjects left out: ${auc.auc.toFixed(3)}${"lower" in auc && auc.upper !== undefined ? ` (${auc.lower.toFixed(3)} to ${auc.upper.toFixed(3)})` : ""}. Development, not validation.`
      : `No AUC: ${auc.reason}`,
  );
}
