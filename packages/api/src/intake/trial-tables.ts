import type { Problem, TableName } from "@nadir/domain";
import type { PlacedRow, ReadRow, RowOf } from "./typed-rows.ts";

export type TrialTables = { readonly [T in TableName]: readonly PlacedRow<T>[] };
/** The same with the rows that have faults, as far as they could be read: what the checks run over. */
export type ReadTables = { readonly [T in TableName]: readonly ReadRow<T>[] };

/** A problem at a row of a table. */
export function atRow(
  row: { readonly file: string; readonly row: number },
  code: string,
  column: string,
  sentence: string,
  rest: Pick<Problem, "found" | "expected"> = {},
): Problem {
  return {
    code,
    message: `${row.file}, row ${row.row}, column ${column}: ${sentence}`,
    where: { file: row.file, row: row.row, column },
    ...rest,
  };
}

/**
 * Rows that say again what an earlier row has said: the same values in the named columns (default: in all columns). A row
 * takes part where each of those columns could be read.
 */
export function duplicateRows<T extends TableName>(
  rows: readonly ReadRow<T>[],
  hint: string,
  columns?: readonly (keyof RowOf<T> & string)[],
): Problem[] {
  const first = new Map<string, ReadRow<T>>();
  const problems: Problem[] = [];
  for (const row of rows) {
    const fields = row.value as Record<string, unknown>;
    const names = columns ?? Object.keys(fields);
    if (columns ? columns.some((name) => row.unread.has(name)) : row.unread.size > 0) continue;
    const key = names.map((name) => String(fields[name] ?? "")).join("\u001f");
    const earlier = first.get(key);
    if (earlier) {
      const found = columns ? names.map((name) => `${name} ${String(fields[name])}`).join(", ") : "the whole row";
      problems.push({
        code: "DUPLICATE_KEY",
        message: `${row.file}, row ${row.row}: ${found} stands already in row ${earlier.row}; ${hint}.`,
        where: { file: row.file, row: row.row },
        found,
      });
    } else first.set(key, row);
  }
  return problems;
}
