import type { Database } from "@nadir/db";
import { key, type Problem } from "@nadir/domain";
import { z } from "zod";
import { readTable } from "../intake/read-table.ts";
import { enter } from "./enter.ts";
import { type EntryRow, type EntryTable, entryOutcome, entryRow, PASTED_TABLES } from "./entry-shape.ts";

export const pastedTable = z.object({
  trial: key,
  table: z.enum(PASTED_TABLES),
  /** With its header; columns separated by tabs, as a spreadsheet copies them, or by commas. */
  text: z.string().max(2_000_000),
});
export type PastedTable = z.infer<typeof pastedTable>;

export const pastePreview = z.object({
  /** The rows as they would be recorded: each one that is on record names the version that was seen. */
  rows: z.array(entryRow),
  outcome: entryOutcome,
});
export type PastePreview = z.infer<typeof pastePreview>;

const MOST_ROWS = 2000;
const NOTHING = { new: 0, changed: 0, unchanged: 0, retracted: 0 };

/**
 * What a pasted table would change, every fault with its row (the header is row 1) and column. Writes nothing: the rows of
 * the answer are what is sent to be recorded, all or none.
 */
export async function previewPaste(
  db: Database,
  personId: string,
  { trial, table, text }: PastedTable,
): Promise<PastePreview> {
  const { rows, problems } = pastedRows(text, table);
  const refused = (found: readonly Problem[]): PastePreview => ({
    rows: [],
    outcome: { isRecorded: false, isRepeated: false, rows: [], problems: [...found], warnings: [], counts: NOTHING },
  });
  if (rows.length === 0 || rows.length > MOST_ROWS)
    return refused([
      ...problems,
      ...(rows.length > MOST_ROWS
        ? [
            {
              code: "TOO_MANY_ROWS",
              message: `The table has ${rows.length} rows; paste at most ${MOST_ROWS} at a time.`,
            },
          ]
        : problems.length > 0
          ? []
          : [{ code: "NO_ROWS", message: "The table has a header and no row beneath it; paste both." }]),
    ]);
  const outcome = await enter(db, personId, { entry: NO_ENTRY, trial, rows }, true);
  const seen = rows.map((row, n): z.output<typeof entryRow> => {
    const of = outcome.rows[n]?.of;
    return { ...row, isRetracted: false, ...(of ? { of } : {}) };
  });
  return { rows: seen, outcome: { ...outcome, problems: [...problems, ...outcome.problems] } };
}

/** A preview is no entry. */
const NO_ENTRY = "00000000-0000-4000-8000-000000000000";

/** The rows of a pasted table, and what is wrong with its shape. */
export function pastedRows(text: string, table: EntryTable): { rows: EntryRow[]; problems: readonly Problem[] } {
  const header = text.replace(/^\ufeff/, "").split(/\r?\n/, 1)[0] ?? "";
  const read = readTable(new TextEncoder().encode(text), table, table, header.includes("\t") ? "\t" : ",");
  const hasNoColumns = read.columns.length === 0 || read.problems.some(({ code }) => code === "MISSING_COLUMN");
  return {
    rows: hasNoColumns ? [] : read.rows.map(({ row, cells }) => ({ table, at: row, cells: Object.fromEntries(cells) })),
    problems: read.problems,
  };
}
