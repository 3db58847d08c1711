import { type Command, Option } from "commander";
import { Ended } from "../ended.ts";
import { message, result } from "../speak.ts";

const EXAMPLE = `
Examples
  $ nadir compare cases/ --criteria recist-1.1,irecist
  $ nadir compare courses.csv --criteria recist-1.1,irecist,imrecist --of unconfirmed --out pairs.json
  $ nadir compare cases/ --criteria recist-1.1,irecist --out who-changes.csv

  Every pair of the criteria on the same patients: the discordance table (rows the first, columns the second), Cohen's kappa
  with its interval, and who changes category, at which visit first, and by which rule on either side. A .csv holds one row
  a patient who changes. Cases: a folder, a table, or one file with a list (docs/command-line.md).`;

interface Options {
  readonly criteria: string;
  readonly of: "confirmed" | "unconfirmed";
  readonly out?: string;
}

export function addCompare(program: Command): void {
  program
    .command("compare")
    .summary("criteria against each other over many courses")
    .description("Compares response criteria over a cohort by best overall response.")
    .argument("<folder|table.csv|cases.json>", "the courses")
    .requiredOption("--criteria <list>", "two or more, comma-separated")
    .addOption(
      new Option("--of <best>", "which best overall response")
        .choices(["confirmed", "unconfirmed"])
        .default("confirmed"),
    )
    .option("--out <file>", "write there; .csv gives who changes, anything else JSON")
    .addHelpText("after", EXAMPLE)
    .action(compare);
}

async function compare(path: string, { criteria, of, out }: Options): Promise<void> {
  const { compareAll, isDefinition } = await import("@nadir/risk");
  const { assessEach } = await import("@nadir/response");
  const { checkedNames } = await import("../respond/judgements.ts");
  const { answerEach } = await import("../respond/answer-each.ts");
  const { WrongUsage } = await import("../usage.ts");
  const names = checkedNames(criteria) ?? [];
  if (names.length < 2 || names.some(isDefinition))
    throw new WrongUsage(
      `--criteria takes two or more response criteria to compare; '${criteria}' does not name them.`,
    );
  const patients: {
    id: string;
    outcomes: Record<string, NonNullable<ReturnType<typeof assessEach>[number]["outcome"]>>;
  }[] = [];
  const { refused } = await answerEach(path, (document) => {
    const outcomes = Object.fromEntries(
      assessEach(document, names).flatMap((one) => (one.outcome ? [[one.criterion, one.outcome]] : [])),
    );
    patients.push({ id: document.id, outcomes });
  });
  const pairs = compareAll(patients, names, of);
  if (out?.toLowerCase().endsWith(".csv")) {
    const { csvText } = await import("@nadir/domain");
    const { writeFile } = await import("node:fs/promises");
    const rows = pairs.flatMap((pair) =>
      pair.changes.map((change) => [
        ...pair.criteria,
        change.patient,
        change.from,
        change.to,
        change.visit,
        change.date,
        change.fromLabel,
        change.toLabel,
        change.fromRule.id,
        change.fromRule.text,
        change.toRule.id,
        change.toRule.text,
      ]),
    );
    const columns =
      "first,second,patient,first_category,second_category,visit,date,first_label,second_label,first_rule,first_reason,second_rule,second_reason";
    await writeFile(out, csvText(columns.split(","), rows));
    message(`written: ${out} (${rows.length} changes of category)`);
  } else await result({ of, patients: patients.length, refused, pairs }, out);
  if (refused > 0) throw new Ended(1);
}
