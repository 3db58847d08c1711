import type { TableName } from "@nadir/domain";
import type { RowOf } from "./typed-rows.ts";

/**
 * The columns that name a row of a table in the record. Observations and biomarkers may have several values of a code
 * on one day; those are told apart by their order.
 */
export const NATURAL_KEYS = {
  subjects: ["key"],
  visits: ["subject", "id"],
  lesions: ["subject", "id"],
  measurements: ["subject", "visit", "lesion", "reader", "method"],
  nonTarget: ["subject", "visit", "reader"],
  observations: ["subject", "date", "code"],
  biomarkers: ["subject", "code", "date", "assay"],
  treatments: ["subject", "id"],
  adverseEvents: ["subject", "id"],
  outcomes: ["subject", "endpoint"],
  images: ["subject", "visit", "id"],
  masks: ["subject", "visit", "image", "lesion", "authorKind", "author"],
} as const satisfies { [T in TableName]: readonly (keyof RowOf<T>)[] };

/** The natural key of a row as text; parts cannot contain the separator. */
export function naturalKey<T extends TableName>(table: T, row: RowOf<T>): string {
  const fields = row as Record<string, unknown>;
  return NATURAL_KEYS[table].map((name) => String(fields[name] ?? "")).join("\u001f");
}

/** The same for a person: `subject S1, visit D10`. */
export function keyInWords<T extends TableName>(table: T, row: RowOf<T>): string {
  const fields = row as Record<string, unknown>;
  return NATURAL_KEYS[table]
    .filter((name) => fields[name] !== undefined)
    .map((name) => `${name} ${String(fields[name])}`)
    .join(", ");
}
