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
                     "times": [180, 365] }],
      "probabilities": [{ "name": "benefit", "probability": "p", "outcome": "benefit", "positive": "yes",
                          "decision": { "from": 0.05, "to": 0.5 } }],
      "horizons": [{ "name": "death within a year", "time": "os_days", "event": "died", "horizon": 365, "risk": "risk365" }],
      "bootstrap": { "resamples": 2000, "seed": 20260101 }
    }`;

export function addEvaluate(program: Command): void {
  program
    .command("evaluate")
    .summary("discrimination, calibration, survival and net benefit of predictions, with intervals")
    .description(
      "Computes what an analysis file names from a table of predictions that come from anywhere: discrimination, calibration, decision curves, survival with horizons and competing risks, comparison of scores, sites. No database.",
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
