import "server-only";
import { spreadsheetCsv } from "@nadir/domain";
import { withoutNoise } from "../ui/figure-table.ts";
import type { Caller } from "./request-context.ts";

/** A table as it leaves in a file. */
export interface Table {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly (string | number | boolean | null)[])[];
}
export type MakeTable = (caller: Caller, trial: string, asked: URLSearchParams) => Promise<Table>;

const tables = new WeakMap<object, Table>();
const texts = new WeakMap<Table, Map<string, string>>();

/** The table of an answer that is kept, made once; of another answer another. */
export function keptTable(of: object, make: () => Table): Table {
  const table = tables.get(of) ?? make();
  tables.set(of, table);
  return table;
}

/** The table as CSV, written once for each `origin`, which every row says: a table leaves the page and its notice behind. */
export function tableText(table: Table, origin: string | null): string {
  const known = texts.get(table) ?? new Map<string, string>();
  texts.set(table, known);
  const { columns } = table;
  const rows = table.rows.map(withoutNoise);
  const text =
    known.get(origin ?? "") ??
    (origin === null
      ? spreadsheetCsv(columns, rows)
      : spreadsheetCsv(
          [...columns, "origin"],
          rows.map((row) => [...row, origin]),
        ));
  known.set(origin ?? "", text);
  return text;
}
