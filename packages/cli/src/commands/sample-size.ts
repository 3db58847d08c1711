import type { Command } from "commander";
import { message, result } from "../speak.ts";

const EXAMPLE = `
Example
  $ nadir sample-size question.json

  question.json, one of:
    { "kind": "develop-binary", "expected": { "coxSnell": 0.288 }, "parameters": 24, "prevalence": 0.174 }
    { "kind": "develop-survival", "expected": { "nagelkerke": 0.2 }, "parameters": 30, "rate": 0.065, "timePoint": 2, "meanFollowUp": 2.07 }
    { "kind": "develop-continuous", "rSquared": 0.2, "parameters": 25, "mean": 1.9, "standardDeviation": 0.6 }
    { "kind": "validate-binary", "prevalence": 0.3, "cStatistic": 0.75, "threshold": 0.2 }
    { "kind": "validate-survival", "risk": 0.4, "censoredBefore": 0.2 }`;

export function addSampleSize(program: Command): void {
  program
    .command("sample-size")
    .summary("how many subjects to develop or to validate a prediction model")
    .description(
      "Sample size for development (Riley criteria) and external validation (Archer, Riley), with every criterion beside the largest.",
    )
    .argument("<question.json>", "the question (see the example and docs/command-line.md)")
    .option("--out <file>", "write the plan there instead of to standard output")
    .addHelpText("after", EXAMPLE)
    .action(async (file: string, options: { out?: string }) => {
      const { sampleSizeRequest } = await import("@nadir/domain");
      const { sampleSize } = await import("@nadir/statistics");
      const { readDocument } = await import("../read-input.ts");
      const plan = sampleSize(await readDocument(file, sampleSizeRequest));
      for (const { criterion, n, detail } of plan.criteria) message(`  ${criterion}: ${n} (${detail})`);
      message(`✓ ${plan.n} subjects${plan.events === null ? "" : `, about ${Math.ceil(plan.events)} events`}`);
      await result(plan, options.out);
    });
}
