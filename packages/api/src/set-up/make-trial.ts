import { appendAudit, type Database, type Tx } from "@nadir/db";
import { type Problem, Refusal, type TrialSetUp } from "@nadir/domain";
import type { ObjectStore } from "@nadir/storage";
import { type ImportRequest, importTrial } from "../intake/import-trial.ts";
import { checkSchedule } from "./check-schedule.ts";
import { filesOfSetUp, inWords } from "./checked-set-up.ts";

export interface NewTrial {
  readonly db: Database;
  readonly store: ObjectStore;
  /** An administrator of another trial, whole; or the system, for the command line. */
  readonly by: ImportRequest["by"];
  /** Not read yet: it is checked as a manifest's trial is, and every fault is told. */
  readonly trial: unknown;
  readonly charter: TrialSetUp["charter"];
  /** A template's id or a trial's key that it began from, for the log. */
  readonly beganFrom: string | null;
  /** Says what is wrong with it, and makes nothing. */
  readonly dryRun?: boolean;
}

export interface MadeTrial {
  readonly key: string | null;
  /** True when the trial was made. */
  readonly made: boolean;
  readonly problems: readonly Problem[];
  readonly warnings: readonly Problem[];
}

/**
 * Makes a trial without patients, as an import of its manifest would, with its reading charter, in one transaction. Refuses
 * `NOT_ALLOWED`; faults of the set-up, and a key that is taken, are answered as problems, and nothing is made.
 */
export async function makeTrial({
  db,
  store,
  by,
  trial,
  charter,
  beganFrom,
  dryRun = false,
}: NewTrial): Promise<MadeTrial> {
  const ofVisits = checkSchedule((trial as { schedule?: unknown } | null)?.schedule);
  const outcome = await importTrial({
    db,
    store,
    by,
    dryRun: dryRun || ofVisits.length > 0,
    files: filesOfSetUp(trial),
    firstOnly: async (tx, trialId) => {
      if (charter) await openReading(tx, trialId, charter, by);
      await appendAudit(tx, {
        action: "trial-made",
        object: `record.trial/${trialId}`,
        payload: { trial: trialId, beganFrom, by: by === "system" ? "the command line" : by.personId },
      });
    },
  });
  if (outcome.problems[0]?.code === "NOT_ALLOWED") throw new Refusal(outcome.problems);
  return {
    key: outcome.trialKey ?? null,
    made: outcome.written,
    problems: [...outcome.problems.map(inWords), ...ofVisits],
    warnings: outcome.warnings.map(inWords),
  };
}

async function openReading(tx: Tx, trialId: string, charter: object, by: NewTrial["by"]): Promise<void> {
  await tx.sql`
    insert into record.reading_charter (trial_id, number, document, reason, set_by)
    values (${trialId}, 1, ${tx.sql.json(charter as never)}, 'as the trial was set up', ${by === "system" ? "system" : by.personId})`;
}
