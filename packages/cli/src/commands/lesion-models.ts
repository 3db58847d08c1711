import type { Command } from "commander";
import { message, result } from "../speak.ts";

const EXAMPLE = `
Examples
  $ nadir lesion-models lesions.csv --plan plan.json --out report
  $ nadir lesion-models lesions.csv --plan plan.json --union patients.csv

  LESIONS has one row a lesion: patient, lesion, volume, the patient's outcome, features. PLAN is nadir.lesion-plan/1. Each
  way from lesions to the patient is judged on the same folds of patients: a fixed number of lesions, all as one volume
  (--union), statistics over lesions, lesions predicted and combined, a bag with a fixed rule, learnt attention.`;

export function addLesionModels(program: Command): void {
  program
    .command("lesion-models")
    .summary("ways from several lesions to one patient, compared")
    .description("Compares ways to predict a patient from several lesions, on the same folds of patients.")
    .argument("<lesions>", "features of lesions (CSV)")
    .requiredOption("--plan <file>", "the plan (JSON)")
    .option("--union <csv>", "features of each patient's lesions as one region")
    .option("--out <folder>", "write the files there")
    .addHelpText("after", EXAMPLE)
    .action(lesionModels);
}

async function lesionModels(
  file: string,
  options: { readonly plan: string; readonly union?: string; readonly out?: string },
): Promise<void> {
  const { hashOf, lesionPlan, sha256Hex } = await import("@nadir/domain");
  const { compareLesionMethods } = await import("@nadir/risk");
  const { readBags, readUnion } = await import("../develop/read-bags.ts");
  const { methodLines, sayMethods, writeMethods } = await import("../develop/report-methods.ts");
  const { readBytes, readDocument } = await import("../read-input.ts");
  const plan = await readDocument(options.plan, lesionPlan);
  const bags = await readBags(file, plan);
  const union = options.union === undefined ? null : await readUnion(options.union, plan, bags.subjects);
  message(`${bags.subjects.length} patients, ${bags.lesions.flat().length} lesions, ${bags.names.length} features`);
  const results = compareLesionMethods(bags, plan, union);
  const methods = methodLines(results);
  await result({
    schema: "nadir.lesion-development/1",
    standing: "development: resampling within one cohort, no validation",
    plan: { id: plan.id, hash: hashOf(plan), seed: plan.seed, folds: plan.folds },
    cohort: {
      file,
      sha256: sha256Hex(await readBytes(file)),
      patients: bags.subjects.length,
      lesions: bags.lesions.flat().length,
    },
    methods,
  });
  if (options.out !== undefined)
    await writeMethods(options.out, bags, results, {
      of: "lesion",
      rows: results.flatMap((r) =>
        (r.shares ?? []).flatMap((own, i) => own.map((l) => [r.method, bags.subjects[i]!, l.lesion, l.share] as const)),
      ),
    });
  sayMethods(methods);
}
