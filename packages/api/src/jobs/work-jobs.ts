import type { Database } from "@nadir/db";
import { type Problem, Refusal } from "@nadir/domain";
import type { Job } from "pg-boss";
import { type JobKind, type JobRequest, jobRequest } from "./job.ts";
import { type JobProgress, JobWriter } from "./progress.ts";
import type { JobQueue, QueuedJob } from "./queue.ts";

export interface JobContext {
  readonly personId: string;
  readonly onProgress: (progress: JobProgress) => void;
}

/** What does each kind of work. A handler answers with the job's result; a Refusal ends the job as failed, with its problems. */
export type JobHandlers = {
  readonly [K in JobKind]: (request: Extract<JobRequest, { kind: K }>, context: JobContext) => Promise<unknown>;
};

const POLL_SECONDS = 0.5;

/**
 * Takes jobs one at a time and runs them. An unexpected error is thrown on to the queue, which gives the job once more;
 * a refusal is not: the same input would be refused again. `stop` lets the job under way end, for at most 30 s.
 */
export async function workJobs(
  { db, queue }: { db: Database; queue: JobQueue },
  handlers: JobHandlers,
  log: (line: string) => void = () => {},
): Promise<{ stop(): Promise<void> }> {
  const options = { batchSize: 1, pollingIntervalSeconds: POLL_SECONDS, includeMetadata: true as const };
  await queue.boss.work<QueuedJob>(queue.name, options, async (batch) => {
    for (const job of batch) await workOne(db, job, job.retryCount >= job.retryLimit, handlers, log);
  });
  return { stop: () => queue.close() };
}

async function workOne(
  db: Database,
  { data }: Pick<Job<QueuedJob>, "data">,
  lastTry: boolean,
  handlers: JobHandlers,
  log: (line: string) => void,
): Promise<void> {
  const began = performance.now();
  const writer = new JobWriter(db, data);
  const told = (end: string) => log(`${data.jobId} ${end} after ${Math.round(performance.now() - began)} ms`);
  await writer.begin();
  try {
    const request = jobRequest.parse(data.request);
    const handler = handlers[request.kind] as (r: JobRequest, c: JobContext) => Promise<unknown>;
    const result = await handler(request, { personId: data.personId, onProgress: writer.progress });
    await writer.settle({ state: "done", message: null, result: result ?? null });
    told(`${request.kind} done`);
  } catch (error) {
    const refused = error instanceof Refusal;
    const message = refused
      ? sentences(error.problems)
      : "The work ended with an error; the administrator's log has it.";
    if (refused || lastTry)
      await writer.settle({ state: "failed", message, result: refused ? { problems: error.problems } : null });
    told(refused ? `refused (${error.code})` : `failed: ${error instanceof Error ? error.stack : error}`);
    if (!refused) throw error;
  }
}

const sentences = (problems: readonly Problem[]): string => problems.map((p) => p.message).join("\n");
