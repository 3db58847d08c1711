import { boolean, doublePrecision, integer, primaryKey, text, timestamp, unique, uuid } from "drizzle-orm/pg-core";
import { subjectKey } from "./record-course.ts";
import { trial } from "./record-trial.ts";
import { analysis, sealed } from "./schemas.ts";
import { testSet } from "./sealed.ts";
import { protocol, signature } from "./validation.ts";

/** One row an opening: a protocol family opens a test set once. `reuse` counts the openings of the set, from 1. */
export const opening = sealed.table(
  "opening",
  {
    id: uuid("id").primaryKey().defaultRandom(),
    protocolId: uuid("protocol_id")
      .notNull()
      .references(() => protocol.id),
    family: text("family").notNull(),
    testSetId: uuid("test_set_id")
      .notNull()
      .references(() => testSet.id),
    trialId: uuid("trial_id")
      .notNull()
      .references(() => trial.id),
    signatureId: uuid("signature_id")
      .notNull()
      .references(() => signature.id),
    reuse: integer("reuse").notNull(),
    protocolHash: text("protocol_hash").notNull(),
    splitHash: text("split_hash").notNull(),
    predictionHash: text("prediction_hash").notNull(),
    openedAt: timestamp("opened_at", { withTimezone: true }).notNull().defaultNow(),
    openedBy: text("opened_by").notNull(),
    transaction: text("transaction").notNull(),
  },
  (t) => [
    unique("opening_once").on(t.family, t.testSetId),
    unique("opening_of_protocol").on(t.protocolId),
    unique("opening_reuse").on(t.testSetId, t.reuse),
  ],
);

/** Outcomes as they were at the opening. Never changed. */
export const analysisOutcome = analysis.table(
  "outcome",
  {
    openingId: uuid("opening_id")
      .notNull()
      .references(() => opening.id),
    trialId: uuid("trial_id").notNull(),
    siteId: uuid("site_id").notNull(),
    subjectId: uuid("subject_id").notNull(),
    endpoint: text("endpoint").notNull(),
    timeDays: doublePrecision("time_days"),
    event: boolean("event"),
    value: text("value"),
  },
  (t) => [primaryKey({ columns: [t.openingId, t.subjectId, t.endpoint] }), subjectKey("analysis_outcome", t)],
);
