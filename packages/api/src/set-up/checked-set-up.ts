import { manifestOfTrial, type Problem, type TrialSetUp } from "@nadir/domain";
import { filesOfMap, type TrialFiles } from "../intake/trial-files.ts";

const FILE = "trial.json";

/** A set-up as the manifest that an import reads, so that both are checked by the same code. What was left open is told by it. */
export function filesOfSetUp(trial: unknown): TrialFiles {
  const manifest = manifestOfTrial(trial as TrialSetUp["trial"]);
  return filesOfMap(FILE, new Map([[FILE, new TextEncoder().encode(JSON.stringify(manifest))]]));
}

/** The set-up is no file: its faults are told by their place in the trial, and what is missing is a field left empty. */
export function inWords(problem: Problem): Problem {
  const message = problem.message.replace(new RegExp(`^${FILE}(, line \\d+)?, `), "");
  if (problem.code !== "MISSING_FIELD") return { ...problem, message };
  const place = problem.where?.path;
  return { ...problem, message: `${place ? `${place}: ` : ""}${emptyField(place ?? "", problem.expected)}.` };
}

function emptyField(place: string, expected = ""): string {
  const known = /^trial\.(id|title)$/.exec(place)?.[1];
  if (known === "id") return "give the trial a key, e.g. 'glioma-nivolumab': it stands in addresses and files";
  if (known === "title") return "give the trial a title";
  if (expected === "text") return "this is left empty; write it here";
  return `this is left empty; it must be ${expected}`;
}
