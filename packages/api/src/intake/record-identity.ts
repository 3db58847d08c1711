import type { VersionedTable } from "@nadir/db";

/** A row as the record is to have it. `id` is that of the live row where there is one. */
export interface DesiredRow {
  readonly id: string;
  /** What names the thing for a person: `subject S1, visit D10`. */
  readonly words: string;
  readonly columns: Readonly<Record<string, unknown>>;
  readonly document: Readonly<Record<string, unknown>>;
  readonly contentHash: string;
}

/** The columns of the database that name a row of a table among the live ones of its trial. */
export const IDENTITY: Readonly<Record<VersionedTable, readonly string[]>> = {
  trial: ["key"],
  site: ["key"],
  arm: ["key"],
  subject: ["key"],
  follow_up: ["subject_id"],
  visit: ["subject_id", "key"],
  lesion: ["subject_id", "key"],
  measurement: ["visit_id", "lesion_id", "reader", "method"],
  non_target_assessment: ["visit_id", "reader"],
  observation: ["subject_id", "code", "date", "ordinal"],
  biomarker: ["subject_id", "code", "date", "assay", "ordinal"],
  treatment: ["subject_id", "key"],
  adverse_event: ["subject_id", "key"],
  outcome: ["subject_id", "endpoint"],
  image: ["visit_id", "key"],
  mask: ["image_id", "lesion_id", "author_kind", "author"],
  vasari_reading: ["visit_id", "reader"],
  lesion_reading: ["visit_id", "lesion_id", "form", "reader"],
};

export const identityOf = (table: VersionedTable, columns: Readonly<Record<string, unknown>>): string =>
  IDENTITY[table].map((name) => String(columns[name] ?? "")).join("\u001f");
