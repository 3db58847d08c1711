import { asPerson, type Database } from "@nadir/db";
import { dayTyped, key, type Problem, type TrialDates, trial as trialDocument } from "@nadir/domain";
import { z } from "zod";
import { columnsOf } from "../intake/cell.ts";
import { type Delimiter, readTable } from "../intake/read-table.ts";
import { trialAccess } from "../read/view.ts";
import { enter } from "./enter.ts";
import { type EntryRow, type EntryTable, entryOutcome, entryRow, PASTED_TABLES } from "./entry-shape.ts";

export const pastedTable = z.object({
  trial: key,
  table: z.enum(PASTED_TABLES),
  /** With its header; columns separated by tabs, as a spreadsheet copies them, or by semicolons or commas, as it saves them. */
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
 * the answer are what is sent to be recorded, all or none; in a trial that counts study days, a day of theirs stands there as the
 * date that it was laid on. Refuses `TRIAL_UNKNOWN`, and what `enter` refuses.
 */
export async function previewPaste(
  db: Database,
  personId: string,
  { trial, table, text }: PastedTable,
): Promise<PastePreview> {
  const { rows, problems } = pastedRows(text, table, await datesOf(db, personId, trial));
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

/** How the days of a trial are told. */
const datesOf = (db: Database, personId: string, trial: string): Promise<TrialDates> =>
  asPerson(db, personId, async (tx) => {
    const { trialId } = await trialAccess(tx, personId, trial);
    const [row] = await tx.sql<{ dates: unknown }[]>`
      select document -> 'dates' as dates from record.trial where id = ${trialId}`;
    return trialDocument.shape.dates.parse(row!.dates);
  });

/** The rows of a pasted table, and what is wrong with its shape. Study days, as in the form, are read as the dates they stand for. */
export function pastedRows(
  text: string,
  table: EntryTable,
  dates: TrialDates,
): { rows: EntryRow[]; problems: readonly Problem[] } {
  const header = text.replace(/^\ufeff/, "").split(/\r?\n/, 1)[0] ?? "";
  const read = readTable(new TextEncoder().encode(text), "The pasted table", table, delimiterOf(header));
  const hasNoColumns = read.columns.length === 0 || read.problems.some(({ code }) => code === "MISSING_COLUMN");
  return {
    rows: hasNoColumns
      ? []
      : read.rows.map(({ row, cells }) => ({ table, at: row, cells: dated(cells, table, dates) })),
    problems: read.problems,
  };
}

/** By the header: no column's name has a tab, a semicolon or a comma in it, and below it a comma may be of a figure. */
const delimiterOf = (header: string): Delimiter => (header.includes("\t") ? "\t" : header.includes(";") ? ";" : ",");

function dated(cells: ReadonlyMap<string, string>, table: EntryTable, dates: TrialDates): Record<string, string> {
  const days = new Set(columnsOf(table).flatMap(({ name, kind }) => (kind === "day" ? [name] : [])));
  const day = (name: string, text: string) =>
    dates.kind === "offset" && days.has(name) ? (dayTyped(dates, text) ?? text) : text;
  return Object.fromEntries([...cells].map(([name, text]) => [name, day(name, text)]));
}
