import type { BoardAct } from "@nadir/domain";
import { sql } from "drizzle-orm";
import {
  boolean,
  check,
  date,
  foreignKey,
  index,
  integer,
  jsonb,
  text,
  timestamp,
  unique,
  uuid,
} from "drizzle-orm/pg-core";
import { subject, trial } from "./record-trial.ts";
import { board } from "./schemas.ts";

/** Who wrote the row and when: set by the database. */
const written = () => ({
  at: timestamp("at", { withTimezone: true }).notNull().defaultNow(),
  createdBy: text("created_by").notNull().default(sql`nadir.actor()`),
});

/** A sitting of the board of one trial. */
export const meeting = board.table(
  "meeting",
  {
    id: uuid("id").primaryKey().defaultRandom(),
    trialId: uuid("trial_id")
      .notNull()
      .references(() => trial.id),
    heldOn: date("held_on").notNull(),
    title: text("title").notNull(),
    ...written(),
  },
  (t) => [unique("meeting_of_trial").on(t.id, t.trialId)],
);

/** What became of a meeting: moved, renamed, called off or called after all. The highest `number` holds. */
export const meetingChange = board.table(
  "meeting_change",
  {
    id: uuid("id").primaryKey().defaultRandom(),
    meetingId: uuid("meeting_id").notNull(),
    trialId: uuid("trial_id").notNull(),
    number: integer("number").notNull(),
    heldOn: date("held_on").notNull(),
    title: text("title").notNull(),
    isOff: boolean("is_off").notNull(),
    reason: text("reason").notNull(),
    ...written(),
  },
  (t) => [
    foreignKey({
      name: "meeting_change_meeting",
      columns: [t.meetingId, t.trialId],
      foreignColumns: [meeting.id, meeting.trialId],
    }),
    unique("meeting_change_number").on(t.meetingId, t.number),
  ],
);

/** A patient on the agenda of a meeting. */
export const boardCase = board.table(
  "case",
  {
    id: uuid("id").primaryKey().defaultRandom(),
    meetingId: uuid("meeting_id").notNull(),
    trialId: uuid("trial_id").notNull(),
    siteId: uuid("site_id").notNull(),
    subjectId: uuid("subject_id").notNull(),
    ...written(),
  },
  (t) => [
    foreignKey({
      name: "case_meeting",
      columns: [t.meetingId, t.trialId],
      foreignColumns: [meeting.id, meeting.trialId],
    }),
    foreignKey({
      name: "case_subject",
      columns: [t.subjectId, t.trialId, t.siteId],
      foreignColumns: [subject.id, subject.trialId, subject.siteId],
    }),
    unique("case_once").on(t.meetingId, t.subjectId),
    unique("case_of_subject").on(t.id, t.subjectId, t.trialId, t.siteId),
    index("case_subject_index").on(t.subjectId),
  ],
);

/** One act of the board on a case; `number` counts from 1 within it, `documentHash` binds the acts before. */
export const act = board.table(
  "act",
  {
    id: uuid("id").primaryKey().defaultRandom(),
    caseId: uuid("case_id").notNull(),
    trialId: uuid("trial_id").notNull(),
    siteId: uuid("site_id").notNull(),
    subjectId: uuid("subject_id").notNull(),
    number: integer("number").notNull(),
    kind: text("kind").$type<BoardAct["kind"]>().notNull(),
    document: jsonb("document").$type<BoardAct>().notNull(),
    documentHash: text("document_hash").notNull(),
    ...written(),
  },
  (t) => [
    foreignKey({
      name: "act_case",
      columns: [t.caseId, t.subjectId, t.trialId, t.siteId],
      foreignColumns: [boardCase.id, boardCase.subjectId, boardCase.trialId, boardCase.siteId],
    }),
    unique("act_number").on(t.caseId, t.number),
    check("act_kind", sql`${t.kind} in ('question', 'proposal', 'vote', 'decision', 'withdrawn')`),
    check("act_hash", sql`${t.documentHash} ~ '^[0-9a-f]{64}$'`),
  ],
);

/** In which order a meeting hears its patients: `cases` are the ids of all that were on the agenda then, the highest `number` holds. */
export const agendaOrder = board.table(
  "agenda_order",
  {
    id: uuid("id").primaryKey().defaultRandom(),
    meetingId: uuid("meeting_id").notNull(),
    trialId: uuid("trial_id").notNull(),
    number: integer("number").notNull(),
    cases: uuid("cases").array().notNull(),
    ...written(),
  },
  (t) => [
    foreignKey({
      name: "agenda_order_meeting",
      columns: [t.meetingId, t.trialId],
      foreignColumns: [meeting.id, meeting.trialId],
    }),
    unique("agenda_order_number").on(t.meetingId, t.number),
    check("agenda_order_counts", sql`${t.number} >= 1 and cardinality(${t.cases}) between 1 and 1000`),
  ],
);
