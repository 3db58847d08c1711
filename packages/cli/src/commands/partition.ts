import { type Command, InvalidArgumentError } from "commander";
import { message, result } from "../speak.ts";

const EXAMPLE = `
Examples
  $ nadir partition cohort.csv --variable volume --time os_days --event death
  $ nadir partition cohort.csv --variable volume --time os_days --event death --most 3 --seed 7

  Parts patients by one number into groups that differ in survival (k-adaptive partitioning, Eo et al. 2014). The number of
  groups and its p-value are of the whole search, by permutation. Cuts that were sought in these data must be tested in others.`;

interface Options {
  readonly variable: string;
  readonly time: string;
  readonly event: string;
  readonly most: number;
  readonly least: number;
  readonly candidates: number;
  readonly permutations: number;
  readonly level: number;
  readonly seed: number;
  readonly subject: string;
}

export function addPartition(program: Command): void {
  program
    .command("partition")
    .summary("groups of survival by cuts of one number")
    .description("Parts patients by one number into groups of different survival, with a p-value of the whole search.")
    .argument("<table>", "one row a subject (CSV)")
    .requiredOption("--variable <column>", "the number to be cut")
    .requiredOption("--time <column>", "time to the event or to censoring")
    .requiredOption("--event <column>", "1 where the event was seen, else 0")
    .option("--most <k>", "most groups, 2 to 6", whole, 4)
    .option("--least <n>", "fewest subjects of a group", whole, 10)
    .option("--candidates <n>", "cuts that are tried, at quantiles", whole, 20)
    .option("--permutations <n>", "permutations", whole, 199)
    .option("--level <p>", "largest p for a further group", Number, 0.05)
    .option("--seed <n>", "seed of the permutations", whole, 1)
    .option("--subject <column>", "the column of subjects", "subject")
    .addHelpText("after", EXAMPLE)
    .action(partition);
}

function whole(text: string): number {
  const n = Number(text);
  if (text.trim() === "" || !Number.isSafeInteger(n) || n < 1)
    throw new InvalidArgumentError("Give a whole number from 1.");
  return n;
}

async function partition(file: string, options: Options): Promise<void> {
  const { refuse, sha256Hex } = await import("@nadir/domain");
  const { adaptivePartition } = await import("@nadir/statistics");
  const { columnsInWords, readPredictions } = await import("../evaluate/predictions.ts");
  const { readBytes } = await import("../read-input.ts");
  const table = await readPredictions(file, options.subject);
  const named = [options.variable, options.time, options.event];
  const absent = named.find((c) => !table.columns.includes(c));
  if (absent !== undefined)
    refuse("NO_COLUMN", `'${file}' has no column '${absent}'; it has: ${columnsInWords(table.columns)}.`, {
      where: { file, row: 1 },
    });
  const complete = table.rows.filter((row) => named.every((c) => row[c] !== ""));
  const column = (name: string): number[] =>
    complete.map((row) => {
      const v = Number(row[name]);
      if (!Number.isFinite(v))
        refuse("NOT_A_NUMBER", `Subject '${row[options.subject]}': '${row[name]}' in '${name}' is no number.`, {
          where: { file, column: name },
        });
      return v;
    });
  const answer = adaptivePartition(
    { variable: column(options.variable), time: column(options.time), event: column(options.event) },
    {
      most: options.most,
      leastInGroup: options.least,
      candidates: options.candidates,
      permutations: options.permutations,
      level: options.level,
      seed: options.seed,
    },
  );
  await result({
    schema: "nadir.partition/1",
    standing: "exploratory: cuts sought in these data",
    method: "k-adaptive partitioning (Eo et al. 2014, arXiv:1306.4615)",
    variable: options.variable,
    leftOut: table.rows.length - complete.length,
    seed: options.seed,
    permutations: options.permutations,
    ...answer,
    inputs: { [file]: sha256Hex(await readBytes(file)) },
  });
  if (!answer.estimable) message(`Not estimable: ${answer.reason}`);
  else
    message(
      answer.k === 1
        ? `No cut of '${options.variable}' parts survival beyond chance (p ${answer.tried[0]?.p.toFixed(3) ?? "none"}).`
        : `${answer.k} groups, cut after ${answer.cuts.join(" and ")}: sought in these data, to be tested in others.`,
    );
}
