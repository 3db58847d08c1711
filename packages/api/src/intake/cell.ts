import { dayFault, dayTyped, isoDay, key, type TableName, type TrialDates, tableSchemas } from "@nadir/domain";
import { z } from "zod";

/** How a column's text becomes a value: read from the row's own schema, so that table and record cannot drift apart. */
export interface Column {
  readonly name: string;
  readonly kind: "text" | "key" | "day" | "number" | "boolean" | "choice" | "list";
  /** An empty cell is a problem. */
  readonly required: boolean;
  readonly choices: readonly string[];
}

const columnsByTable = new Map<TableName, readonly Column[]>();

/** The columns of a table in the schema's order. */
export function columnsOf(table: TableName): readonly Column[] {
  const known = columnsByTable.get(table);
  if (known) return known;
  const shape = tableSchemas[table].shape as Record<string, z.ZodType>;
  const columns = Object.entries(shape).map(([name, schema]) => columnOf(name, schema));
  columnsByTable.set(table, columns);
  return columns;
}

function columnOf(name: string, schema: z.ZodType): Column {
  let inner: unknown = schema;
  let required = true;
  while (inner instanceof z.ZodOptional || inner instanceof z.ZodDefault) {
    required = false;
    inner = inner.unwrap();
  }
  const column = (kind: Column["kind"], choices: readonly string[] = []): Column => ({ name, kind, required, choices });
  if (inner === isoDay) return column("day");
  if (inner === key) return column("key");
  if (inner instanceof z.ZodEnum) return column("choice", inner.options as string[]);
  if (inner instanceof z.ZodBoolean) return column("boolean");
  if (inner instanceof z.ZodArray) return column("list");
  if (inner instanceof z.ZodNumber) return column("number");
  if (inner instanceof z.ZodString) return column("text");
  throw new TypeError(`The column '${name}' has a type that a CSV cell cannot hold.`);
}

export type CellReading =
  | { readonly value: unknown }
  | { readonly code: string; readonly sentence: string; readonly expected: string };

const decimalPoint = /^[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?$/;
const decimalComma = /^[+-]?\d+,\d+$/;
const grouped = /^[+-]?\d{1,3}([,' ]\d{3})+(\.\d+)?$/;

/** Dates as files have them, also those of a trial that counts study days. */
const AS_IN_FILES: TrialDates = { kind: "calendar" };

/**
 * The value of a cell that is not empty. `text` is trimmed. What the schema demands beyond the form is checked later. `dates`:
 * how days are written where people type them; a study day is then read as the date on which it was laid.
 */
export function readCell(column: Column, text: string, dates: TrialDates = AS_IN_FILES): CellReading {
  switch (column.kind) {
    case "number":
      return readNumber(text);
    case "boolean":
      return readBoolean(text);
    case "list":
      return {
        value: text
          .split("|")
          .map((part) => part.trim())
          .filter((part) => part !== ""),
      };
    case "day":
      return readDay(text, dates);
    default:
      return { value: text };
  }
}

/** What is expected where a word stands for a figure. */
export const A_NUMBER = "a number";

function readNumber(text: string): CellReading {
  if (decimalPoint.test(text)) {
    const value = Number(text);
    if (Number.isFinite(value)) return { value };
  }
  if (decimalComma.test(text)) {
    const expected = text.replace(",", ".");
    return {
      code: "DECIMAL_COMMA",
      sentence: `is written with a comma; write decimals with a point: ${expected} (and thousands without any mark)`,
      expected,
    };
  }
  if (grouped.test(text)) {
    const expected = text.replace(/[,' ]/g, "");
    return { code: "NOT_A_NUMBER", sentence: `has thousands marks; write ${expected}`, expected };
  }
  return {
    code: "NOT_A_NUMBER",
    sentence: "is not a number; write digits with a decimal point, as 12.5",
    expected: A_NUMBER,
  };
}

function readBoolean(text: string): CellReading {
  const word = text.toLowerCase();
  if (word === "yes" || word === "true") return { value: true };
  if (word === "no" || word === "false") return { value: false };
  return {
    code: "NOT_YES_OR_NO",
    sentence: "is neither yes nor no; write yes, no, true or false",
    expected: "yes or no",
  };
}

function readDay(text: string, dates: TrialDates): CellReading {
  const checked = isoDay.safeParse(text);
  if (checked.success) return { value: text };
  const meant = daysMeant(text);
  if (dates.kind === "offset" && meant.length === 0) {
    const day = dayTyped(dates, text);
    if (day !== null) return { value: day };
    return {
      code: "NOT_A_DAY",
      sentence: `is not a study day of this trial: ${dayFault(dates, text)}`,
      expected: "a study day, as 112",
    };
  }
  return {
    code: "NOT_A_DAY",
    sentence:
      meant.length === 2
        ? `could be ${meant[0]} or ${meant[1]}; write the one that is meant so`
        : meant.length === 1
          ? `is a day in another form; write it year first: ${meant[0]}`
          : "is not a calendar day; write an existing day as year-month-day: 2024-02-29 is 29 February 2024",
    expected: meant.join(" or ") || "YYYY-MM-DD",
  };
}

const MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

/** The calendar days that a day in another form can be: with the year last, day or month may stand first. Text alone is none. */
function daysMeant(text: string): string[] {
  const withoutTime = text.replace(/[T ]\d{1,2}:\d{2}(:\d{2}(\.\d+)?)?Z?$/, "");
  const day = (year: string, month: string, of: string) => `${year}-${month.padStart(2, "0")}-${of.padStart(2, "0")}`;
  const yearFirst =
    /^(\d{4})[./ -](\d{1,2})[./ -](\d{1,2})$/.exec(withoutTime) ?? /^(\d{4})(\d{2})(\d{2})$/.exec(withoutTime);
  const [, first = "", second = "", year = ""] = /^(\d{1,2})[./ -](\d{1,2})[./ -](\d{4})$/.exec(withoutTime) ?? [];
  const named = /^(\d{1,2})[. -]{1,2}([a-z]{3})[a-z]*[. -]{1,2}(\d{4})$/i.exec(withoutTime);
  const found = yearFirst
    ? [day(yearFirst[1]!, yearFirst[2]!, yearFirst[3]!)]
    : named
      ? [day(named[3]!, String(MONTHS.indexOf(named[2]!.toLowerCase()) + 1), named[1]!)]
      : [day(year, second, first), day(year, first, second)];
  return [...new Set(found)].filter((one) => isoDay.safeParse(one).success);
}
