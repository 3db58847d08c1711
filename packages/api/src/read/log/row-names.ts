import type { Tx } from "@nadir/db";
import { LOGGED_TABLES } from "./logged-tables.ts";

/** A row that an event tells of, as far as the person who asks may see it. */
export interface NamedRow {
  readonly table: string;
  readonly key: string;
  /** The patient's key in the trial. */
  readonly subject: string | null;
  /** The visit's key. */
  readonly visit: string | null;
  /** What kind of row, or its name. */
  readonly detail: string | null;
  /** The id of the person that the row is about. */
  readonly person: string | null;
}

const ID = "[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}";
const STARTS = new RegExp(`(?:\\["|"id":"|"id":\\["|"plan_id":"|"draw_id":")(${ID})"(?:,"(${ID})")?`, "g");
const UUID = new RegExp(`^${ID}$`);
/** So many rows of an event are looked at: enough for a sentence. */
export const MOST_ROWS = 12;

/**
 * The keys of the first rows that an event tells of, from the beginning of its payload: an import's names thousands.
 * @returns at most twelve, each in the form in which the log marks a row of that table
 */
export function rowKeys(object: string, head: string): string[] {
  const [table = "", id] = object.split("/");
  if (id !== undefined && !UUID.test(id)) return [];
  if (id !== undefined) return LOGGED_TABLES[table] ? [id] : [];
  const known = LOGGED_TABLES[table];
  if (!known || known.isClosed) return [];
  const isPair = known.key?.includes("|| ' ' ||") ?? false;
  const keys = new Set<string>();
  for (const [, first, second] of head.matchAll(STARTS)) {
    if (!isPair) keys.add(first!);
    else if (second) keys.add(`${first} ${second}`);
    if (keys.size === MOST_ROWS) break;
  }
  return [...keys];
}

export const placeOfRow = (table: string, key: string): string => `${table} ${key}`;

/**
 * What the rows are, in one statement under the rights of the person who asks: of a row that they may not see nothing comes,
 * so that the log's words tell nothing that the record would not.
 */
export async function rowNames(
  tx: Tx,
  asked: readonly { readonly table: string; readonly key: string }[],
): Promise<ReadonlyMap<string, NamedRow>> {
  const keys = new Map<string, Set<string>>();
  for (const { table, key } of asked) keys.set(table, (keys.get(table) ?? new Set()).add(key));
  const parts: string[] = [];
  const values: string[][] = [];
  for (const [table, wanted] of keys) {
    const of = LOGGED_TABLES[table];
    if (!of) continue;
    values.push([...wanted]);
    const key = of.key ?? "n.id";
    // Of a key that is one id the index serves.
    const found = key.includes("||")
      ? `${key} = any ($${values.length}::text[])`
      : `${key} = any ($${values.length}::uuid[])`;
    parts.push(`select '${table}' as "table", (${key})::text as key, s.key as subject, v.key as visit,
                       (${of.detail ?? "null"})::text as detail, (${of.person ?? "null"})::text as person
                  from ${table} n
                  left join record.subject s on s.id = ${of.subject ?? "null"}
                  left join record.visit v on v.id = ${of.visit ?? "null"}
                 where ${found}`);
  }
  if (parts.length === 0) return new Map();
  const rows = await tx.sql.unsafe<NamedRow[]>(parts.join(" union all "), values);
  return new Map(rows.map((row) => [placeOfRow(row.table, row.key), row]));
}
