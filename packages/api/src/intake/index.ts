export { type Custodians, folderCustodians } from "./custodians.ts";
export { type ImportOutcome, type ImportRequest, importTrial } from "./import-trial.ts";
export { type BundleReading, type OnProgress, readTrialBundle, type TrialBundle } from "./read-bundle.ts";
export { filesOfFolder, filesOfMap, type TrialFiles } from "./trial-files.ts";
export type { Change, FieldChange, TableCounts } from "./write-rows.ts";
export type { SealCounts } from "./write-seals.ts";
