import { asPerson, type Database, type Tx } from "@nadir/db";
import { key, type ReadingCharter, readingCharter, refuse } from "@nadir/domain";
import { z } from "zod";
import { requireWholePermission } from "../identity/permissions.ts";
import { trialAccess } from "../read/view.ts";

export const charterInForce = readingCharter.extend({
  number: z.int(),
  reason: z.string(),
  at: z.date(),
});
export type CharterInForce = z.infer<typeof charterInForce>;

export const newCharter = z.object({
  trial: key,
  charter: readingCharter,
  /** The number of the charter that the person saw; 0 where there was none. */
  seen: z.int().min(0),
  reason: z.string().trim().min(1, "Say in a sentence why the scans are read so.").max(500),
});

/** The reading charter of a trial; null where reading has not been opened. */
export async function charterOf({ sql }: Tx, trialId: string): Promise<CharterInForce | null> {
  const [row] = await sql<{ number: number; document: ReadingCharter; reason: string; at: Date }[]>`
    select number, document, reason, at from record.reading_charter where trial_id = ${trialId} order by number desc limit 1`;
  return row ? { ...readingCharter.parse(row.document), number: row.number, reason: row.reason, at: row.at } : null;
}

/** The charter by which a trial is read. Refuses `READING_NOT_OPEN`. */
export async function requireCharter(tx: Tx, trialId: string): Promise<CharterInForce> {
  return (
    (await charterOf(tx, trialId)) ??
    refuse("READING_NOT_OPEN", "Reading has not been opened in this trial; an administrator of the trial opens it.")
  );
}

/**
 * Opens reading in a trial, or changes how its scans are read. Reads that are signed stay as they are. Refuses `NOT_ALLOWED`
 * (it takes an administrator of the whole trial) and `CHANGED_MEANWHILE`.
 */
export function setCharter(
  db: Database,
  personId: string,
  { trial, charter, seen, reason }: z.infer<typeof newCharter>,
): Promise<{ number: number }> {
  return asPerson(db, personId, async (tx) => {
    const { trialId } = await trialAccess(tx, personId, trial);
    await requireWholePermission(tx, personId, trialId, "administer");
    const number = seen + 1;
    const before = await charterOf(tx, trialId);
    if ((before?.number ?? 0) !== seen) changed();
    const [made] = await tx.sql<{ number: number }[]>`
      insert into record.reading_charter (trial_id, number, document, reason)
      values (${trialId}, ${number}, ${tx.sql.json(charter as never)}, ${reason})
      on conflict (trial_id, number) do nothing returning number`;
    return made ?? changed();
  });
}

const changed = (): never =>
  refuse("CHANGED_MEANWHILE", "Somebody changed how this trial is read meanwhile. Look again, then decide.");
