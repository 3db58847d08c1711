export { enqueueJob } from "./enqueue.ts";
export { isEnded, type JobKind, type JobRequest, type JobView, jobRequest, jobView } from "./job.ts";
export type { JobProgress } from "./progress.ts";
export { type JobQueue, openQueue } from "./queue.ts";
export { readJob, watchJob } from "./watch-job.ts";
export { type JobContext, type JobHandlers, workJobs } from "./work-jobs.ts";
