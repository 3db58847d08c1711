import { refuse } from "@nadir/domain";
import type { Tx } from "./transaction.ts";

/** The versioned tables of the record (schema `record`). */
export const VERSIONED_TABLES = [
  "trial",
  "site",
  "arm",
  "subject",
  "follow_up",
  "visit",
  "lesion",
  "measurement",
  "non_target_assessment",
  "observation",
  "biomarker",
  "treatment",
  "adverse_event",
  "outcome",
  "image",
  "mask",
  "vasari_reading",
  "lesion_reading",
] as const;
export type VersionedTable = (typeof VERSIONED_TABLES)[number];

/** Columns by their names in the database, e.g. `{ longest_mm: 12.5, document, content_hash }`. */
export type Columns = Readonly<Record<string, unknown>>;

/**
 * Corrects a live row: what was there becomes a former version, `columns` its successor under the same id, with the
 * reason beside it. Answers the new version number.
 * @throws Refusal `ROW_UNKNOWN` where the person sees no live row of that id; `IDENTITY_CHANGED`, `REASON_MISSING` by the database.
 */
export async function supersede(
  tx: Tx,
  table: VersionedTable,
  id: string,
  columns: Columns,
  reason: string,
): Promise<{ id: string; version: number }> {
  return replace(tx, table, id, { ...columns, reason });
}

/** Ends a row without a successor: it was recorded in error. It stays readable as what it is. */
export async function retract(
  tx: Tx,
  table: VersionedTable,
  id: string,
  reason: string,
): Promise<{ id: string; version: number }> {
  return replace(tx, table, id, { superseded_at: new Date(), reason });
}

async function replace(tx: Tx, table: VersionedTable, id: string, columns: Columns) {
  const [row] = await tx.sql<{ id: string; version: number }[]>`
    update ${tx.sql(`record.${table}`)} set ${tx.sql(columns as Record<string, string>)}
     where id = ${id} and superseded_at is null returning id, version`;
  return (
    row ??
    refuse("ROW_UNKNOWN", `There is no live row ${id} in record.${table} that this person may correct.`, { found: id })
  );
}

/** The former versions of a row, oldest first; the live row is not among them. */
export async function formerVersions(tx: Tx, table: VersionedTable, id: string): Promise<Record<string, unknown>[]> {
  return tx.sql`select * from ${tx.sql(`record.${table}`)} where superseded_by = ${id} order by version`;
}
