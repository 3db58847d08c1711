import type { Tx } from "@nadir/db";
import { VERSIONED_TABLES } from "@nadir/db";
import { canonicalJson, fieldWords } from "@nadir/domain";
import { z } from "zod";

/** What the log keeps of one changed row: the columns that differ, before and after. */
const loggedChange = z.object({ from: z.record(z.string(), z.unknown()), to: z.record(z.string(), z.unknown()) });

/** A change of one row, to be told in words. */
export interface Change {
  /** What the row says that it did not, by field. */
  readonly fields: readonly { readonly field: string; readonly from: unknown; readonly to: unknown }[];
  /** The row ends without a successor. */
  readonly isTakenBack: boolean;
  /** Why; null where the log has none. Said twice in the same words, it did not change, and the log names what changed only. */
  readonly reason: string | null;
}

/** The change in an event of one row; null where it tells of none. */
export function changeOf(logged: unknown): Change | null {
  const read = loggedChange.safeParse(logged);
  if (!read.success) return null;
  const { from, to } = read.data;
  const [before, after] = [documentOf(from), documentOf(to)];
  const fields = [...new Set([...Object.keys(before), ...Object.keys(after)])]
    .filter((field) => canonicalJson(before[field] ?? null) !== canonicalJson(after[field] ?? null))
    .map((field) => ({ field, from: before[field] ?? null, to: after[field] ?? null }));
  const reason = to["reason"];
  return { fields, isTakenBack: to["superseded_at"] != null, reason: typeof reason === "string" ? reason : null };
}

const documentOf = ({ document }: Record<string, unknown>): Record<string, unknown> =>
  typeof document === "object" && document !== null ? (document as Record<string, unknown>) : {};

/** `: longest mm 31 → 33; because “typo”`; nothing where nothing is known. */
export function changeWords({ fields, reason }: Change): string {
  const told = fields
    .slice(0, MOST_FIELDS)
    .map(({ field, from, to }) => `${lower(field)} ${shown(from)} → ${shown(to)}`);
  if (fields.length > MOST_FIELDS) told.push(`${fields.length - MOST_FIELDS} fields more`);
  const parts = [told.join(", "), reason === null ? "" : `because “${reason}”`].filter((part) => part !== "");
  return parts.length === 0 ? "" : `: ${parts.join("; ")}`;
}

const MOST_FIELDS = 4;
const lower = (field: string): string => fieldWords(field).replace(/^[A-Z](?=[a-z])/, (letter) => letter.toLowerCase());
function shown(value: unknown): string {
  if (value === null || value === "") return "none";
  const text = typeof value === "string" ? value : canonicalJson(value);
  return text.length > 60 ? `${text.slice(0, 57)}…` : text;
}

/** A version of a row that an event made. */
export interface VersionOfRow {
  readonly table: string;
  readonly id: string;
  readonly version: number;
}

export const placeOfVersion = ({ table, id, version }: VersionOfRow): string => `${table} ${id} ${version}`;

/** Why versions of rows were made, as the record has it under the rights of the person who asks. */
export async function reasonsOf(tx: Tx, asked: readonly VersionOfRow[]): Promise<ReadonlyMap<string, string>> {
  const found = await Promise.all(
    VERSIONED.flatMap((table) => {
      const rows = asked.filter((one) => one.table === table);
      if (rows.length === 0) return [];
      return tx.sql<(VersionOfRow & { reason: string })[]>`
        select ${table} as "table", asked.id, asked.version, n.reason
          from unnest(${rows.map(({ id }) => id)}::uuid[], ${rows.map(({ version }) => version)}::int[]) asked (id, version)
          join ${tx.sql(table)} n on (n.id = asked.id or n.superseded_by = asked.id) and n.version = asked.version
         where n.reason is not null`;
    }),
  );
  return new Map(found.flat().map((row) => [placeOfVersion(row), row.reason]));
}

const VERSIONED = VERSIONED_TABLES.map((table) => `record.${table}`);

/** `[["id","2","hash"]]`: the version of the one row that an event names; null where it names it otherwise. */
export function versionOf(table: string, logged: unknown): VersionOfRow | null {
  const read = z.tuple([z.uuid(), z.coerce.number().int()]).rest(z.unknown()).safeParse(logged);
  return read.success && VERSIONED.includes(table) ? { table, id: read.data[0], version: read.data[1] } : null;
}
