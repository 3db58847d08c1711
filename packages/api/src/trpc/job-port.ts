import type { JobRequest, JobView } from "../jobs/index.ts";

/** How procedures reach the queue: portal and tests bring their own. */
export interface JobPort {
  /** Puts the work into the queue in the person's name; answers with the job's id. */
  enqueue(personId: string, request: JobRequest, trialId?: string): Promise<string>;
  /** The job now and at every change, until it has ended or the signal is raised. Refuses `JOB_NOT_FOUND`. */
  watch(personId: string, jobId: string, signal?: AbortSignal): AsyncIterable<JobView>;
}
