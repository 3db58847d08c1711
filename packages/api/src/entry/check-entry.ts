import { daysInWords, type Manifest, type Problem, type TableName, type TrialDates } from "@nadir/domain";
import { checkCourse } from "../intake/check-course.ts";
import { checkReferences } from "../intake/check-references.ts";
import { TABLE_NAMES } from "../intake/read-bundle.ts";
import type { ReadTables, TrialTables } from "../intake/trial-tables.ts";
import type { PlacedRow, ReadRow } from "../intake/typed-rows.ts";
import type { EntryTable } from "./entry-shape.ts";
import type { LiveEntry } from "./live-course.ts";
import type { ResolvedRow } from "./resolve-rows.ts";

type AnyRead = ReadRow<TableName>;
type AnyPlaced = PlacedRow<TableName>;

/** The record with the entry in it: what the checks run over, and what is written from. */
export interface CourseWithEntry {
  readonly read: ReadTables;
  readonly sound: TrialTables;
}

const RECORD = "the record";

/** The subjects' courses as they stand on record, with the entry's rows in the place of those that they correct. */
export function withEntry(live: readonly LiveEntry[], rows: readonly ResolvedRow[]): CourseWithEntry {
  const read = emptyTables<AnyRead>();
  const sound = emptyTables<AnyPlaced>();
  const corrected = new Map(
    rows.flatMap((row) => (row.live && row.fate.kind !== "refused" ? [[row.live.id, row]] : [])),
  );
  const add = (table: EntryTable, row: ResolvedRow): void => {
    if (row.sent.isRetracted) return;
    read[table]?.push(row.read as AnyRead);
    if (row.value)
      sound[table]?.push({ file: table, row: row.at, value: row.value, rules: [] } as unknown as AnyPlaced);
  };
  for (const { table, id, document } of live) {
    const correction = corrected.get(id);
    if (correction) add(table, correction);
    else {
      read[table]?.push({ file: RECORD, row: 0, value: document, unread: new Set<string>() } as unknown as AnyRead);
      sound[table]?.push({ file: RECORD, row: 0, value: document, rules: [] } as unknown as AnyPlaced);
    }
  }
  // A row that corrects nothing, and a faulty one whose fault is told beside those of the others.
  for (const row of rows) if (!row.live || row.fate.kind === "refused") if (!row.live) add(row.sent.table, row);
  return { read: read as unknown as ReadTables, sound: sound as unknown as TrialTables };
}

/**
 * What contradicts itself within the courses, by the checks of an import. What was so before the entry is not the entry's
 * fault and is not told. Days are told as the trial counts them. `today`: in UTC.
 */
export function checkEntry(
  manifest: Manifest,
  live: readonly LiveEntry[],
  course: CourseWithEntry,
  today: string,
): { problems: Problem[]; warnings: Problem[] } {
  const before = findings(manifest, withEntry(live, []), today);
  const after = findings(manifest, course, today);
  const isNew = (known: readonly Problem[]) => {
    const seen = new Set(known.map(({ message }) => message));
    return ({ message }: Problem) => !seen.has(message);
  };
  const told = (problem: Problem) => inDays(manifest.trial.dates, inWords(problem));
  return {
    problems: after.problems.filter(isNew(before.problems)).map(told),
    warnings: after.warnings.filter(isNew(before.warnings)).map(told),
  };
}

function findings(
  manifest: Manifest,
  { read, sound }: CourseWithEntry,
  today: string,
): { problems: Problem[]; warnings: Problem[] } {
  const names = (table: "subjects" | "visits" | "lesions", columns: readonly string[]) => {
    const known = new Set(
      read[table].map(({ value }) => columns.map((c) => (value as Record<string, unknown>)[c]).join("\u001f")),
    );
    return (...key: string[]) => known.has(key.join("\u001f"));
  };
  const course = checkCourse(manifest, read, sound, today);
  const references = checkReferences(manifest, read, {
    subject: names("subjects", ["key"]),
    // Only the courses that the entry touches.
    hasAllSubjects: false,
    visit: names("visits", ["subject", "id"]),
    lesion: names("lesions", ["subject", "id"]),
    image: () => true,
  });
  return { problems: [...references, ...course.problems], warnings: [...course.warnings] };
}

/** The checks speak of files; here the place is the record, or the row that was typed. */
const inWords = (problem: Problem): Problem => ({
  ...problem,
  message: problem.message
    .replaceAll(`${RECORD}, row 0`, `The record`)
    .replaceAll("stands already in row 0", "stands already in the record")
    .replaceAll("is not in the table 'subjects'", "is not a patient of this trial, or not at a site of yours")
    .replaceAll("the manifest's trial.sites", "the trial's sites")
    .replaceAll("the manifest's trial.arms", "the trial's arms"),
});

/** The checks speak of dates; nobody typed one in a trial that counts study days. */
const inDays = (dates: TrialDates, { message, found, expected, ...rest }: Problem): Problem => ({
  ...rest,
  message: daysInWords(dates, message),
  ...(found === undefined ? {} : { found: daysInWords(dates, found) }),
  ...(expected === undefined ? {} : { expected: daysInWords(dates, expected) }),
});

const emptyTables = <T>(): Record<TableName, T[]> =>
  Object.fromEntries(TABLE_NAMES.map((table) => [table, [] as T[]])) as Record<TableName, T[]>;
