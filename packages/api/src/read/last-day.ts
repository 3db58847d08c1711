import type { Tx } from "@nadir/db";

/** The day of the last visit that a trial's record has for this person; null without a visit. */
export async function lastDayOf({ sql }: Tx, trialId: string): Promise<string | null> {
  const [row] = await sql<{ day: string | null }[]>`
    select max(date)::text as day from record.visit where trial_id = ${trialId} and superseded_at is null`;
  return row?.day ?? null;
}
