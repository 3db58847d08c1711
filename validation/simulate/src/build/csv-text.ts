import { parse } from "csv-parse/sync";

export type Cell = string | number | boolean | undefined;

/** RFC 4180 text with `\n` line ends. Columns are those of the first row, in its order; undefined is an empty cell. */
export function csvText(rows: readonly Readonly<Record<string, Cell>>[]): string {
  const columns = Object.keys(rows[0] ?? {});
  const line = (cells: readonly Cell[]): string => `${cells.map(cellText).join(",")}\n`;
  return line(columns) + rows.map((row) => line(columns.map((name) => row[name]))).join("");
}

function cellText(cell: Cell): string {
  if (cell === undefined) return "";
  if (typeof cell === "boolean") return cell ? "yes" : "no";
  const text = String(cell);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** The rows of a source table as text, by column name. */
export const sourceRows = (bytes: Uint8Array): Record<string, string>[] =>
  parse(Buffer.from(bytes), { bom: true, columns: true, skip_empty_lines: true }) as Record<string, string>[];

/** A column that must be in the source. */
export function column(row: Readonly<Record<string, string>>, name: string): string {
  const cell = row[name];
  if (cell === undefined) throw new Error(`The source has no column '${name}'; it has ${Object.keys(row).join(", ")}.`);
  return cell;
}
