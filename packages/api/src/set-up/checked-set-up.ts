import { manifestOfTrial, type Problem, type TrialSetUp } from "@nadir/domain";
import { filesOfMap, type TrialFiles } from "../intake/trial-files.ts";

const FILE = "trial.json";

/** A set-up as the manifest that an import reads, so that both are checked by the same code. What was left open is told by it. */
export function filesOfSetUp(trial: unknown): TrialFiles {
  const manifest = manifestOfTrial(trial as TrialSetUp["trial"]);
  return filesOfMap(FILE, new Map([[FILE, new TextEncoder().encode(JSON.stringify(manifest))]]));
}

/** The set-up is no file: its faults are told by their place in the trial. */
export const inWords = (problem: Problem): Problem => ({
  ...problem,
  message: problem.message.replace(new RegExp(`^${FILE}(, line \\d+)?, `), ""),
});
