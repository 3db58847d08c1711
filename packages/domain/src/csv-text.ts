type Cell = string | number | boolean | null | undefined;

/** A table as CSV text (RFC 4180, `\n` line ends): cells with commas, quotes or line ends are quoted, null is empty. */
export function csvText(columns: readonly string[], rows: readonly (readonly Cell[])[]): string {
  return [columns, ...rows].map((cells) => `${cells.map(csvCell).join(",")}\n`).join("");
}

function csvCell(value: Cell): string {
  const text = value === null || value === undefined ? "" : String(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/**
 * The same for a file that a person opens in a spreadsheet: a text that it would run as a formula, because whoever typed it began it
 * with `=`, `@`, `+` or `-`, gets an apostrophe before it (OWASP, *CSV Injection*). Figures, signed ones too, stay as they are.
 * Not for files that are read back: the apostrophe would stay.
 */
export const spreadsheetCsv = (columns: readonly string[], rows: readonly (readonly Cell[])[]): string =>
  csvText(
    columns,
    rows.map((cells) => cells.map((cell) => (typeof cell === "string" && isFormula(cell) ? `'${cell}` : cell))),
  );

const isFormula = (text: string): boolean =>
  /^[\s\0]*[=@]/.test(text) || (/^[\s\0]*[+-]/.test(text) && !/^\s*[+-][\d.,\s%]*(e[+-]?\d+)?\s*$/i.test(text));
