import { availableParallelism } from "node:os";
import { Worker } from "node:worker_threads";
import { computeFeatureTask, type FeatureAnswer, type FeatureTask } from "./feature-task.ts";

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
  const workers = Array.from({ length: count }, () => new Worker(new URL("./feature-worker.mjs", import.meta.url)));
  try {
    await Promise.all(
      workers.map(async (worker) => {
        for (let at = next++; at < items.length; at = next++) {
          const item = items[at]!;
          await deliver(item, await askWorker(worker, await load(item)));
        }
      }),
    );
  } finally {
    await Promise.all(workers.map((worker) => worker.terminate()));
  }
}

function askWorker(worker: Worker, task: FeatureTask): Promise<readonly FeatureAnswer[]> {
  return new Promise((resolve, reject) => {
    const settle = (act: () => void): void => {
      worker.off("message", onMessage);
      worker.off("error", onError);
      worker.off("exit", onExit);
      act();
    };
    const onMessage = (reply: { answers?: readonly FeatureAnswer[]; failure?: string }): void =>
      settle(() => (reply.answers ? resolve(reply.answers) : reject(new Error(reply.failure))));
    const onError = (error: Error): void => settle(() => reject(error));
    const onExit = (code: number): void =>
      settle(() => reject(new Error(`The thread that computes features ended by itself (status ${code}).`)));
    worker.on("message", onMessage);
    worker.on("error", onError);
    worker.on("exit", onExit);
    worker.postMessage(task);
  });
}
