import type { Command } from "commander";
import { result } from "../speak.ts";

const EXAMPLE = `
Example
  $ nadir evaluate predictions.csv --analysis analysis.json --out evaluation.json

  predictions.csv: one row a subject, columns as named in the analysis; an empty cell is "unknown".
  analysis.json:
    {
      "schema": "nadir.analysis/1",
      "subject": "subject",
      "discrimination": [{ "name": "benefit", "score": "change", "outcome": "benefit", "positive": "yes",
                           "larger": "less-likely", "thresholds": [-10] }],
      "survival": [{ "name": "overall survival", "time": "os_days", "event": "died", "group": "risk",
                     "times": [180, 365] }]
    }`;

export function addEvaluate(program: Command): void {
  program
    .command("evaluate")
    .summary("discrimination and survival of predictions, with intervals")
    .description(
      "Computes what an analysis file names from a table of predictions: AUC with DeLong's interval, operating points, paired comparison of scores, Kaplan–Meier, log-rank, Harrell's C.",
    )
    .argument("<predictions.csv>", "table with one row a subject")
    .requiredOption("--analysis <file>", "what to compute (nadir.analysis/1; see docs/command-line.md)")
    .option("--out <file>", "write the result there instead of to standard output")
    .addHelpText("after", EXAMPLE)
    .action(async (file: string, options: { analysis: string; out?: string }) => {
      const { readDocument } = await import("../read-input.ts");
      const { analysis } = await import("../evaluate/analysis.ts");
      const { readPredictions } = await import("../evaluate/predictions.ts");
      const { evaluate } = await import("../evaluate/evaluate.ts");
      const wish = await readDocument(options.analysis, analysis);
      await result(evaluate(await readPredictions(file, wish.subject), wish), options.out);
    });
}
