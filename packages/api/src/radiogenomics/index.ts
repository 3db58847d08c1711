export { authoriseScan, readRadiogenomics } from "./read-radiogenomics.ts";
export {
  type Associations,
  type MolecularModelResult,
  type StoredAssociations,
  type StoredModel,
  type TrialRadiogenomics,
  trialRadiogenomics,
} from "./result-shape.ts";
export { type ScanOutcome, scanTrial } from "./scan-trial.ts";
