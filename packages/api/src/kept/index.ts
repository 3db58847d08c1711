/** Answers that are dear to make, kept for as long as they hold and for those who may see the same. */
export { type ContentCache, contentCache } from "./content-cache.ts";
export { type CourseMemo, courseMemo } from "./course-memo.ts";
export { remembered, stateOfTrial, statesOfTrials, type TrialState } from "./state-of-trial.ts";
