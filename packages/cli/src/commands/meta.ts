import { refuse } from "@nadir/domain";
import type { Command } from "commander";
import { message, result } from "../speak.ts";

const EXAMPLE = `
Examples
  $ nadir meta cohorts.csv
  $ nadir meta cohorts.csv --measure auc --value c --limits 0.9 --method dersimonian-laird --out pooled.json

  A row a cohort: its name, the figure, its lower and its upper limit.
    cohort,hr,lower,upper
    Utrecht,1.42,1.05,1.92
    Munich,1.18,0.80,1.74`;

interface Options {
  readonly measure: string;
  readonly cohort: string;
  readonly value?: string;
  readonly lower: string;
  readonly upper: string;
  readonly limits: string;
  readonly level: string;
  readonly method: string;
  readonly out?: string;
}

const METHODS = ["reml", "dersimonian-laird"] as const;

export function addMeta(program: Command): void {
  program
    .command("meta")
    .summary("hazard ratios, odds ratios or AUCs of several cohorts, pooled")
    .description(
      "Random-effects meta-analysis from the figures of cohorts and their limits: ratios on the log, AUCs and C-indices on the logit scale; pooled mean, limits, heterogeneity and where a new cohort may lie.",
    )
    .argument("<cohorts.csv>", "a row a cohort")
    .option("--measure <hr|or|auc>", "what the figures are", "hr")
    .option("--cohort <column>", "the cohort's name", "cohort")
    .option("--value <column>", "the figure (default: as the measure is called)")
    .option("--lower <column>", "its lower limit", "lower")
    .option("--upper <column>", "its upper limit", "upper")
    .option("--limits <share>", "level of the limits in the table", "0.95")
    .option("--level <share>", "level of the limits that are given back", "0.95")
    .option("--method <name>", "of the variance between cohorts: reml or dersimonian-laird", "reml")
    .option("--out <file>", "write there")
    .addHelpText("after", EXAMPLE)
    .action(pool);
}

async function pool(path: string, options: Options): Promise<void> {
  const { poolAreas, poolRatios } = await import("@nadir/statistics");
  const { checkColumns, complete, numbers, readPredictions } = await import("../evaluate/predictions.ts");
  const { WrongUsage } = await import("../usage.ts");
  const share = (name: "limits" | "level"): number => {
    const value = Number(options[name]);
    if (!(value > 0 && value < 1))
      throw new WrongUsage(`--${name} takes a share between 0 and 1, not '${options[name]}'.`);
    return value;
  };
  const measure = (["hr", "or", "auc"] as const).find((m) => m === options.measure);
  if (!measure) throw new WrongUsage(`--measure takes hr, or or auc, not '${options.measure}'.`);
  const method = METHODS.find((m) => m === options.method);
  if (!method) throw new WrongUsage(`--method takes reml or dersimonian-laird, not '${options.method}'.`);
  const wish = { limitsLevel: share("limits"), level: share("level"), method };

  const { cohort, lower: low, upper: high, value: column = measure } = options;
  const table = await readPredictions(path, cohort);
  const needed = [column, low, high];
  checkColumns(table, needed);
  const { rows, leftOut } = complete(table, needed);
  const [value, lower, upper] = needed.map((name) => numbers(table, rows, name)) as [number[], number[], number[]];
  const found =
    measure === "auc"
      ? poolAreas({ auc: value, lower, upper }, wish)
      : poolRatios({ ratio: value, lower, upper }, wish);
  if (!found.estimable) refuse("NOT_ESTIMABLE", `${path}: ${found.reason}`, { where: { file: path } });
  const { weights, interval, predictionInterval, hksj } = found;
  const [pooled, effects] = "ratio" in found ? [found.ratio, found.log] : [found.auc, found.logit];
  const df = rows.length - 1;
  await result(
    {
      schema: "nadir.meta/1",
      measure,
      scale: measure === "auc" ? "logit" : "log",
      method,
      leftOut,
      cohorts: rows.map(({ row }, i) => ({
        cohort: row[cohort],
        value: value[i],
        lower: lower[i],
        upper: upper[i],
        weight: weights[i],
      })),
      pooled: { value: pooled, interval, predictionInterval, hksj },
      heterogeneity: { q: effects.q, df, iSquared: effects.iSquared, tau2: effects.tau2 },
    },
    options.out,
  );
  message(
    `${measure} ${pooled.toPrecision(3)} (${hksj.interval.lower.toPrecision(3)} to ${hksj.interval.upper.toPrecision(3)}, Hartung–Knapp) in ${rows.length} cohorts; a new cohort may lie between ${hksj.predictionInterval.lower.toPrecision(3)} and ${hksj.predictionInterval.upper.toPrecision(3)}; I² ${effects.iSquared.toFixed(0)} %`,
  );
}
