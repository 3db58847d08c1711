import type { Tx } from "@nadir/db";
import { type PresentLock, presentLockOf } from "../identity/data-lock.ts";
import type { TrialAccess } from "../read/view.ts";

/** The lock that stands over a trial's reads; without its reason to whoever is blinded, whom its words could unblind. */
export async function lockShownTo(
  tx: Tx,
  personId: string,
  { trialId, view }: Pick<TrialAccess, "trialId" | "view">,
): Promise<PresentLock | null> {
  const lock = await presentLockOf(tx, personId, trialId);
  return lock && view !== "full" ? { ...lock, reason: null } : lock;
}
