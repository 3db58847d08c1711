import { type Problem, Refusal, refuse } from "@nadir/domain";

/** A table as text: cells by column, rows in file order. */
export interface Table {
  readonly file: string;
  readonly columns: readonly string[];
  readonly rows: readonly Readonly<Record<string, string>>[];
}

/** Names the columns of cells whose first row is the header. Refused: no rows below it (`unit`: what a row is). */
export function tableOf(cells: readonly (readonly string[])[], file: string, unit = "a subject"): Table {
  const [columns = [], ...body] = cells;
  if (body.length === 0)
    refuse("NO_ROWS", `The file '${file}' has no rows below its header; give one row ${unit}.`, {
      where: { file, row: 1 },
    });
  const twice = columns.find((name, i) => name !== "" && columns.indexOf(name) !== i);
  if (twice !== undefined)
    refuse(
      "COLUMN_TWICE",
      `The file '${file}' has two columns named '${twice}' (${columns.indexOf(twice) + 1} and ${columns.lastIndexOf(twice) + 1}); which is meant cannot be told. Name each once.`,
      { where: { file, row: 1, column: twice }, found: twice },
    );
  return { file, columns, rows: body.map((row) => Object.fromEntries(columns.map((c, i) => [c, row[i] ?? ""]))) };
}

/** Refused: a subject column that is missing, empty or not unique. */
export function checkSubjects(table: Table, subject: string): void {
  const { file, rows } = table;
  checkColumns(table, [subject]);
  const problems: Problem[] = [];
  const seen = new Map<string, number>();
  rows.forEach((row, i) => {
    const key = row[subject] ?? "";
    const first = seen.get(key);
    const where = { file, row: i + 2, column: subject };
    if (key === "") problems.push({ code: "NO_SUBJECT", message: `Row ${i + 2} names no subject.`, where });
    else if (first !== undefined)
      problems.push({
        code: "SUBJECT_TWICE",
        message: `Subject '${key}' stands in rows ${first} and ${i + 2}; the subject is the unit of analysis, give one row each.`,
        where,
        found: key,
      });
    else seen.set(key, i + 2);
  });
  if (problems.length > 0) throw new Refusal(problems);
}

export function checkColumns({ file, columns }: Table, needed: readonly string[]): void {
  const missing = needed.filter((name) => !columns.includes(name));
  if (missing.length > 0)
    throw new Refusal(
      missing.map((name) => ({
        code: "NO_COLUMN",
        message: `The table has no column '${name}'; it has: ${columnsInWords(columns)}.`,
        where: { file, row: 1 },
        found: columnsInWords(columns),
        expected: name,
      })),
    );
}

/** The names of columns for a sentence: of a table of thousands, those at its beginning. */
export const columnsInWords = (columns: readonly string[]): string =>
  columns.length <= 12 ? columns.join(", ") : `${columns.slice(0, 12).join(", ")} and ${columns.length - 12} more`;
