import type { Tx } from "@nadir/db";

/**
 * Of the visits `o` of a stored assessment `a`, those that a best change may come from: up to and including the day on which
 * its criterion sets progression, as `bestChangeOf` has it.
 */
export const untilProgression = (sql: Tx["sql"]) =>
  sql`(a.outcome ->> 'progressionDate' is null or o.value ->> 'date' <= a.outcome ->> 'progressionDate')`;
