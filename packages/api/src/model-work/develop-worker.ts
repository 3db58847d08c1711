import { type Problem, Refusal } from "@nadir/domain";
import type { DevelopmentRecord } from "../models/development-record.ts";
import { type DevelopmentTask, developmentOf } from "./development-of.ts";

/** Runs in a thread: a refusal is data, since an error loses its problems on the way. */
export function developed(task: DevelopmentTask): { record: DevelopmentRecord } | { problems: readonly Problem[] } {
  try {
    return { record: developmentOf(task) };
  } catch (error) {
    if (error instanceof Refusal) return { problems: error.problems };
    throw error;
  }
}
