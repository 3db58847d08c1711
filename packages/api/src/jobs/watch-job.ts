import { asPerson, type Database } from "@nadir/db";
import { refuse } from "@nadir/domain";
import { isEnded, JOB_CHANNEL, type JobView } from "./job.ts";

/** Looked at again after this long even without an announcement: a lost one must not leave a watcher waiting for ever. */
const LOOK_AGAIN_MS = 10_000;

/** The job as it stands. Refusal `JOB_NOT_FOUND` when there is none, or the person may not see it. */
export async function readJob(db: Database, personId: string, jobId: string): Promise<JobView> {
  const [job] = await asPerson(
    db,
    personId,
    ({ sql }) => sql<JobView[]>`
      SELECT id, kind, state, step, done, total, message, result FROM derived.job WHERE id = ${jobId}`,
  );
  return job ?? refuse("JOB_NOT_FOUND", `There is no job ${jobId} among those that you may see.`);
}

/**
 * The job now, and again whenever it changes, until it has ended: what a server-sent stream needs. Ends early when `signal`
 * is aborted (the browser went away). Changes that come faster than they are taken are given once, as they stand.
 */
export async function* watchJob(
  db: Database,
  personId: string,
  jobId: string,
  { signal }: { signal?: AbortSignal } = {},
): AsyncGenerator<JobView, void, undefined> {
  let changed = false;
  let wake = () => {};
  const announce = () => {
    changed = true;
    wake();
  };
  // Listening first: what happens between the first look and the listening would be lost the other way round.
  const listening = await db.sql.listen(JOB_CHANNEL, (id) => id === jobId && announce());
  signal?.addEventListener("abort", announce);
  try {
    let last = "";
    while (!signal?.aborted) {
      changed = false;
      const job = await readJob(db, personId, jobId);
      const text = JSON.stringify(job);
      if (text !== last) {
        last = text;
        yield job;
      }
      if (isEnded(job)) return;
      if (!changed)
        await new Promise<void>((resolve) => {
          const timer = setTimeout(resolve, LOOK_AGAIN_MS);
          wake = () => {
            clearTimeout(timer);
            resolve();
          };
          if (changed || signal?.aborted) wake();
        });
    }
  } finally {
    signal?.removeEventListener("abort", announce);
    await listening.unlisten();
  }
}
