import { asSystem, type Database, type Tx } from "@nadir/db";
import { refuse, type Trial } from "@nadir/domain";
import type { ObjectStore } from "@nadir/storage";
import { computeDeltas } from "./compute-deltas.ts";
import { computeFeatures, type FeaturesOutcome } from "./compute-features.ts";
import { computeFingerprints } from "./compute-fingerprints.ts";
import { computeResponses, type ResponsesOutcome } from "./compute-responses.ts";
import type { Tally } from "./tally.ts";

export interface ComputeRequest {
  readonly db: Database;
  readonly store: ObjectStore;
  readonly trialKey: string;
  readonly onProgress?: (progress: { readonly step: string; readonly done: number; readonly total: number }) => void;
}

export interface ComputeOutcome extends ResponsesOutcome {
  readonly features: FeaturesOutcome;
  readonly fingerprints: Tally;
  readonly deltas: Tally;
}

/**
 * Computes all that follows from a trial's record: features of every mask, their changes, the response by each of the
 * trial's criteria, and the flags. What is stored already for the same inputs is left; a second run computes nothing.
 * Refuses `TRIAL_UNKNOWN`.
 */
export async function computeTrial({
  db,
  store,
  trialKey,
  onProgress = () => {},
}: ComputeRequest): Promise<ComputeOutcome> {
  const trial = await asSystem(db, `compute the trial ${trialKey}`, async ({ sql }) => {
    const [row] = await sql<{ id: string; document: Trial }[]>`
      select id, document from record.trial where key = ${trialKey} and superseded_at is null`;
    return row ?? refuse("TRIAL_UNKNOWN", `There is no trial '${trialKey}'.`, { found: trialKey });
  });
  const progress = (step: string) => (done: number, total: number) => onProgress({ step, done, total });
  const features = await computeFeatures({ db, store }, trial.id, progress("features"));
  const fingerprints = await computeFingerprints({ db, store }, trial.id, progress("fingerprints"));
  const reason = `compute the trial ${trialKey}`;
  const deltas = await asSystem(db, reason, async (tx) => {
    await alone(tx, trialKey);
    return computeDeltas(tx, trial.id);
  });
  const criteria = trial.document.criteria.map((criterion) => criterion.id);
  const responses = await asSystem(db, reason, async (tx) => {
    await alone(tx, trialKey);
    return computeResponses(tx, trial.id, criteria, progress("responses"));
  });
  return { features, fingerprints, deltas, ...responses };
}

/** Which results are current is decided by one run at a time. */
const alone = ({ sql }: Tx, trialKey: string) =>
  sql`select pg_advisory_xact_lock(hashtextextended(${`nadir.compute/${trialKey}`}, 0))`;
