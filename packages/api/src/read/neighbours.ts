import type { Tx } from "@nadir/db";
import { remembered, stateOfTrial } from "../kept/index.ts";
import { byKey } from "./by-key.ts";
import type { TrialAccess } from "./view.ts";

/** The subjects before and after one in the order of the list of patients, of those that the person sees. */
export async function neighboursOf(
  tx: Tx,
  { trialId }: TrialAccess,
  subject: string,
): Promise<{ before: string | null; after: string | null }> {
  const keys = await remembered(tx, await stateOfTrial(tx, trialId), "patients in order", async () => {
    const rows = await tx.sql<{ key: string }[]>`
      select key from record.subject where trial_id = ${trialId} and superseded_at is null`;
    return rows.map(({ key }) => key).sort(byKey);
  });
  const at = keys.indexOf(subject);
  return at < 0 ? { before: null, after: null } : { before: keys[at - 1] ?? null, after: keys[at + 1] ?? null };
}
