import { spreadsheetCsv } from "@nadir/domain";
import { SIMULATED } from "./simulated.ts";

type Cell = string | number | boolean | null | undefined;

/** The data of a figure; units stand in the columns' names, or in a column of their own. */
export interface FigureTable {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly Cell[])[];
}

/** As a CSV file. A file leaves the page and its notice behind: where scans were simulated, each row says so again. */
export const figureCsv = ({ columns, rows }: FigureTable, isSimulated: boolean): string =>
  isSimulated
    ? spreadsheetCsv(
        [...columns, "origin"],
        rows.map((row) => [...row, SIMULATED.toLowerCase()]),
      )
    : spreadsheetCsv(columns, rows);

/** The name of a figure's files, from words that may hold anything. */
export const fileName = (...words: readonly string[]): string =>
  words
    .join("-")
    .toLowerCase()
    .replace(/[^a-z0-9._]+/g, "-")
    .replace(/^-+|-+$/g, "");
