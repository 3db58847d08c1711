export { type ComputeOutcome, type ComputeRequest, computeTrial } from "./compute-trial.ts";
export { FeatureThreads } from "./feature-threads.ts";
export { catalogueEntryOfKey, lesionPlace, visitInWindow } from "./feature-words.ts";
export { buildResponseCase, type CaseOfSubject, readCases } from "./response-case.ts";
export type { Tally } from "./tally.ts";
export { volumeFromBytes } from "./volume-bytes.ts";
