/** Answers that are dear to make, kept for as long as they hold and for those who may see the same. */

export { checkedOnce, keptPart } from "./checked-once.ts";
export { type CourseMemo, courseMemo } from "./course-memo.ts";
export { oneInProcess } from "./one-in-process.ts";
export { remembered, stateOfTrial, statesOfTrials, type TrialState } from "./state-of-trial.ts";
