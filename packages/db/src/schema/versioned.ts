import { integer, jsonb, text, timestamp, uuid } from "drizzle-orm/pg-core";

/**
 * The columns that make a row a version. `id` names the thing over all its versions: the live row keeps it, and an
 * UPDATE (see `supersede`) makes the database write the former row under a new `id` with `supersededAt` and
 * `supersededBy` = the thing's `id`. Reading what is true now = `superseded_at is null`.
 * `recordedAt`, `recordedBy` and `version` are set by the database; what a client sends there is ignored.
 */
export const versioned = () => ({
  id: uuid("id").primaryKey().defaultRandom(),
  version: integer("version").notNull().default(1),
  recordedAt: timestamp("recorded_at", { withTimezone: true }).notNull().defaultNow(),
  recordedBy: text("recorded_by").notNull().default(""),
  supersededAt: timestamp("superseded_at", { withTimezone: true }),
  supersededBy: uuid("superseded_by"),
  /** Why this version replaced the one before; null only in a first version. */
  reason: text("reason"),
  importId: uuid("import_id"),
  /** `hashOf(document)` (for tables without a document: of the row's own content): equal hash, nothing to change. */
  contentHash: text("content_hash").notNull(),
});

/** A versioned row that belongs to a subject. Trial and site stand in the row for row-level security; a foreign key ties them to the subject's. */
export const ofSubject = () => ({
  ...versioned(),
  trialId: uuid("trial_id").notNull(),
  siteId: uuid("site_id").notNull(),
  subjectId: uuid("subject_id").notNull(),
});

/** The whole domain row as it was entered; typed columns beside it are what queries sort, filter and join on. */
export const documentOf = <T>() => jsonb("document").$type<T>().notNull();
