import { type Manifest, type Problem, type TableName, type TrialDates, tableSchemas } from "@nadir/domain";
import type { z } from "zod";
import { columnsOf, readCell } from "./cell.ts";
import { suggestion } from "./nearest-name.ts";
import { expectation } from "./read-manifest.ts";
import type { TableText, TextRow } from "./read-table.ts";

export type RowOf<T extends TableName> = z.output<(typeof tableSchemas)[T]>;

/** A row of the record with the place it came from. */
export interface PlacedRow<T extends TableName> {
  readonly file: string;
  readonly row: number;
  readonly value: RowOf<T>;
  /** The value rules that this row used, for the counts. */
  readonly rules: readonly string[];
}

/**
 * A row as the checks across rows and tables see it: what could be read of it. A row with a fault takes part with its
 * other cells, so that all faults of a file are told together.
 */
export interface ReadRow<T extends TableName> {
  readonly file: string;
  readonly row: number;
  readonly value: Partial<RowOf<T>>;
  /** The columns whose cell has a fault: nothing may be concluded from their absence. Empty for a sound row. */
  readonly unread: ReadonlySet<string>;
}

type ValueRule = Manifest["valueRules"][number];

export interface TypedTable<T extends TableName> {
  readonly rows: readonly PlacedRow<T>[];
  /** All rows, those with faults too, in the file's order. */
  readonly read: readonly ReadRow<T>[];
  readonly problems: readonly Problem[];
}

/**
 * Turns the text rows of a table into rows of the record: value rules first, then each cell by its column's type,
 * then the row by its schema. A row with any problem is left out and all its problems are told.
 * `hideValues` keeps what was found out of the messages (outcomes that will be sealed). `dates`: how days are written, where
 * people typed the rows; left out, they are dates.
 */
export function typedRows<T extends TableName>(
  text: TableText,
  table: T,
  rules: readonly ValueRule[],
  hideValues: boolean,
  dates?: TrialDates,
): TypedTable<T> {
  const problems: Problem[] = [];
  const rows: PlacedRow<T>[] = [];
  const read: ReadRow<T>[] = [];
  const own = rules.filter((rule) => rule.table === table);
  for (const row of text.rows) {
    const reading = readRow(row, text, table, own, hideValues, dates);
    problems.push(...reading.problems);
    const { file } = text;
    if (reading.value) rows.push({ file, row: row.row, value: reading.value, rules: reading.rules });
    read.push({ file, row: row.row, value: reading.value ?? reading.partial, unread: reading.unread });
  }
  return { rows, read, problems };
}

interface RowReading<T extends TableName> {
  readonly value?: RowOf<T>;
  readonly partial: Partial<RowOf<T>>;
  readonly unread: ReadonlySet<string>;
  readonly problems: readonly Problem[];
  readonly rules: readonly string[];
}

