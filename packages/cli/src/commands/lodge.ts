import type { Command } from "commander";
import { message, result } from "../speak.ts";

const EXAMPLE = `
Examples
  $ nadir lodge strata-rule rule.json --trial my-trial
  $ nadir lodge strata-rule rule.json --trial my-trial --reason "protocol amendment 2"

  RULE is nadir.strata-rule/1. A factor's column says where the record has its value: site; age, sex, ecog, karnofsky; a
  laboratory marker or biomarker by its code; model:KEY or model:KEY@VERSION for a registered model. A changed rule is a new
  version and needs a reason; a randomisation in use keeps the version that it was approved with.`;

export function addLodge(program: Command): void {
  const group = program.command("lodge").summary("documents of a trial that are kept by version");
  group
    .command("strata-rule")
    .summary("the strata rule of a trial")
    .description("Lodges the written rule that sorts a trial's subjects into strata.")
    .argument("<rule>", "the rule (JSON)")
    .requiredOption("--trial <key>", "the trial")
    .option("--reason <sentence>", "why the rule changes; asked from the second version on")
    .addHelpText("after", EXAMPLE)
    .action(lodge);
}

async function lodge(file: string, { trial, reason }: { trial: string; reason?: string }): Promise<void> {
  const { lodgeRule } = await import("@nadir/api/strata");
  const { asSystem } = await import("@nadir/db");
  const { strataRule } = await import("@nadir/domain");
  const { withInstallation } = await import("../installation.ts");
  const { readDocument } = await import("../read-input.ts");
  const rule = await readDocument(file, strataRule);
  const made = await withInstallation(({ db }) =>
    asSystem(db, `nadir lodge strata-rule ${trial}`, (tx) => lodgeRule(tx, trial, rule, reason ?? null)),
  );
  message(
    made.isNew
      ? `Lodged: version ${made.version} of the strata rule of ${trial}.`
      : `The trial has this very rule already, as version ${made.version}.`,
  );
  await result(made);
}
