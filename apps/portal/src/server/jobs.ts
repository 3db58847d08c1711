import "server-only";
import { enqueueJob, type JobQueue, openQueue, watchJob } from "@nadir/api/jobs";
import type { JobPort } from "@nadir/api/trpc";
import type { Database } from "@nadir/db";

/** The queue, opened when the first long work is asked for: a portal that is only read needs none. */
export function openJobs(db: Database, url: string): JobPort {
  let opened: Promise<JobQueue> | undefined;
  const queue = () => {
    opened ??= openQueue(url).catch((error: unknown) => {
      opened = undefined;
      throw error;
    });
    return opened;
  };
  return {
    enqueue: async (personId, request, trialId) =>
      enqueueJob({ db, queue: await queue() }, { personId, request, ...(trialId ? { trialId } : {}) }),
    watch: (personId, jobId, signal) => watchJob(db, personId, jobId, signal ? { signal } : {}),
  };
}
