import type { Tx } from "@nadir/db";
import { refuse } from "@nadir/domain";

/**
 * Holds the scans of patients, and what is signed of them, as they are until the end of the transaction. Whoever signs what rests
 * on a scan and whoever adds scans, takes them back or corrects figures by hand hold them first, so that at the same moment one waits for the other and then sees what it did. Ask
 * before anything is written: the log has a lock of its own, which is always taken after this one.
 */
export async function holdScans({ sql }: Tx, subjectIds: readonly string[]): Promise<void> {
  // In one order, so that two who hold several never wait for each other.
  const inOrder = [...new Set(subjectIds)].sort();
  await Promise.all(
    inOrder.map((id) => sql`select pg_advisory_xact_lock(hashtextextended(${`nadir.scans/${id}`}, 0))`),
  );
}

/**
 * Refuses `SCAN_TAKEN_BACK` where every scan of a visit was taken back: what nobody can look at any more is not signed.
 * A visit that never had one may be told of by hand.
 */
export async function requireScanStays({ sql }: Tx, visitId: string, what: string): Promise<void> {
  const [found] = await sql<{ isGone: boolean }[]>`
    select count(*) > 0 and bool_and(i.superseded_at is not null) as "isGone" from record.image i where i.visit_id = ${visitId}`;
  if (found?.isGone)
    refuse("SCAN_TAKEN_BACK", `The scan of this visit was taken back; ${what} is not signed without one.`);
}
