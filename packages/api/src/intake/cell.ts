import { isoDay, key, type TableName, tableSchemas } from "@nadir/domain";
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

/** The value of a cell that is not empty. `text` is trimmed. What the schema demands beyond the form is checked later. */
export function readCell(column: Column, text: string): CellReading {
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
      return readDay(text);
    default:
      return { value: text };
  }
}

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
    sentence: "is not a number; write digits with a decimal point, or name a value rule for this word in the manifest",
    expected: "a number",
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

function readDay(text: string): CellReading {
  const swapped = /^(\d{1,2})[./-](\d{1,2})[./-](\d{4})$/.exec(text);
  const checked = isoDay.safeParse(text);
  if (checked.success) return { value: text };
  return {
    code: "NOT_A_DAY",
    sentence: swapped
      ? "is not an ISO day, and which part is the month cannot be known; write YYYY-MM-DD"
      : "is not a calendar day; write an existing day as YYYY-MM-DD",
    expected: "YYYY-MM-DD",
  };
}
