import { type Command, InvalidArgumentError, Option } from "commander";
import { message, result } from "../speak.ts";

const EXAMPLE = `
Examples
  $ nadir monitor predictions.csv --out monitoring
  $ nadir monitor predictions.csv --reference training.csv --period month --positive yes

  One row a subject: the day of the prediction, the probability, the outcome (empty while it is not known), and the inputs.
  By period: observed against expected, the stability index and Kolmogorov and Smirnov's test of every input against the reference
  (without one, the first period). Over all: a cumulative sum of calibration, whose limit is drawn from these predictions so that right ones
  give a false alarm in the stated share of series as long as this. The folder holds monitoring.json, calibration.svg, cusum.svg.`;

interface Options {
  readonly subject: string;
  readonly date: string;
  readonly probability: string;
  readonly outcome: string;
  readonly positive: string;
  readonly inputs?: string;
  readonly reference?: string;
  readonly period: "month" | "quarter" | "year";
  readonly odds: number;
  readonly falseAlarm: number;
  readonly seed: number;
  readonly out?: string;
}

export function addMonitor(program: Command): void {
  program
    .command("monitor")
    .summary("calibration and input drift of predictions over time")
    .description(
      "Watches the predictions of a model in use: calibration by period and as a cumulative sum, drift of its inputs.",
    )
    .argument("<predictions>", "predictions with dates, outcomes and inputs (CSV)")
    .option("--subject <column>", "the column of subjects", "subject")
    .option("--date <column>", "the day of the prediction", "date")
    .option("--probability <column>", "the predicted probability", "probability")
    .option("--outcome <column>", "the outcome, empty while not known", "outcome")
    .option("--positive <word>", "the word or number of the outcome that counts as having it", "1")
    .option("--inputs <columns>", "comma-separated; left out: all other columns of numbers")
    .option("--reference <file>", "inputs of the training set (CSV)")
    .addOption(
      new Option("--period <length>", "length of a period").choices(["month", "quarter", "year"]).default("quarter"),
    )
    .option("--odds <ratio>", "the odds ratio that the sum is to find", number(1, Number.POSITIVE_INFINITY), 2)
    .option("--false-alarm <share>", "share of false alarms over the series", number(0, 1), 0.05)
    .option("--seed <n>", "of the draws behind the limit", whole, 20260101)
    .option("--out <folder>", "write the files there")
    .addHelpText("after", EXAMPLE)
    .action(run);
}

const number =
  (above: number, below: number) =>
  (text: string): number => {
    const value = Number(text);
    if (!(value > above && value < below))
      throw new InvalidArgumentError(
        `Give a number above ${above}${Number.isFinite(below) ? ` and below ${below}` : ""}.`,
      );
    return value;
  };

function whole(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value) || value < 0) throw new InvalidArgumentError("Give a whole number, 0 or more.");
  return value;
}

async function run(file: string, options: Options): Promise<void> {
  const { readReference, readSeries } = await import("../monitor/read-series.ts");
  const { monitor, monitorSentences } = await import("@nadir/risk");
  const { inputs: named, reference: before, ...columns } = options;
  const { subjects, inputs } = await readSeries(file, { ...columns, ...(named ? { inputs: named.split(",") } : {}) });
  const reference =
    before === undefined ? null : await readReference(before, options.subject, [...inputs, "probability"]);
  const answer = monitor(subjects, {
    period: options.period,
    inputs,
    reference,
    oddsRatio: options.odds,
    falseAlarm: options.falseAlarm,
    seed: options.seed,
  });
  const summary = {
    schema: "nadir.monitoring/1",
    file,
    reference: before ?? `first period, ${answer.periods[0]!.period}`,
    subjects: subjects.length,
    ...answer,
  };
  await result(summary);
  if (options.out !== undefined) {
    const { mkdir, writeFile } = await import("node:fs/promises");
    const { join } = await import("node:path");
    const { calibrationByPeriodPlot, calibrationCusumPlot } = await import("@nadir/charts");
    const file = (name: string, text: string) => writeFile(join(options.out!, name), text);
    await mkdir(options.out, { recursive: true });
    await file("monitoring.json", `${JSON.stringify(summary, null, 2)}\n`);
    const periods = answer.periods.map(({ period, calibration: c }) => ({
      label: period,
      intercept: c.estimable ? c.intercept : null,
      lower: c.estimable ? c.lower : null,
      upper: c.estimable ? c.upper : null,
    }));
    await file(
      "calibration.svg",
      calibrationByPeriodPlot(periods, { background: true, title: "Calibration by period" }),
    );
    await file(
      "cusum.svg",
      calibrationCusumPlot(answer.cusum, { background: true, title: "Cumulative sum of calibration" }),
    );
    message(`written to ${options.out}: monitoring.json, calibration.svg, cusum.svg`);
  }
  for (const line of monitorSentences(answer)) message(line);
}
