import { sql } from "drizzle-orm";
import { index, jsonb, text, timestamp, uuid } from "drizzle-orm/pg-core";
import { subjectKey } from "./record-course.ts";
import { trial } from "./record-trial.ts";
import { record } from "./schemas.ts";

/** One entry by hand that was recorded, under the number that the browser gave it. Append-only. */
export const entry = record.table(
  "entry",
  {
    id: uuid("id").primaryKey(),
    trialId: uuid("trial_id")
      .notNull()
      .references(() => trial.id),
    contentHash: text("content_hash").notNull(),
    /** How many rows were new, changed, unchanged, retracted. */
    counts: jsonb("counts").$type<Record<string, number>>().notNull(),
    at: timestamp("at", { withTimezone: true }).notNull().defaultNow(),
    enteredBy: text("entered_by").notNull().default(sql`nadir.actor()`),
  },
  (t) => [index("entry_of_trial").on(t.trialId, t.at)],
);

/** What was said in a query: raised, answered, closed. Append-only; `queryId` is the first event's `id`. */
export const queryEvent = record.table(
  "query_event",
  {
    id: uuid("id").primaryKey().defaultRandom(),
    queryId: uuid("query_id").notNull(),
    trialId: uuid("trial_id").notNull(),
    siteId: uuid("site_id").notNull(),
    subjectId: uuid("subject_id").notNull(),
    /** An item of the worklist, or null for the patient as a whole. */
    item: text("item"),
    act: text("act").$type<"raised" | "answered" | "closed">().notNull(),
    text: text("text").notNull(),
    askedOf: text("asked_of").notNull(),
    raisedBy: text("raised_by").notNull(),
    raisedAs: text("raised_as").notNull(),
    at: timestamp("at", { withTimezone: true }).notNull().default(sql`clock_timestamp()`),
    saidBy: text("said_by").notNull().default(sql`nadir.actor()`),
  },
  (t) => [
    index("query_event_of_trial").on(t.trialId, t.queryId, t.at),
    index("query_event_of_subject").on(t.subjectId),
    subjectKey("query_event", t),
  ],
);
