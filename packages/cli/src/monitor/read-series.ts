import { isoDay, type Problem, Refusal, refuse } from "@nadir/domain";
import type { MonitoredSubject } from "@nadir/risk";
import { checkColumns, readPredictions } from "../evaluate/predictions.ts";

export interface SeriesColumns {
  readonly subject: string;
  readonly date: string;
  readonly probability: string;
  readonly outcome: string;
  readonly positive: string;
  /** Columns of inputs; left out: all other columns of numbers. */
  readonly inputs?: readonly string[];
}

/**
 * Predictions with their day, in the order of time. Refusal, all together: a day that is none, a probability outside 0 … 1, an outcome of
 * more than two values, an input that is no number.
 */
export async function readSeries(file: string, wish: SeriesColumns) {
  const table = await readPredictions(file, wish.subject);
  checkColumns(table, [wish.date, wish.probability, wish.outcome, ...(wish.inputs ?? [])]);
  const named = [wish.subject, wish.date, wish.probability, wish.outcome];
  const isNumeric = (c: string): boolean =>
    table.rows.some((r) => r[c] !== "") && table.rows.every((r) => Number.isFinite(Number(r[c])));
  const inputs = wish.inputs ?? table.columns.filter((c) => !named.includes(c) && isNumeric(c));
  const problems: Problem[] = [];
  const others = new Set<string>();
  const subjects = table.rows.map((row, i): MonitoredSubject => {
    const say = (column: string, code: string, message: string): void => {
      problems.push({
        code,
        message: `Row ${i + 2}: ${message}`,
        where: { file, row: i + 2, column },
        found: row[column]!,
      });
    };
    const [date, y, p] = [row[wish.date]!, row[wish.outcome]!, Number(row[wish.probability])];
    if (!isoDay.safeParse(date).success)
      say(wish.date, "NOT_A_DAY", `the date is '${date}'; write year-month-day, e.g. 2026-03-31.`);
    if (row[wish.probability] === "" || !(p >= 0 && p <= 1))
      say(wish.probability, "NOT_A_PROBABILITY", `the probability is '${row[wish.probability]}'; give 0 to 1.`);
    if (y !== "" && y !== wish.positive) others.add(y);
    for (const c of inputs)
      if (!Number.isFinite(Number(row[c])))
        say(c, "NOT_A_NUMBER", `'${c}' is '${row[c]}'; give a number or leave it empty.`);
    return {
      subject: row[wish.subject]!,
      date,
      probability: p,
      outcome: y === "" ? null : y === wish.positive ? 1 : 0,
      inputs: Object.fromEntries(inputs.map((c) => [c, row[c] === "" ? Number.NaN : Number(row[c])])),
    };
  });
  if (others.size > 1)
    problems.push({
      code: "NOT_TWO_OUTCOMES",
      message: `The outcome '${wish.outcome}' has besides '${wish.positive}' the values ${[...others].slice(0, 5).join(", ")}; leave it empty where it is not known.`,
      where: { file, column: wish.outcome },
    });
  if (problems.length > 0) throw new Refusal(problems.slice(0, 20));
  return { inputs, subjects: subjects.sort((a, b) => (a.date < b.date ? -1 : a.date > b.date ? 1 : 0)) };
}

/** Values of inputs in a reference table, by column; a column that it lacks is left out. */
export async function readReference(
  file: string,
  subject: string,
  columns: readonly string[],
): Promise<Record<string, number[]>> {
  const table = await readPredictions(file, subject);
  const found = columns.filter((c) => table.columns.includes(c));
  if (found.length === 0)
    refuse("NO_INPUT", `The reference '${file}' has none of the columns ${columns.slice(0, 8).join(", ")}.`, {
      where: { file },
    });
  return Object.fromEntries(
    found.map((c) => {
      const values = table.rows.filter((r) => r[c] !== "").map((r) => Number(r[c]));
      if (values.some((v) => !Number.isFinite(v)))
        refuse("NOT_A_NUMBER", `The reference's column '${c}' has cells that are no numbers.`, {
          where: { file, column: c },
        });
      return [c, values];
    }),
  );
}
