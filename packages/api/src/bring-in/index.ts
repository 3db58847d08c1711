export { bringInScan, type ScanBroughtIn } from "./bring-in-scan.ts";
export { type BringInOutcome, bringInTrial, type ComputedCounts } from "./bring-in-trial.ts";
