import { availableParallelism } from "node:os";
import { computeFeatureTask, type FeatureAnswer, type FeatureTask } from "./feature-task.ts";
import { FeatureThreads } from "./feature-threads.ts";

/** Threads at most: each holds an image and its grids, some hundred megabytes for a large lesion. */
const MOST_THREADS = 4;
/** Fewer tasks than this are done sooner here than a thread has started. */
const WORTH_THREADS = 3;

/**
 * Computes tasks in threads, as many as the machine has processors, and hands each task's answers over as they come.
 * `load` brings a task's bytes when a thread is free for it, so that only what is being computed is in memory.
 */
export async function computeInThreads<T>(
  items: readonly T[],
  load: (item: T) => Promise<FeatureTask>,
  deliver: (item: T, answers: readonly FeatureAnswer[]) => Promise<void>,
): Promise<void> {
  const count = Math.min(availableParallelism(), MOST_THREADS, items.length);
  if (count < 2 || items.length < WORTH_THREADS) {
    for (const item of items) await deliver(item, computeFeatureTask(await load(item)));
    return;
  }
  let next = 0;
  const threads = new FeatureThreads(count);
  try {
    await Promise.all(
      Array.from({ length: count }, async () => {
        for (let at = next++; at < items.length; at = next++) {
          const item = items[at]!;
          await deliver(item, await threads.run<FeatureAnswer[]>("task", await load(item)));
        }
      }),
    );
  } finally {
    await threads.close();
  }
}
