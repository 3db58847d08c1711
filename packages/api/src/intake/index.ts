export { type BundleReading, type OnProgress, readTrialBundle, type TrialBundle } from "./read-bundle.ts";
export { filesOfFolder, filesOfMap, type TrialFiles } from "./trial-files.ts";
