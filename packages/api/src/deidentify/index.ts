export { deidentifyTrial, REPORT_FILE, requireExport } from "./deidentify-trial.ts";
export type { ExportReport } from "./export-report.ts";
export { type MadeExport, madeExports, readShared, type SharedTrial, shareTrial } from "./share-trial.ts";
