import type { Tx } from "@nadir/db";
import type { TrialAccess } from "../read/view.ts";
import { type PresentLock, presentLockOf } from "./data-lock.ts";

/** The lock that stands over a trial's data; without its reason to whoever is blinded, whom its words could unblind. */
export async function lockShownTo(
  tx: Tx,
  personId: string,
  { trialId, view }: Pick<TrialAccess, "trialId" | "view">,
): Promise<PresentLock | null> {
  const lock = await presentLockOf(tx, personId, trialId);
  return lock && view !== "full" ? { ...lock, reason: null } : lock;
}
