import type { Tx } from "@nadir/db";
import { LOGGED_TABLES, type LoggedTable } from "./logged-tables.ts";

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
 * What the rows are, under the rights of the person who asks: of a row that they may not see nothing comes, so that the log's
 * words tell nothing that the record would not. One statement for each table, always with the same text: planned once a
 * connection, since their policies make planning dearer than reading a few rows.
 */
export async function rowNames(
  tx: Tx,
  asked: readonly { readonly table: string; readonly key: string }[],
): Promise<ReadonlyMap<string, NamedRow>> {
  const keys = new Map<string, Set<string>>();
  for (const { table, key } of asked) keys.set(table, (keys.get(table) ?? new Set()).add(key));
  const found = await Promise.all(
    [...keys].map(([table, wanted]) => {
      const of = LOGGED_TABLES[table];
      return of ? tx.sql.unsafe<NamedRow[]>(namesOf(table, of), [[...wanted]], { prepare: true }) : [];
    }),
  );
  return new Map(found.flat().map((row) => [placeOfRow(row.table, row.key), row]));
}

function namesOf(table: string, of: LoggedTable): string {
  const key = of.key ?? "n.id";
  // Of a key that is one id the index serves.
  const type = key.includes("||") ? "text" : "uuid";
  const joined = (name: string, id: string | undefined) =>
    id === undefined ? "" : `left join record.${name} ${name} on ${name}.id = ${id}`;
  return `select '${table}' as "table", (${key})::text as key,
                 ${of.subject === undefined ? "null" : "subject.key"} as subject, ${of.visit === undefined ? "null" : "visit.key"} as visit,
                 (${of.detail ?? "null"})::text as detail, (${of.person ?? "null"})::text as person
            from ${table} n ${joined("subject", of.subject)} ${joined("visit", of.visit)}
           where ${key} = any ($1::${type}[])`;
}
