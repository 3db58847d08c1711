import type { ComputedCounts } from "@nadir/api/bring-in";
import type { Command } from "commander";
import { Ended } from "../ended.ts";
import { message, problemLines, progressSpeaker, result } from "../speak.ts";

const EXAMPLE = `
Examples
  $ nadir import my-trial/trial.yaml --dry-run
  $ nadir import my-trial/

  A manifest names a trial's tables and images (docs/manifest.md). All faults are listed together, with file, row, column,
  what was found and what would be right; while there is one, nothing is written. Importing the same again changes nothing.
  After an import, features, changes, responses and flags that follow from the record are computed.`;

export function addImport(program: Command): void {
  program
    .command("import")
    .summary("a trial's files into the record")
    .description(
      "Brings a trial's subjects, visits, lesions, measurements, images, treatments and outcomes into the record.",
    )
    .argument("<manifest|folder>", "trial.yaml or trial.json, or the folder that holds it")
    .option("--dry-run", "say what would be new or changed, and write nothing")
    .option("--out <file>", "write the answer there instead of to standard output")
    .addHelpText("after", EXAMPLE)
    .action(importFiles);
}

async function importFiles(path: string, options: { dryRun?: boolean; out?: string }): Promise<void> {
  const { bringInTrial } = await import("@nadir/api/bring-in");
  const { filesOfFolder } = await import("@nadir/api/intake");
  const { withInstallation } = await import("../installation.ts");
  const files = await filesOfFolder(path);
  await withInstallation(async ({ db, store, custodians }) => {
    const outcome = await bringInTrial({
      db,
      store,
      custodians,
      by: "system",
      files,
      dryRun: options.dryRun === true,
      onProgress: progressSpeaker(),
    });
    for (const warning of outcome.warnings) message(`note ${warning.message}`);
    for (const line of problemLines(outcome.problems)) message(line);
    await result(outcome, options.out);
    if (outcome.problems.length > 0) throw new Ended(1);
    message(summary(outcome));
    for (const model of outcome.imported.models)
      message(`imported model ${model.id}: a protocol names it by featureConfigHash ${model.hash}`);
    if (outcome.notComputed !== null) {
      message(`✗ ${outcome.notComputed}`);
      throw new Ended(1);
    }
    if (outcome.computed) message(computedLine(outcome.computed));
  });
}

function computedLine({ features, deltas, assessments, flags, notEvaluable }: ComputedCounts): string {
  const parts = Object.entries({ "feature vectors": features, changes: deltas, assessments, flags }).map(
    ([what, { computed, reused }]) => `${computed} ${what} (${reused} stood already)`,
  );
  const without = notEvaluable === 0 ? "" : ` ${notEvaluable} could not be judged; the patient's page says why.`;
  return `computed: ${parts.join(", ")}.${without}`;
}

function summary(outcome: {
  trialKey: string | undefined;
  dryRun: boolean;
  written: boolean;
  counts: Readonly<Record<string, { new: number; changed: number; unchanged: number }>>;
}): string {
  const total = { new: 0, changed: 0, unchanged: 0 };
  for (const counts of Object.values(outcome.counts))
    for (const kind of ["new", "changed", "unchanged"] as const) total[kind] += counts[kind];
  const rows = `${total.new} new, ${total.changed} changed, ${total.unchanged} unchanged`;
  if (outcome.dryRun) return `${outcome.trialKey}: would be ${rows}; nothing was written (dry run).`;
  return `${outcome.trialKey}: ${rows}${outcome.written ? "" : "; nothing to write"}.`;
}
