import type { Tx } from "@nadir/db";
import { courseMemo, oneInProcess, type TrialState } from "../kept/index.ts";
import { type CaseOfSubject, readCases } from "./response-case.ts";

/** A case with its outcomes takes some 30 kB: this keeps a few large trials within some hundred megabytes. */
const cases = oneInProcess("cases", () => courseMemo<CaseOfSubject>(8_000));

/**
 * The cases of all subjects of a trial, in the order of their keys, as `readCases` makes them; those whose course has not
 * changed since they were made last are the same objects.
 */
export async function casesOfTrial(tx: Tx, state: TrialState): Promise<CaseOfSubject[]> {
  const found = await cases.ofTrial(
    tx,
    state,
    async (subjectIds) => new Map((await readCases(tx, { subjectIds })).map((one) => [one.subjectId, one])),
  );
  return [...found.values()];
}