function readRow<T extends TableName>(
  row: TextRow,
  text: TableText,
  table: T,
  rules: readonly ValueRule[],
  hideValues: boolean,
  dates: TrialDates | undefined,
): RowReading<T> {
  const problems: Problem[] = [];
  const cells = new Map(row.cells);
  const at = (column: string): Problem["where"] => ({ file: text.file, row: row.row, column });
  const tell = (code: string, column: string, found: string | undefined, sentence: string, expected?: string): void => {
    const shown = hideValues ? "the value (not shown, because this trial seals outcomes)" : `'${found}'`;
    problems.push({
      code,
      message: `${text.file}, row ${row.row}, column ${column}: ${found === undefined ? "" : `${shown} `}${sentence}${/[.?]$/.test(sentence) ? "" : "."}`,
      where: at(column)!,
      ...(found === undefined || hideValues ? {} : { found }),
      ...(expected === undefined ? {} : { expected }),
    });
  };

  const given: Record<string, unknown> = {};
  const used: string[] = [];
  for (const rule of rules) {
    const cell = row.cells.get(rule.column);
    if (cell === undefined || cell.toLowerCase() !== rule.is.trim().toLowerCase()) continue;
    used.push(rule.id);
    cells.delete(rule.column);
    for (const [name, value] of Object.entries(rule.becomes)) {
      const present = cells.get(name);
      if (present && present !== String(value))
        tell(
          "RULE_CONFLICT",
          name,
          present,
          `contradicts the value rule '${rule.id}', which sets it to '${value}'; leave the cell empty`,
        );
      cells.delete(name);
      given[name] = value;
    }
    // The source's own word is kept beside what the rule made of it.
    if (table === "measurements" && !row.cells.get("sourceValue"))
      given["sourceValue"] = cell === "" ? "(blank)" : cell;
  }

  const failed = new Set<string>();
  for (const column of columnsOf(table)) {
    if (column.name in given) continue;
    const cell = cells.get(column.name);
    if (cell === undefined || cell === "") {
      if (column.required && row.cells.has(column.name)) {
        failed.add(column.name);
        tell("MISSING_VALUE", column.name, undefined, "is empty; every row needs it");
      }
      continue;
    }
    const reading = readCell(column, cell, dates);
    if ("value" in reading) given[column.name] = reading.value;
    else {
      failed.add(column.name);
      // The sentence itself may repeat the value ("write 12.5").
      if (hideValues) tell(reading.code, column.name, cell, `cannot be read as a ${column.kind}`);
      else tell(reading.code, column.name, cell, reading.sentence, reading.expected);
    }
  }

  const parsed = tableSchemas[table].safeParse(given);
  if (parsed.success && problems.length === 0) {
    const value = parsed.data as RowOf<T>;
    return { value, partial: value, unread: failed, problems, rules: used };
  }
  if (!parsed.success)
    for (const issue of parsed.error.issues) {
      const column = String(issue.path[0] ?? "");
      // A missing column or an unreadable cell has been told already.
      if (failed.has(column) || (given[column] === undefined && issue.code !== "unrecognized_keys")) continue;
      const known = columnsOf(table).find((c) => c.name === column);
      const { sentence, expected } = expectation(issue);
      const found = row.cells.get(column) ?? String(given[column]);
      const hint = known?.kind === "choice" && !hideValues ? suggestion(found, known.choices).replace(/\.$/, "") : "";
      tell(
        "BAD_VALUE",
        column,
        found,
        `cannot be used; ${sentence}${hint.startsWith(" Did") ? `.${hint}` : ""}`,
        expected,
      );
    }
  for (const { where } of problems) if (where?.column !== undefined) failed.add(where.column);
  for (const column of failed) delete given[column];
  return { partial: given as Partial<RowOf<T>>, unread: failed, problems, rules: used };
}

/** What is wrong with the value rules themselves: unknown columns, doubled identifiers. */
export function checkValueRules(
  manifest: Manifest,
  file: string,
  lineOf: (path: readonly PropertyKey[]) => number | undefined,
): Problem[] {
  const problems: Problem[] = [];
  const seen = new Set<string>();
  manifest.valueRules.forEach((rule, at) => {
    const names = columnsOf(rule.table).map((c) => c.name);
    const tell = (code: string, path: readonly PropertyKey[], found: string, sentence: string): void => {
      const row = lineOf(path);
      problems.push({
        code,
        message: `${file}${row ? `, line ${row}` : ""}: the value rule '${rule.id}' ${sentence}`,
        where: { file, path: path.map(String).join("."), ...(row ? { row } : {}) },
        found,
      });
    };
    if (seen.has(rule.id))
      tell("DUPLICATE_KEY", ["valueRules", at, "id"], rule.id, "stands twice; give each rule its own id.");
    seen.add(rule.id);
    for (const name of [rule.column, ...Object.keys(rule.becomes)])
      if (!names.includes(name))
        tell(
          "UNKNOWN_COLUMN",
          ["valueRules", at],
          name,
          `names the column '${name}', which '${rule.table}' does not have.${suggestion(name, names)}`,
        );
  });
  return problems;
}
