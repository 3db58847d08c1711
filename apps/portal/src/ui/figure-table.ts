import { spreadsheetCsv } from "@nadir/domain";
import { SIMULATED } from "./simulated.ts";

type Cell = string | number | boolean | null | undefined;

/** The data of a figure; units stand in the columns' names, or in a column of their own. */
export interface FigureTable {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly Cell[])[];
}

/** Digits of a figure in a file: what a computer adds beyond them (5.699999999999993) is no figure. */
const DIGITS = 12;

/** The cells as a file has them. Whole numbers stay as they are, however long. */
export const withoutNoise = <C extends Cell>(cells: readonly C[]): readonly (C | number)[] =>
  cells.map((cell) =>
    typeof cell === "number" && Number.isFinite(cell) && !Number.isInteger(cell)
      ? Number(cell.toPrecision(DIGITS))
      : cell,
  );

/** As a CSV file. A file leaves the page and its notice behind: where scans were simulated, each row says so again. */
export const figureCsv = ({ columns, rows }: FigureTable, isSimulated: boolean): string =>
  isSimulated
    ? spreadsheetCsv(
        [...columns, "origin"],
        rows.map((row) => [...withoutNoise(row), SIMULATED.toLowerCase()]),
      )
    : spreadsheetCsv(columns, rows.map(withoutNoise));

/** The name of a figure's files, from words that may hold anything. */
export const fileName = (...words: readonly string[]): string =>
  words
    .join("-")
    .toLowerCase()
    .replace(/[^a-z0-9._]+/g, "-")
    .replace(/^-+|-+$/g, "");
