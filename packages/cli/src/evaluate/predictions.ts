import { type Problem, Refusal, refuse } from "@nadir/domain";
import { checkColumns, checkSubjects, columnsInWords, type Table, tableOf } from "@nadir/risk";
import { parse } from "csv-parse/sync";
import { readText } from "../read-input.ts";

export { checkColumns, columnsInWords };

/** A table of predictions, one row a subject. */
export type Predictions = Table;

/** Reads the CSV. Refused: no rows, rows of another width, a subject column that is missing, empty or not unique. */
export async function readPredictions(file: string, subject: string): Promise<Predictions> {
  let table: string[][];
  try {
    table = parse(await readText(file), { bom: true, skip_empty_lines: true, trim: true });
  } catch (error) {
    if (error instanceof Refusal) throw error;
    refuse("NOT_CSV", `The file '${file}' is not a comma-separated table: ${(error as Error).message}.`, {
      where: { file },
    });
  }
  const read = tableOf(table, file);
  checkSubjects(read, subject);
  return read;
}

/** The rows in which every one of `needed` has a cell, and how many others there are by the column that is empty first. */
export function complete(table: Predictions, needed: readonly string[]) {
  const leftOut: Record<string, number> = {};
  const rows = table.rows.flatMap((row, index) => {
    const empty = needed.find((name) => row[name] === "");
    if (empty !== undefined) {
      leftOut[empty] = (leftOut[empty] ?? 0) + 1;
      return [];
    }
    return [{ row, number: index + 2 }];
  });
  return { rows, leftOut };
}
export type CompleteRows = ReturnType<typeof complete>["rows"];

/** A column as numbers; every cell that is none is a problem with its row. `least` refuses smaller values. */
export function numbers(
  table: Predictions,
  rows: CompleteRows,
  column: string,
  least = Number.NEGATIVE_INFINITY,
): number[] {
  const problems: Problem[] = [];
  const values = rows.map(({ row, number }) => {
    const text = row[column] ?? "";
    const value = Number(text);
    if (!Number.isFinite(value) || value < least)
      problems.push({
        code: "NOT_A_NUMBER",
        message: `Row ${number}, column '${column}': '${text}' is not a number${least > Number.NEGATIVE_INFINITY ? ` of at least ${least}` : ""}; write it with a decimal dot, or leave the cell empty.`,
        where: { file: table.file, row: number, column },
        found: text,
        expected: least > Number.NEGATIVE_INFINITY ? `a number of at least ${least}` : "a number",
      });
    return value;
  });
  if (problems.length > 0) throw new Refusal(problems);
  return values;
}

/** A column as probabilities; every cell that is none is a problem with its row. */
export function probabilities(table: Predictions, rows: CompleteRows, column: string): number[] {
  const values = numbers(table, rows, column);
  const problems = values.flatMap((value, i): Problem[] =>
    value >= 0 && value <= 1
      ? []
      : [
          {
            code: "NOT_A_PROBABILITY",
            message: `Row ${rows[i]!.number}, column '${column}': ${value} is not a probability; calibration, Brier score and net benefit need predictions from 0 to 1. A score on another scale can be named under 'discrimination' or as 'score'.`,
            where: { file: table.file, row: rows[i]!.number, column },
            found: String(value),
            expected: "a number from 0 to 1",
          },
        ],
  );
  // One sentence for a column on another scale, not one a row.
  if (problems.length > 10)
    refuse(
      "NOT_A_PROBABILITY",
      `${problems[0]!.message} So are ${problems.length - 1} further cells of the column.`,
      problems[0]!,
    );
  if (problems.length > 0) throw new Refusal(problems);
  return values;
}

/** Refuses an outcome that is also named as its own prediction. */
export function checkDistinct(table: Predictions, outcome: readonly string[], predictions: readonly string[]): void {
  const both = predictions.find((column) => outcome.includes(column));
  if (both !== undefined)
    refuse(
      "OUTCOME_AS_PREDICTION",
      `The column '${both}' is named as outcome and as prediction; a prediction is made without the outcome.`,
      { where: { file: table.file, column: both }, found: both },
    );
}

/**
 * A column as flags: 1 where the cell is `yes`, 0 elsewhere. A column in which nobody has it may be the truth; but where
 * it holds two words or more and none is `yes`, the word was misspelt, and that is refused.
 */
export function flags(table: Predictions, rows: CompleteRows, column: string, yes: string): (0 | 1)[] {
  const words = [...new Set(rows.map(({ row }) => row[column] ?? ""))];
  if (words.length > 1 && !words.includes(yes))
    refuse(
      "WORD_NOT_FOUND",
      `No cell of column '${column}' is '${yes}'; it holds: ${words.slice(0, 6).join(", ")}. Name the word that means yes.`,
      { where: { file: table.file, column }, found: words.slice(0, 6).join(", "), expected: yes },
    );
  return rows.map(({ row }) => (row[column] === yes ? 1 : 0));
}
