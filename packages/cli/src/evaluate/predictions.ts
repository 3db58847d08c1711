import { type Problem, Refusal, refuse } from "@nadir/domain";
import { checkColumns, checkSubjects, columnsInWords, type Table, tableOf } from "@nadir/risk";
import { type Estimated, type Interval, notEstimable } from "@nadir/statistics";
import { parse } from "csv-parse/sync";
import { readText } from "../read-input.ts";

export { checkColumns, columnsInWords };

/** A table of predictions, one row a subject. */
export type Predictions = Table;

/** Reads the CSV. Refused: no rows, rows of another width, a subject column that is missing, empty or not unique. */
export async function readPredictions(file: string, subject: string): Promise<Predictions> {
  const text = await readText(file);
  if (text.trim() === "")
    refuse("NO_ROWS", `The file '${file}' is empty; give a header and one row a subject.`, { where: { file } });
  const header = text.slice(0, text.search(/[\r\n]|$/));
  if (!header.includes(",") && /[;\t]/.test(header))
    refuse(
      "NOT_CSV",
      `The header of '${file}' parts its columns by ${header.includes(";") ? "semicolons" : "tabs"}; write the table with commas, and numbers with a decimal dot.`,
      { where: { file, row: 1 } },
    );
  let table: string[][];
  try {
    table = parse(text, { bom: true, skip_empty_lines: true, trim: true });
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

/** C or AUC(t) as it may be told: a perfect or empty order has no spread, and limits of no width would claim certainty. */
export function withHonestLimits<T extends { readonly standardError: number; readonly interval: Interval }>(
  found: Estimated<T>,
) {
  return found.estimable && !(found.standardError > 0)
    ? { ...found, interval: notEstimable("The standard error is 0; normal limits say nothing.") }
    : found;
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

/** Cells that other programs write for "not known". Taken as "no" they would count a subject whose outcome nobody knows. */
const NOT_KNOWN = /^(na|n\/a|nan|null|ne|unknown|missing|\.|\?)$/i;

/**
 * A column as flags: 1 where the cell is `yes`, 0 elsewhere. A column in which nobody has it may be the truth; but where
 * it holds two words or more and none is `yes`, the word was misspelt, and that is refused. So are a word for "not known"
 * and a third word, which would count silently as "no".
 */
export function flags(table: Predictions, rows: CompleteRows, column: string, yes: string): (0 | 1)[] {
  const words = [...new Set(rows.map(({ row }) => row[column] ?? ""))];
  const unknown = rows.filter(({ row }) => row[column] !== yes && NOT_KNOWN.test(row[column] ?? ""));
  if (unknown.length > 0) {
    const [{ row, number }] = unknown as [CompleteRows[number]];
    const found = row[column] ?? "";
    refuse(
      "OUTCOME_NOT_KNOWN",
      `Row ${number}, column '${column}': '${found}' is neither '${yes}' nor its opposite; leave the cell empty where it is not known${unknown.length > 1 ? ` (${unknown.length} cells)` : ""}.`,
      { where: { file: table.file, row: number, column }, found, expected: `'${yes}', another word, or an empty cell` },
    );
  }
  const held = words.slice(0, 6).join(", ");
  if (words.length > 1 && !words.includes(yes))
    refuse(
      "WORD_NOT_FOUND",
      `No cell of column '${column}' is '${yes}'; it holds: ${held}. Name the word that means yes.`,
      { where: { file: table.file, column }, found: held, expected: yes },
    );
  if (words.length > 2)
    refuse(
      "MORE_THAN_TWO_WORDS",
      `Column '${column}' holds ${words.length} different words (${held}), and only '${yes}' would count as yes. Give a column with two; causes that compete belong under 'competing'.`,
      { where: { file: table.file, column }, found: held, expected: "two words" },
    );
  return rows.map(({ row }) => (row[column] === yes ? 1 : 0));
}
