import type { Database } from "@nadir/db";
import { type Problem, Refusal } from "@nadir/domain";
import type { ObjectStore } from "@nadir/storage";
import { computeTrial } from "../compute/compute-trial.ts";
import { addScan, type EntryOutcome } from "../entry/index.ts";
import type { OnProgress } from "../intake/read-bundle.ts";

export interface ScanBroughtIn extends EntryOutcome {
  /** Why nothing was computed although the scan is on record; null otherwise. */
  readonly notComputed: string | null;
}

/**
 * Records an uploaded scan and then computes what follows from the record, as after an import. A scan with faults ends as a
 * refusal with all of them; a computation that fails leaves the scan on record and says so.
 */
export async function bringInScan(
  places: { readonly db: Database; readonly store: ObjectStore; readonly onProgress: OnProgress },
  personId: string,
  { scan, trialKey }: { readonly scan: string; readonly trialKey: string },
  onError: (error: unknown) => void = () => {},
): Promise<ScanBroughtIn> {
  const outcome = await addScan(places, personId, scan);
  if (outcome.problems.length > 0) throw new Refusal(outcome.problems as readonly Problem[]);
  try {
    if (!outcome.isRepeated) await computeTrial({ ...places, trialKey });
    return { ...outcome, notComputed: null };
  } catch (error) {
    onError(error);
    const why = error instanceof Error ? error.message : String(error);
    return { ...outcome, notComputed: `The scan is on record, but what follows from it was not computed: ${why}` };
  }
}
