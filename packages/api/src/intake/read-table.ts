import type { Problem, TableName } from "@nadir/domain";
import { parse } from "csv-parse/sync";
import { type Column, columnsOf } from "./cell.ts";
import { suggestion } from "./nearest-name.ts";

/** One line of a table: the trimmed text of each known column, and where it stands (header = row 1). */
export interface TextRow {
  readonly row: number;
  readonly cells: ReadonlyMap<string, string>;
}

export interface TableText {
  readonly file: string;
  readonly table: TableName;
  /** The columns that the file has, in the file's order. */
  readonly columns: readonly Column[];
  readonly rows: readonly TextRow[];
  /** The trimmed cells of the rows that were left out because their number of cells is wrong: what they name is known. */
  readonly leftOut: readonly ReadonlySet<string>[];
  readonly problems: readonly Problem[];
}

export type Delimiter = "," | "\t" | ";";

/** UTF-8 text without byte-order mark, or the problem that keeps it from being that. */
export function decodeText(bytes: Uint8Array, file: string): { text: string } | { problem: Problem } {
  const wrong = (message: string): { problem: Problem } => ({
    problem: { code: "NOT_UTF8", message: `${file}: ${message}`, where: { file }, expected: "UTF-8" },
  });
  if ((bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff))
    return wrong("the text is UTF-16; save it as UTF-8 (in a spreadsheet: 'CSV UTF-8').");
  try {
    return { text: new TextDecoder("utf-8", { fatal: true }).decode(bytes) };
  } catch {
    return wrong("the text is not UTF-8; save it as UTF-8 (in a spreadsheet: 'CSV UTF-8').");
  }
}

/**
 * Splits a CSV file (RFC 4180: commas, double quotes, any line end, byte-order mark allowed) into rows of text and
 * checks its shape: separator, header, columns, cells a row. A row with the wrong number of cells is left out.
 * `delimiter`: tabs or semicolons, for what is pasted from a spreadsheet.
 */
export function readTable(bytes: Uint8Array, file: string, table: TableName, delimiter: Delimiter = ","): TableText {
  const known = columnsOf(table);
  const problems: Problem[] = [];
  const empty = (): TableText => ({ file, table, columns: [], rows: [], leftOut: [], problems });
  const decoded = decodeText(bytes, file);
  if ("problem" in decoded) {
    problems.push(decoded.problem);
    return empty();
  }
  const records = split(decoded.text, file, problems, delimiter);
  const header = records?.[0]?.map((name) => name.trim());
  if (!records || !header) {
    if (problems.length === 0)
      problems.push({
        code: "EMPTY_TABLE",
        message: `${file} is empty; its first row must name the columns: ${known.map((c) => c.name).join(", ")}.`,
        where: { file, row: 1 },
      });
    return empty();
  }
  if (delimiter === "," && header.length === 1 && known.length > 1 && /[;\t]/.test(header[0]!)) {
    const [mark, name] = header[0]!.includes(";") ? [";", "semicolons"] : ["\t", "tabs"];
    problems.push({
      code: "WRONG_SEPARATOR",
      message: `${file}, row 1: the columns are separated by ${name}; separate them by commas, and write decimals with a point.`,
      where: { file, row: 1 },
      found: mark,
      expected: ",",
    });
    return empty();
  }
  const columns = checkHeader(header, known, file, table, problems);
  const rows: TextRow[] = [];
  const leftOut: ReadonlySet<string>[] = [];
  records.slice(1).forEach((record, at) => {
    const row = at + 2;
    if (record.every((cell) => cell.trim() === "")) return;
    if (record.length !== header.length) {
      problems.push({
        code: "WRONG_CELL_COUNT",
        message: `${file}, row ${row}: has ${record.length} cells where the header names ${header.length}; a cell that holds a comma needs double quotes around it.`,
        where: { file, row },
        found: String(record.length),
        expected: String(header.length),
      });
      leftOut.push(new Set(record.map((cell) => cell.trim())));
      return;
    }
    const cells = new Map<string, string>();
    record.forEach((cell, c) => {
      const column = columns[c];
      if (column) cells.set(column.name, cell.trim());
    });
    rows.push({ row, cells });
  });
  return { file, table, columns: columns.filter((c) => c !== undefined), rows, leftOut, problems };
}

function split(text: string, file: string, problems: Problem[], delimiter: string): string[][] | undefined {
  try {
    return parse(text, {
      bom: true,
      delimiter,
      columns: false,
      relax_column_count: true,
      skip_empty_lines: false,
    }) as string[][];
  } catch (error) {
    const line = (error as { lines?: number }).lines;
    problems.push({
      code: "CSV_SYNTAX",
      message: `${file}${line ? `, line ${line}` : ""}: the quotes do not match; a cell in double quotes ends with a double quote before the next comma, and a quote inside is written twice.`,
      where: { file, ...(line ? { row: line } : {}) },
    });
    return undefined;
  }
}

function checkHeader(
  header: readonly string[],
  known: readonly Column[],
  file: string,
  table: TableName,
  problems: Problem[],
): (Column | undefined)[] {
  const names = known.map((c) => c.name);
  const missing = known.filter((c) => c.required && !header.includes(c.name));
  const seen = new Set<string>();
  const columns = header.map((name) => {
    const column = known.find((c) => c.name === name);
    if (!column)
      problems.push({
        code: "UNKNOWN_COLUMN",
        message: `${file}, row 1: the table '${table}' has no column '${name}'.${suggestion(
          name,
          names.filter((n) => !header.includes(n)),
        )}`,
        where: { file, row: 1, column: name },
        found: name,
        expected: names.join(", "),
      });
    else if (seen.has(name))
      problems.push({
        code: "DUPLICATE_COLUMN",
        message: `${file}, row 1: the column '${name}' stands twice; keep one.`,
        where: { file, row: 1, column: name },
        found: name,
      });
    seen.add(name);
    return column;
  });
  for (const column of missing)
    problems.push({
      code: "MISSING_COLUMN",
      message: `${file}, row 1: the column '${column.name}' is missing; every row of '${table}' needs it.`,
      where: { file, row: 1, column: column.name },
      expected: column.name,
    });
  return columns;
}
