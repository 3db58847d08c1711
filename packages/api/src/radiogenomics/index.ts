export { drawAssociations, smallFigure, type TestedPair, testedPairs } from "./association-map.ts";
export { type Gathered, gatherRadiogenomics } from "./gather.ts";
export { radiogenomicsReport } from "./html-report.ts";
export { drawModel, modelFacts } from "./model-figures.ts";
export { authoriseScan, readRadiogenomics, storedRadiogenomics } from "./read-radiogenomics.ts";
export {
  type Associations,
  type MolecularModelResult,
  type StoredAssociations,
  type StoredModel,
  type TrialRadiogenomics,
  trialRadiogenomics,
} from "./result-shape.ts";
export { type ScanOutcome, scanTrial } from "./scan-trial.ts";
