import { refuse } from "@nadir/domain";
import type { Table } from "./table.ts";

/**
 * The table with the columns of another beside it, row by subject; empty where the other does not name the subject. A column that
 * both have is refused, except the site, which stays the first table's.
 */
export function joinTables(table: Table, other: Table, subject: string): { table: Table; without: readonly string[] } {
  const bySubject = new Map(other.rows.map((row) => [row[subject]!, row]));
  const added = other.columns.filter((c) => c !== subject && !(c === "site" && table.columns.includes("site")));
  const twice = added.find((c) => table.columns.includes(c));
  if (twice !== undefined)
    refuse(
      "COLUMN_TWICE",
      `The column '${twice}' stands in '${table.file}' and in '${other.file}'; take it out of one, or call it otherwise.`,
      { where: { file: other.file, row: 1, column: twice }, found: twice },
    );
  const known = table.rows.filter((row) => bySubject.has(row[subject]!));
  if (known.length === 0)
    refuse(
      "NO_SUBJECT_SHARED",
      `No subject of '${table.file}' stands in '${other.file}'; the subjects' keys must be the same in both.`,
      { where: { file: other.file } },
    );
  return {
    table: {
      file: table.file,
      columns: [...table.columns, ...added],
      rows: table.rows.map((row) => ({
        ...row,
        ...Object.fromEntries(added.map((c) => [c, bySubject.get(row[subject]!)?.[c] ?? ""])),
      })),
    },
    without: table.rows.map((row) => row[subject]!).filter((key) => !bySubject.has(key)),
  };
}
