import { canonicalJson, dayInWords, FROM_MASK, type Problem, type TrialDates, UNNAMED_READER } from "@nadir/domain";
import { columnsOf } from "../intake/cell.ts";
import { suggestion } from "../intake/nearest-name.ts";
import type { TextRow } from "../intake/read-table.ts";
import { type ReadRow, type RowOf, typedRows } from "../intake/typed-rows.ts";
import { ENTRY_TABLES, type EntryRow, type EntryTable, type RowFate } from "./entry-shape.ts";
import { cellText, keyOf, type LiveEntry } from "./live-course.ts";
import type { SignedRead, SignedReadOf } from "./signed-rows.ts";

/** A row that was sent, read, and set beside what is on record. */
export interface ResolvedRow {
  readonly sent: EntryRow;
  readonly at: number;
  readonly read: ReadRow<EntryTable>;
  /** Undefined where the row has a fault. */
  readonly value: RowOf<EntryTable> | undefined;
  readonly live: LiveEntry | undefined;
  readonly fate: RowFate;
}

/**
 * Reads the rows by the very code that reads a manifest's tables, and finds what each is to the record: new, a correction
 * of a row that the person saw in its present version, or the same. `resolve`: a row that is on record already is taken as
 * its correction, for a preview; otherwise it is refused (`ALREADY_RECORDED`), because the person did not see it. What stands in
 * a signed read, or would stand beside what was signed, is its reader's to amend (`READ_SIGNED`). `dates`: how days are typed and
 * told.
 */
export function resolveRows(
  rows: readonly EntryRow[],
  live: readonly LiveEntry[],
  resolve: boolean,
  signedReadOf: SignedReadOf,
  dates: TrialDates,
): { rows: ResolvedRow[]; problems: Problem[] } {
  const problems: Problem[] = [];
  const byId = new Map(live.map((row) => [row.id, row]));
  const byKey = new Map(live.flatMap((row) => keyed(row)));
  const resolved: ResolvedRow[] = [];
  for (const [index, sent] of rows.entries()) {
    const { table, of } = sent;
    const at = sent.at ?? index + 1;
    const place = { file: table, row: at };
    const given = sent.of === undefined ? undefined : byId.get(sent.of.id);
    const own: Problem[] = [];
    if (of && (!given || given.table !== table))
      own.push(told(place, "ROW_UNKNOWN", "the row that it corrects is not on record any more; reload the page."));
    if (given && of && given.version !== of.version) own.push(stale(place, given, of.version, dates));
    own.push(...unknownColumns(sent, place));
    const base = given ?? (resolve ? byKey.get(keyOfCells(table, sent.cells) ?? "") : undefined);
    const text: TextRow = { row: at, cells: cellsOf(table, sent, base) };
    const typed = typedRows(
      { file: table, table, columns: columnsOf(table), rows: [text], leftOut: [], problems: [] },
      table,
      [],
      false,
      dates,
    );
    own.push(...typed.problems);
    const value = typed.rows[0]?.value as RowOf<EntryTable> | undefined;
    const found = base ?? (value && byKey.get(keyOf(table, value as Record<string, unknown>) ?? ""));
    if (value && found && base && keyOf(table, value as Record<string, unknown>) !== keyOf(table, found.document))
      own.push(
        told(
          place,
          "KEY_CHANGED",
          `a correction keeps what names the row (${keyWords(found, dates)}); enter a new row instead.`,
        ),
      );
    if (sent.isRetracted && !RETRACTABLE.has(table))
      own.push(told(place, "NOT_RETRACTABLE", "other rows rest on it; correct it instead."));
    const isSame = value !== undefined && found !== undefined && canonicalJson(value) === canonicalJson(found.document);
    if (!isSame && !sent.isRetracted && isComputed(table, value)) own.push(computed(place));
    else if (found && !base && !isSame && value) own.push(alreadyThere(place, found, dates));
    const said = (value as Readonly<Record<string, unknown>> | undefined) ?? found?.document;
    const isActed = said !== undefined && (!isSame || sent.isRetracted);
    const signed = isActed
      ? ((found && signedReadOf(table, found.document, found.document)) ??
        signedReadOf(table, said, found?.document ?? null))
      : null;
    if (signed) own.push(signedAway(place, table, signed, found));
    problems.push(...own);
    const isSound = own.length === 0 && value !== undefined;
    resolved.push({
      sent,
      at,
      read: typed.read[0] as ReadRow<EntryTable>,
      value: isSound ? value : undefined,
      live: found,
      fate: {
        table,
        at,
        kind: !isSound ? "refused" : sent.isRetracted ? "retracted" : !found ? "new" : isSame ? "unchanged" : "changed",
        of: found ? { id: found.id, version: found.version } : null,
        fields: isSound && found && !isSame ? differences(found.document, value as Record<string, unknown>) : [],
      },
    });
  }
  return { rows: resolved, problems };
}

