import { parentPort } from "node:worker_threads";
import { computeFeatureTask, type FeatureTask } from "./feature-task.ts";

/** A thread that computes features: one task in, its answers out. */
parentPort?.on("message", (task: FeatureTask) => {
  try {
    parentPort?.postMessage({ answers: computeFeatureTask(task) });
  } catch (error) {
    parentPort?.postMessage({ failure: error instanceof Error ? (error.stack ?? error.message) : String(error) });
  }
});
