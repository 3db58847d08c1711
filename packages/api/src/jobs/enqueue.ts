import { asPerson, type Database } from "@nadir/db";
import { refuse } from "@nadir/domain";
import { type JobRequest, jobRequest } from "./job.ts";
import type { JobQueue, QueuedJob } from "./queue.ts";

/**
 * Asks for long work: a row of `derived.job` and the queue's entry, both or neither. Answers with the job's id.
 * Who may ask is the caller's to decide (`requirePermission`); who may watch is decided by the row's policy.
 */
export async function enqueueJob(
  { db, queue }: { db: Database; queue: JobQueue },
  { personId, trialId, request }: { personId: string; trialId?: string; request: JobRequest },
): Promise<string> {
  const asked = jobRequest.parse(request);
  return asPerson(db, personId, async (tx) => {
    const [row] = await tx.sql<{ id: string }[]>`
      INSERT INTO derived.job (kind, trial_id, step) VALUES (${asked.kind}, ${trialId ?? null}, 'waiting') RETURNING id`;
    const jobId = row?.id ?? refuse("JOB_NOT_STORED", "The job could not be stored; ask again.");
    const queued: QueuedJob = { jobId, personId, request: asked };
    await queue.boss.send(queue.name, queued, {
      // The queue's entry stands or falls with the row: pg-boss writes it through this transaction.
      db: {
        executeSql: async (text, values) => ({
          rows: await tx.sql.unsafe(
            text,
            values.map((value) => value ?? null),
          ),
        }),
      },
    });
    return jobId;
  });
}
