export { syntheticCohort } from "./synthetic-facts.ts";
export { SYNTHETIC_TRIAL, syntheticFiles, syntheticPlan } from "./synthetic-trial.ts";
