export { type BringInOutcome, bringInTrial, type ComputedCounts } from "./bring-in-trial.ts";
