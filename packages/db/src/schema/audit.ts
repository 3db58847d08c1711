import { sql } from "drizzle-orm";
import { bigint, boolean, index, text, timestamp, unique, uuid } from "drizzle-orm/pg-core";
import { audit } from "./schemas.ts";

/**
 * The log: one row an event, `seq` from 1 without a gap, written only by `audit.append`.
 * `hash` = SHA-256 of the canonical JSON of {action, actor, object, payload_hash, prev_hash, seq, time}; `payload` is
 * JSON text whose very bytes are hashed into `payload_hash`; the first `prev_hash` is 64 zeros.
 * `trialId` is the member `trial` of the payload, for row-level security.
 */
export const event = audit.table(
  "event",
  {
    seq: bigint("seq", { mode: "number" }).primaryKey(),
    at: timestamp("at", { withTimezone: true, precision: 6 }).notNull(),
    actor: text("actor").notNull(),
    action: text("action").notNull(),
    object: text("object").notNull(),
    trialId: uuid("trial_id"),
    payload: text("payload").notNull(),
    payloadHash: text("payload_hash").notNull(),
    prevHash: text("prev_hash").notNull(),
    hash: text("hash").notNull(),
  },
  (t) => [
    unique("event_prev_hash").on(t.prevHash),
    unique("event_hash").on(t.hash),
    index("event_action").on(t.action, t.trialId, t.actor, t.object),
    // What an event is about: asked by `audit.events_naming`.
    index("event_named").using("gin", sql`audit.named(${t.payload})`),
  ],
);

/** The end of the chain, so that a cut tail shows. One row. */
export const head = audit.table("head", {
  one: boolean("one").primaryKey().default(true),
  seq: bigint("seq", { mode: "number" }).notNull(),
  hash: text("hash").notNull(),
});

/** Events of transactions under way, moved into the chain at their commit: always empty to everyone else. */
export const pending = audit.table("pending", {
  id: bigint("id", { mode: "number" }).primaryKey().generatedAlwaysAsIdentity(),
  transaction: text("transaction").notNull(),
  actor: text("actor").notNull(),
  action: text("action").notNull(),
  object: text("object").notNull(),
  payload: text("payload").notNull(),
});
