import type { SealedRule, SealedSet } from "@nadir/domain";
import { isNull, sql } from "drizzle-orm";
import {
  customType,
  date,
  foreignKey,
  index,
  integer,
  jsonb,
  primaryKey,
  text,
  timestamp,
  unique,
  uniqueIndex,
  uuid,
} from "drizzle-orm/pg-core";
import { subjectKey } from "./record-course.ts";
import { trial } from "./record-trial.ts";
import { sealed } from "./schemas.ts";

const bytea = customType<{ data: Uint8Array }>({ dataType: () => "bytea" });

/** A test set: whose outcomes are sealed, and by what rule the subjects were chosen. */
export const testSet = sealed.table(
  "test_set",
  {
    id: uuid("id").primaryKey().defaultRandom(),
    trialId: uuid("trial_id")
      .notNull()
      .references(() => trial.id),
    key: text("key").notNull(),
    rule: jsonb("rule").$type<SealedRule>().notNull(),
    endpoints: text("endpoints").array().notNull(),
    indexTime: jsonb("index_time").$type<SealedSet["indexTime"]>().notNull(),
    /** SHA-256 of a fixed word and the key: tells a wrong key from a right one, and nothing about the key. */
    keyCheck: text("key_check").notNull(),
    createdAt: timestamp("created_at", { withTimezone: true }).notNull().defaultNow(),
    createdBy: text("created_by").notNull().default(sql`nadir.actor()`),
  },
  (t) => [unique("test_set_key").on(t.trialId, t.key)],
);

/** After `indexDay` nothing of the subject is visible to a modelling role; null = nothing dated is. */
export const member = sealed.table(
  "member",
  {
    testSetId: uuid("test_set_id")
      .notNull()
      .references(() => testSet.id),
    trialId: uuid("trial_id").notNull(),
    siteId: uuid("site_id").notNull(),
    subjectId: uuid("subject_id").notNull(),
    indexDay: date("index_day"),
  },
  (t) => [
    primaryKey({ columns: [t.testSetId, t.subjectId] }),
    index("member_subject").on(t.subjectId),
    subjectKey("member", t),
  ],
);

/** The sealed outcomes: encrypted and padded. Written by `sealed.store_outcomes`, read by `sealed.open_protocol` alone. */
export const sealedOutcome = sealed.table(
  "outcome",
  {
    id: uuid("id").primaryKey().defaultRandom(),
    testSetId: uuid("test_set_id").notNull(),
    subjectId: uuid("subject_id").notNull(),
    endpoint: text("endpoint").notNull(),
    version: integer("version").notNull().default(1),
    payload: bytea("payload").notNull(),
    /** HMAC of the content under the set's key: the same outcome again changes nothing. */
    tag: text("tag").notNull(),
    receivedAt: timestamp("received_at", { withTimezone: true }).notNull().defaultNow(),
    supersededAt: timestamp("superseded_at", { withTimezone: true }),
  },
  (t) => [
    uniqueIndex("sealed_outcome_key").on(t.testSetId, t.subjectId, t.endpoint).where(isNull(t.supersededAt)),
    foreignKey({
      name: "sealed_outcome_member",
      columns: [t.testSetId, t.subjectId],
      foreignColumns: [member.testSetId, member.subjectId],
    }),
  ],
);

/** What a draw drew (migration 0033): written and read by the functions of the room `allocation` alone. Arms count from 1. */
export const hiddenAllocation = sealed.table("allocation", {
  drawId: uuid("draw_id").primaryKey(),
  arm: integer("arm").notNull(),
  block: integer("block").notNull(),
  blockLength: integer("block_length").notNull(),
  position: integer("position").notNull(),
  word: uuid("word").notNull().defaultRandom(),
});
