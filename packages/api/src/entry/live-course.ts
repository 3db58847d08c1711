import type { Tx } from "@nadir/db";
import { ENTRY_TABLES, type EntryTable, KEY_COLUMNS, RECORD_TABLE } from "./entry-shape.ts";

/** A live row of a subject as an entry compares itself with it. */
export interface LiveEntry {
  readonly table: EntryTable;
  readonly id: string;
  /** Of a subject: of its enrolment and its follow-up together, so that a change of either is seen. */
  readonly version: number;
  readonly by: string;
  readonly at: Date;
  readonly ordinal: number;
  readonly document: Readonly<Record<string, unknown>>;
}

/** All that is on record, and may be entered by hand, of the subjects named; in the order of the manifest's tables. */
export async function liveCourse(tx: Tx, trialId: string, subjects: readonly string[]): Promise<LiveEntry[]> {
  const { sql } = tx;
  const found: LiveEntry[] = [];
  const heads = await sql<(Omit<LiveEntry, "table"> & { key: string })[]>`
    select s.id, s.key, w.document, (s.version + coalesce(f.version, 0))::int as version, 0 as ordinal,
      case when f.recorded_at > s.recorded_at then f.recorded_by else s.recorded_by end as by,
      greatest(s.recorded_at, f.recorded_at) as at
      from record.subject s join record.subject_whole w on w.id = s.id
      left join record.follow_up f on f.subject_id = s.id and f.superseded_at is null
     where s.trial_id = ${trialId} and s.superseded_at is null and s.key = any(${subjects as string[]}) order by s.key`;
  found.push(...heads.map(({ key: _key, ...head }): LiveEntry => ({ ...head, table: "subjects" })));
  const ids = heads.map(({ id }) => id);
  if (ids.length === 0) return found;
  for (const table of ENTRY_TABLES) {
    if (table === "subjects") continue;
    const numbered = table === "observations" || table === "biomarkers";
    const rows = await sql<Omit<LiveEntry, "table">[]>`
      select id, version, recorded_by as by, recorded_at as at, document, ${numbered ? sql`ordinal` : sql`0`} as ordinal
        from record.${sql(RECORD_TABLE[table])}
       where subject_id = any(${ids}) and superseded_at is null
       order by document ->> 'subject', ${numbered ? sql`code, date nulls first, ordinal` : sql`document ->> 'visit' nulls first, document ->> 'id' nulls first, document ->> 'lesion' nulls first, document ->> 'reader'`}`;
    found.push(...rows.map((row): LiveEntry => ({ ...row, table })));
  }
  return found;
}

/** The ids of the subjects whose rows these are. */
export const subjectsIn = (rows: readonly LiveEntry[]): string[] =>
  rows.flatMap(({ table, id }) => (table === "subjects" ? [id] : []));

/** What names a row within its trial; null for tables in which nothing does. */
export function keyOf(table: EntryTable, values: Readonly<Record<string, unknown>>): string | null {
  const columns = KEY_COLUMNS[table];
  return columns.length === 0 ? null : [table, ...columns.map((name) => String(values[name] ?? ""))].join("\u001f");
}

/** A stored value as a cell of the manifest's table holds it. */
export function cellText(value: unknown): string {
  if (value === undefined || value === null) return "";
  if (typeof value === "boolean") return value ? "yes" : "no";
  return Array.isArray(value) ? value.map(String).join("|") : String(value);
}
