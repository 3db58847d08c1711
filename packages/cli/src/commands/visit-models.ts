import type { Command } from "commander";
import { message, result } from "../speak.ts";

const EXAMPLE = `
Examples
  $ nadir visit-models visits.csv --plan plan.json --out report

  VISITS has one row a visit: patient, day from the start of treatment, the patient's outcome, features. PLAN is
  nadir.visit-plan/1. Each way from visits to the patient is judged on the same folds of patients: the first visit, the last, the
  change between them, the mean over time, learnt attention over time. Nothing after the plan's landmark day is looked at; the
  outcome must be one that came after it.`;

export function addVisitModels(program: Command): void {
  program
    .command("visit-models")
    .summary("ways from several visits to one patient, compared")
    .description("Compares ways to predict a patient from several visits, on the same folds of patients.")
    .argument("<visits>", "features of visits (CSV)")
    .requiredOption("--plan <file>", "the plan (JSON)")
    .option("--out <folder>", "write the files there")
    .addHelpText("after", EXAMPLE)
    .action(visitModels);
}

async function visitModels(file: string, options: { readonly plan: string; readonly out?: string }): Promise<void> {
  const { hashOf, sha256Hex, visitPlan } = await import("@nadir/domain");
  const { compareVisitMethods } = await import("@nadir/risk");
  const { readCourses } = await import("../develop/read-bags.ts");
  const { methodLines, sayMethods, writeMethods } = await import("../develop/report-methods.ts");
  const { readBytes, readDocument } = await import("../read-input.ts");
  const plan = await readDocument(options.plan, visitPlan);
  const courses = await readCourses(file, plan);
  const visits = courses.visits.flat().length;
  message(
    `${courses.subjects.length} patients, ${visits} visits by day ${plan.landmark}, ${courses.names.length} features`,
  );
  if (courses.notLookedAt > 0) message(`${courses.notLookedAt} later visits were not looked at.`);
  const results = compareVisitMethods(courses, plan);
  const methods = methodLines(results);
  await result({
    schema: "nadir.visit-development/1",
    standing: "development: resampling within one cohort, no validation",
    plan: { id: plan.id, hash: hashOf(plan), seed: plan.seed, folds: plan.folds, landmark: plan.landmark },
    cohort: {
      file,
      sha256: sha256Hex(await readBytes(file)),
      patients: courses.subjects.length,
      visits,
      notLookedAt: courses.notLookedAt,
    },
    methods: methods.map((line, k) => ({ ...line, ...(results[k]!.chosen ? { chosen: results[k]!.chosen } : {}) })),
  });
  if (options.out !== undefined)
    await writeMethods(options.out, courses, results, {
      of: "visit",
      rows: results.flatMap((r) =>
        (r.shares ?? []).flatMap((own, i) => own.map((v) => [r.method, courses.subjects[i]!, v.day, v.share] as const)),
      ),
    });
  sayMethods(methods);
}