const RETRACTABLE: ReadonlySet<EntryTable> = new Set(
  ENTRY_TABLES.filter((table) => table !== "subjects" && table !== "visits" && table !== "lesions"),
);

const keyed = (row: LiveEntry): [string, LiveEntry][] => {
  const key = keyOf(row.table, row.document);
  return key === null ? [] : [[key, row]];
};

/** By the cells as they were typed, with the schema's own values where a cell that names the row is left out. */
function keyOfCells(table: EntryTable, cells: Readonly<Record<string, string>>): string | null {
  const trimmed = Object.fromEntries(Object.entries(cells).map(([name, text]) => [name, text.trim()]));
  return keyOf(table, {
    ...trimmed,
    reader: trimmed["reader"] || UNNAMED_READER,
    method: trimmed["method"] || "entered",
  });
}

/** All columns of the table: what was typed, over what is on record. */
function cellsOf(table: EntryTable, { cells }: EntryRow, base: LiveEntry | undefined): Map<string, string> {
  return new Map(
    columnsOf(table).map(({ name }) => [name, (cells[name] ?? cellText(base?.document[name])).trim()] as const),
  );
}

function unknownColumns({ table, cells }: EntryRow, place: { file: string; row: number }): Problem[] {
  const names = columnsOf(table).map(({ name }) => name);
  return Object.keys(cells)
    .filter((name) => !names.includes(name))
    .map((name) => told(place, "UNKNOWN_COLUMN", `there is no column '${name}'.${suggestion(name, names)}`, name));
}

function told(place: { file: string; row: number }, code: string, sentence: string, column?: string): Problem {
  return {
    code,
    message: `${place.file}, row ${place.row}${column ? `, column ${column}` : ""}: ${sentence}`,
    where: { ...place, ...(column ? { column } : {}) },
  };
}

const stale = (place: { file: string; row: number }, live: LiveEntry, seen: number, dates: TrialDates): Problem =>
  told(
    place,
    "STALE",
    `${keyWords(live, dates)} was changed on ${live.at.toISOString().slice(0, 16).replace("T", " ")} UTC, after this page was opened (it is version ${live.version} now, the page shows ${seen}). Look at what stands there now, then say which of the two is to stand.`,
  );

const alreadyThere = (place: { file: string; row: number }, live: LiveEntry, dates: TrialDates): Problem =>
  told(
    place,
    "ALREADY_RECORDED",
    `${keyWords(live, dates)} is on record already (version ${live.version}) and says something else; open it to correct it.`,
  );

const signedAway = (
  place: { file: string; row: number },
  table: EntryTable,
  { reader, visit }: SignedRead,
  live: LiveEntry | undefined,
): Problem =>
  told(
    place,
    "READ_SIGNED",
    table === "lesions"
      ? live
        ? `the signed read of ${reader} at ${visit} rests on this lesion as it stands; the reader amends it.`
        : `${reader} has signed the read of ${visit}, and this lesion would change how it counts; the reader amends it, or finds the lesion in the next read.`
      : live
        ? `this figure stands in the signed read of ${reader} at ${visit}; the reader amends it.`
        : `${reader} has signed the read of ${visit}, and nothing is put beside it in that name; the reader amends it.`,
  );

/** Typed in, its figures would be neither what the mask gives nor what somebody read. */
const isComputed = (table: EntryTable, value: RowOf<EntryTable> | undefined): boolean =>
  table === "measurements" && (value as Record<string, unknown> | undefined)?.["method"] === FROM_MASK;

const computed = (place: { file: string; row: number }): Problem =>
  told(
    place,
    "FIGURE_COMPUTED",
    "its figures are computed from the lesion's mask and cannot be typed in; correct the mask, or enter what a reader read as new measurements under that reader's name, with the method 'entered'. Response is then judged by that reader's figures alone: enter those of every visit.",
    "method",
  );

/** What a row is, from its document: `subject S1, visit wk8`. */
const keyWords = ({ document, table }: LiveEntry, dates: TrialDates): string =>
  ["subject", "key", "id", "visit", "lesion", "reader", "code", "date"]
    .flatMap((name) =>
      document[name] === undefined
        ? []
        : [
            `${name === "key" ? "subject" : name === "id" ? table.replace(/s$/, "") : name} ${name === "date" ? dayInWords(dates, String(document[name])) : String(document[name])}`,
          ],
    )
    .join(", ");

function differences(
  from: Readonly<Record<string, unknown>>,
  to: Readonly<Record<string, unknown>>,
): RowFate["fields"] {
  return [...new Set([...Object.keys(from), ...Object.keys(to)])]
    .filter((field) => canonicalJson(from[field] ?? null) !== canonicalJson(to[field] ?? null))
    .map((field) => ({ field, from: from[field] ?? null, to: to[field] ?? null }));
}
