import { pgSchema } from "drizzle-orm/pg-core";

/** People, sessions and who belongs to which trial. */
export const identity = pgSchema("identity");
/** What was observed of the trial: versioned, never deleted. */
export const record = pgSchema("record");
/** What the platform computed from the record: recomputed, never edited. */
export const derived = pgSchema("derived");
/** The append-only log. */
export const audit = pgSchema("audit");
/** Outcomes of test sets, encrypted, opened once. */
export const sealed = pgSchema("sealed");
/** Outcomes after their opening. */
export const analysis = pgSchema("analysis");
/** Protocols, splits, predictions, reports. */
export const validation = pgSchema("validation");
/** What tumour boards do: append-only acts. */
export const board = pgSchema("board");
