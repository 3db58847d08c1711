import { sql } from "drizzle-orm";
import { index, integer, jsonb, text, timestamp, unique, uniqueIndex, uuid } from "drizzle-orm/pg-core";
import { subjectKey } from "./record-course.ts";
import { trial } from "./record-trial.ts";
import { record } from "./schemas.ts";

const place = () => ({
  id: uuid("id").primaryKey().defaultRandom(),
  trialId: uuid("trial_id").notNull(),
  siteId: uuid("site_id").notNull(),
  subjectId: uuid("subject_id").notNull(),
});

/** How a trial's scans are read. Append-only; the highest number of a trial is in force. */
export const readingCharter = record.table(
  "reading_charter",
  {
    id: uuid("id").primaryKey().defaultRandom(),
    trialId: uuid("trial_id")
      .notNull()
      .references(() => trial.id),
    number: integer("number").notNull(),
    document: jsonb("document").notNull(),
    reason: text("reason").notNull(),
    at: timestamp("at", { withTimezone: true }).notNull().defaultNow(),
    setBy: text("set_by").notNull().default(sql`nadir.actor()`),
  },
  (t) => [unique("reading_charter_number").on(t.trialId, t.number)],
);

/** How experienced a reader of a trial is. Append-only; the highest number of a reader is in force. */
export const readerSeniority = record.table(
  "reader_seniority",
  {
    id: uuid("id").primaryKey().defaultRandom(),
    trialId: uuid("trial_id")
      .notNull()
      .references(() => trial.id),
    reader: text("reader").notNull(),
    number: integer("number").notNull(),
    grade: text("grade").$type<"in-training" | "specialist" | "senior">().notNull(),
    years: integer("years"),
    at: timestamp("at", { withTimezone: true }).notNull().defaultNow(),
    setBy: text("set_by").notNull().default(sql`nadir.actor()`),
  },
  (t) => [unique("reader_seniority_number").on(t.trialId, t.reader, t.number)],
);

/** Who reads a patient as first or second reader, from the first read on. Append-only. */
export const readAssignment = record.table(
  "read_assignment",
  {
    ...place(),
    readerRole: text("reader_role").$type<"reader-1" | "reader-2">().notNull(),
    reader: text("reader").notNull(),
    at: timestamp("at", { withTimezone: true }).notNull().defaultNow(),
  },
  (t) => [
    unique("read_assignment_place").on(t.subjectId, t.readerRole),
    unique("read_assignment_once").on(t.subjectId, t.reader),
    subjectKey("read_assignment", t),
  ],
);

/**
 * One read of a visit: a draft that its reader keeps anew, then signed for good. An amendment is another row, and is signed or
 * dropped: a dropped one counts for nothing and stays as it was last kept.
 */
export const readSession = record.table(
  "read_session",
  {
    ...place(),
    visitId: uuid("visit_id").notNull(),
    readerRole: text("reader_role").$type<"reader-1" | "reader-2" | "adjudicator">().notNull(),
    reader: text("reader").notNull(),
    state: text("state").$type<"draft" | "signed" | "dropped">().notNull().default("draft"),
    version: integer("version").notNull().default(1),
    document: jsonb("document").notNull(),
    chosen: text("chosen").$type<"reader-1" | "reader-2">(),
    amends: uuid("amends"),
    reason: text("reason"),
    begunAt: timestamp("begun_at", { withTimezone: true }).notNull().defaultNow(),
    keptAt: timestamp("kept_at", { withTimezone: true }).notNull().defaultNow(),
    signedAt: timestamp("signed_at", { withTimezone: true }),
    meaning: text("meaning"),
    /** Of the document as it was signed; the database compares. */
    documentHash: text("document_hash"),
    /** Over who signed what, where, as what, and what it amends. */
    signatureHash: text("signature_hash"),
  },
  (t) => [
    index("read_session_of_subject").on(t.subjectId),
    index("read_session_of_trial").on(t.trialId, t.reader),
    uniqueIndex("read_session_amended_once").on(t.amends).where(sql`${t.state} <> 'dropped'`),
    subjectKey("read_session", t),
  ],
);

/**
 * A reader's signature of one version of their form (VASARI, a reading of a lesion). Append-only; the database compares it with
 * the form. Forms brought in from files, and those signed before there were such signatures, have none.
 */
export const readingSignature = record.table(
  "reading_signature",
  {
    ...place(),
    visitId: uuid("visit_id").notNull(),
    /** The table of the reading. */
    form: text("form").$type<"vasari_reading" | "lesion_reading">().notNull(),
    readingId: uuid("reading_id").notNull(),
    version: integer("version").notNull(),
    reader: text("reader").notNull(),
    meaning: text("meaning").notNull(),
    documentHash: text("document_hash").notNull(),
    /** The signature of the reading before this one. */
    amends: text("amends"),
    signatureHash: text("signature_hash").notNull(),
    signedAt: timestamp("signed_at", { withTimezone: true }).notNull().defaultNow(),
  },
  (t) => [
    unique("reading_signature_once").on(t.readingId, t.version),
    index("reading_signature_of_subject").on(t.subjectId),
    subjectKey("reading_signature", t),
  ],
);

/** What the rule found between the reads of two readers up to a visit; written by the system. Append-only. */
export const readComparison = record.table(
  "read_comparison",
  {
    ...place(),
    visitId: uuid("visit_id").notNull(),
    inputHash: text("input_hash").notNull(),
    document: jsonb("document").notNull(),
    at: timestamp("at", { withTimezone: true }).notNull().default(sql`clock_timestamp()`),
  },
  (t) => [unique("read_comparison_once").on(t.subjectId, t.inputHash), subjectKey("read_comparison", t)],
);
