import type { Tx } from "@nadir/db";
import { z } from "zod";
import { trialAccess } from "./view.ts";

export const simulated = z.object({ visits: z.int() });

/** How many visits of a trial the follow-up generator made, of those that the person sees. Refuses `TRIAL_UNKNOWN`. */
export async function readSimulated(tx: Tx, personId: string, trialKey: string): Promise<z.infer<typeof simulated>> {
  const { trialId } = await trialAccess(tx, personId, trialKey);
  const [counted] = await tx.sql<{ visits: number }[]>`
    select count(*)::int as visits from record.visit where trial_id = ${trialId} and simulated and superseded_at is null`;
  return counted!;
}
