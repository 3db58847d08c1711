import { refuse } from "@nadir/domain";
import { type Command, InvalidArgumentError, Option } from "commander";
import { message, result } from "../speak.ts";

const EXAMPLE = `
Examples
  $ nadir lesion-choice scores.csv --value score --figure mean
  $ nadir lesion-choice scores.csv --value score --figure least --draws 500 --seed 7 --out choice.json

  How a patient's figure moves with the number and choice of lesions: for every patient with at least two lesions, choices of
  1, 2, … of them are drawn without replacement and the figure is taken of each; the answer has its spread by patient, and
  over the patients by number of lesions. Columns: subject, lesion, volumeMm3 (for the largest), and the value.`;

const FIGURES = ["mean", "least", "greatest", "largest"] as const;

interface Options {
  readonly value: string;
  readonly figure: (typeof FIGURES)[number];
  readonly draws: number;
  readonly seed: number;
  readonly out?: string;
}

export function addLesionChoice(program: Command): void {
  program
    .command("lesion-choice")
    .summary("how a patient's figure depends on which lesions are taken")
    .description("Draws choices of a patient's lesions and says how far the patient's figure moves.")
    .argument("<lesions.csv>", "a row a lesion")
    .requiredOption("--value <column>", "a feature or score of the lesion")
    .addOption(new Option("--figure <of>", "the patient's figure").choices(FIGURES).default("mean"))
    .option("--draws <n>", "choices of each number of lesions", (text) => whole(text, 2, 100_000), 200)
    .option("--seed <n>", "of the draws", (text) => whole(text, 0, 2 ** 32 - 1), 1)
    .option("--out <file>", "write there")
    .addHelpText("after", EXAMPLE)
    .action(choose);
}

function whole(text: string, least: number, most: number): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < least || value > most)
    throw new InvalidArgumentError(`Give a whole number from ${least} to ${most}.`);
  return value;
}

interface Lesion {
  readonly lesion: string;
  readonly value: number;
  readonly volumeMm3: number;
}

const FIGURE: Readonly<Record<(typeof FIGURES)[number], (chosen: readonly Lesion[]) => number>> = {
  mean: (chosen) => chosen.reduce((s, l) => s + l.value, 0) / chosen.length,
  least: (chosen) => Math.min(...chosen.map((l) => l.value)),
  greatest: (chosen) => Math.max(...chosen.map((l) => l.value)),
  largest: (chosen) =>
    chosen.reduce((a, b) => (b.volumeMm3 > a.volumeMm3 || (b.volumeMm3 === a.volumeMm3 && b.lesion < a.lesion) ? b : a))
      .value,
};

async function choose(path: string, { value, figure, draws, seed, out }: Options): Promise<void> {
  const { choiceRobustness } = await import("@nadir/features");
  const { randomSource } = await import("@nadir/statistics");
  const patients = await readLesions(path, value, figure === "largest");
  const several = [...patients].filter(([, lesions]) => lesions.length > 1);
  if (several.length === 0)
    refuse("TOO_FEW_LESIONS", `No patient of '${path}' has two lesions or more: there is no choice to make.`, {
      where: { file: path },
    });
  const random = randomSource(seed);
  const each = several.map(([subject, lesions]) => ({
    subject,
    lesions: lesions.length,
    figure: FIGURE[figure](lesions),
    choices: choiceRobustness(lesions, FIGURE[figure], draws, () => random.uniform()),
  }));
  const most = Math.max(...each.map((p) => p.lesions)) - 1;
  const byNumber = Array.from({ length: most }, (_, n) => {
    const of = each.flatMap((p) => (p.choices[n] ? [{ ...p.choices[n], whole: p.figure }] : []));
    return {
      lesions: n + 1,
      patients: of.length,
      /** Over patients: root mean square of the spread, and mean distance of a choice's mean from the whole. */
      rootMeanSquareSd: Math.sqrt(of.reduce((s, c) => s + c.sd ** 2, 0) / of.length),
      meanShift: of.reduce((s, c) => s + Math.abs(c.mean - c.whole), 0) / of.length,
    };
  });
  await result(
    {
      schema: "nadir.lesion-choice/1",
      value,
      figure,
      draws,
      seed,
      leftOut: patients.size - several.length,
      byNumber,
      patients: each,
    },
    out,
  );
  message(
    `${several.length} patients with two lesions or more; of one lesion alone the figure has an sd of ${byNumber[0]!.rootMeanSquareSd.toPrecision(3)}.`,
  );
}

async function readLesions(path: string, value: string, withVolume: boolean): Promise<Map<string, Lesion[]>> {
  const { parse } = await import("csv-parse/sync");
  const { readText } = await import("../read-input.ts");
  const rows = parse(await readText(path), { bom: true, columns: true, skip_empty_lines: true }) as Record<
    string,
    string
  >[];
  const patients = new Map<string, Lesion[]>();
  rows.forEach((row, at) => {
    const cell = (name: string): string =>
      row[name] ??
      refuse("COLUMN_MISSING", `The file '${path}' has no column '${name}'.`, {
        where: { file: path },
        found: Object.keys(row).join(", "),
        expected: name,
      });
    const number = (name: string): number => {
      const x = Number(cell(name));
      if (cell(name).trim() === "" || !Number.isFinite(x))
        refuse("NOT_A_NUMBER", `${path}, row ${at + 2}, column ${name}: '${cell(name)}' is no number.`, {
          where: { file: path, row: at + 2, column: name },
          found: cell(name),
        });
      return x;
    };
    const own = patients.get(cell("subject")) ?? [];
    if (own.some((l) => l.lesion === cell("lesion")))
      refuse("DUPLICATE_KEY", `${path}, row ${at + 2}: lesion ${cell("lesion")} of ${cell("subject")} stands twice.`, {
        where: { file: path, row: at + 2 },
      });
    own.push({ lesion: cell("lesion"), value: number(value), volumeMm3: withVolume ? number("volumeMm3") : 0 });
    patients.set(cell("subject"), own);
  });
  return patients;
}
