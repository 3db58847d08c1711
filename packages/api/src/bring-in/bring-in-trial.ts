import { type ComputeOutcome, computeTrial } from "../compute/compute-trial.ts";
import { type ImportOutcome, type ImportRequest, importTrial } from "../intake/import-trial.ts";

/** What an import came to, and what was computed from the record as it then stood. */
export interface BringInOutcome extends ImportOutcome {
  /** Null after a dry run, a refused import, or a computation that failed. */
  readonly computed: ComputedCounts | null;
  /** Why nothing was computed although the record was imported; the import stands. Null otherwise. */
  readonly notComputed: string | null;
}

export interface ComputedCounts extends Pick<ComputeOutcome, "features" | "deltas" | "assessments" | "flags"> {
  /** Subject by criterion without an assessment; each has its reason as a flag of the subject. */
  readonly notEvaluable: number;
}

/**
 * Imports a trial's files and then computes all that follows from the record: features, changes, responses, flags. The
 * import is a transaction of its own: a computation that fails leaves it standing and says so; computing again, or
 * importing the same files again, goes on where it stopped.
 */
export async function bringInTrial(
  request: ImportRequest,
  onError: (error: unknown) => void = () => {},
): Promise<BringInOutcome> {
  const imported = await importTrial(request);
  const { trialKey } = imported;
  if (imported.dryRun || imported.problems.length > 0 || trialKey === undefined)
    return { ...imported, computed: null, notComputed: null };
  const { db, store, onProgress } = request;
  try {
    const { features, deltas, assessments, flags, notEvaluable } = await computeTrial({
      db,
      store,
      trialKey,
      ...(onProgress ? { onProgress } : {}),
    });
    const computed = { features, deltas, assessments, flags, notEvaluable: notEvaluable.length };
    return { ...imported, computed, notComputed: null };
  } catch (error) {
    onError(error);
    const why = error instanceof Error ? error.message : String(error);
    return {
      ...imported,
      computed: null,
      notComputed: `The record was imported, but what follows from it was not computed: ${why} Import the same files again to compute it.`,
    };
  }
}
