export { type AbscopalAnswer, type AbscopalVisit, abscopal } from "./abscopal.ts";
export { covariateRow, type RecordBeforeTreatment } from "./clinical/covariate-row.ts";
export { type ClinicalCourse, type Covariate, clinicalCovariates } from "./clinical/covariates.ts";
export { gliomaFindings } from "./clinical/glioma-findings.ts";
export {
  type ImmuneEventOutcome,
  type ImmuneFollowUp,
  immuneEventOutcome,
} from "./clinical/immune-event-outcome.ts";
export {
  IMMUNE_ORGANS,
  type ImmuneEvent,
  type ImmuneOrgan,
  immuneEvents,
  immuneOrganName,
  summariseImmuneEvents,
} from "./clinical/immune-events.ts";
export { type LabPoint, type LabSeries, labOn, labSeries } from "./clinical/lab-series.ts";
export { type TumourBurden, tumourBurden } from "./clinical/tumour-burden.ts";
export { COMMON_CATEGORIES, type CommonCategory, commonCategory } from "./comparison/common-category.ts";
export * from "./comparison/compare-criteria.ts";
export {
  LANDMARK_LEFT_OUT,
  type LandmarkCohort,
  type LandmarkPatient,
  type LandmarkReason,
  type LandmarkSubject,
  landmarkCohort,
} from "./comparison/landmark.ts";
export {
  type AddedValue,
  type ModelAgainstCriterion,
  modelAgainstCriterion,
  type PairedFigure,
  type ScoredPatient,
} from "./comparison/model-against-criterion.ts";
export type { DefinitionResult } from "./definition-result.ts";
export { DEFINITIONS, type DefinitionId, isDefinition } from "./definitions.ts";
export { type DissociatedAnswer, type DissociatedVisit, dissociated } from "./dissociated.ts";
export {
  type EndpointSummary,
  type Rate,
  summariseEndpoints,
  type TimeSummary,
} from "./endpoints/summarise-endpoints.ts";
export type { EvidenceItem } from "./evidence/evidence-item.ts";
export { type BeforeTreatment, hyperprogressionRisk, type RiskFactor } from "./evidence/hyperprogression-risk.ts";
export type { StoredDelta } from "./evidence/image-evidence.ts";
export { type LesionsAtVisit, lesionEvidence } from "./evidence/lesion-evidence.ts";
export { type EvidenceInputs, type VisitEvidence, visitEvidence } from "./evidence/visit-evidence.ts";
export {
  type FeatureStability,
  featureStability,
  type PerturbedSubject,
  ruleInWords,
  type StabilityRule,
  USUAL_RULE,
} from "./feature-stability.ts";
export type { Flag } from "./flag.ts";
export { flags } from "./flags.ts";
export type { GrowthKinetics, KineticsReason } from "./growth-kinetics.ts";
export {
  HYPERPROGRESSION_DEFINITIONS,
  type HyperprogressionAnswer,
  type HyperprogressionDefinition,
  hyperprogression,
} from "./hyperprogression.ts";
export {
  classOf,
  type LesionClass,
  type LesionResponse,
  type LesionVisit,
  lesionResponse,
} from "./lesion-response.ts";
export { LIBRARY_GAPS, library } from "./library/library.ts";
export type { Adjustment } from "./modelling/adjustment.ts";
export { asSignature } from "./modelling/as-signature.ts";
export { type JudgedCandidate, judgeCandidates } from "./modelling/candidates.ts";
export { type Cohort, checkCohort } from "./modelling/cohort.ts";
export { type Development, develop } from "./modelling/develop.ts";
export type { FittedStep } from "./modelling/fit-steps.ts";
export type { FittedCandidate, FittedModel } from "./modelling/fitted-model.ts";
export type { Bags } from "./modelling/lesions/bags.ts";
export { compareLesionMethods, type MethodResult, type UnionTable } from "./modelling/lesions/compare-methods.ts";
export { type OutOfFoldCalibration, outOfFoldCalibration } from "./modelling/out-of-fold.ts";
export { predict } from "./modelling/predict.ts";
export { developmentSentences, developmentSummary } from "./modelling/summary.ts";
export { developValues } from "./modelling/values/develop-values.ts";
export { valueSentences, valueSummary } from "./modelling/values/value-summary.ts";
export { compareVisitMethods, type VisitMethodResult } from "./modelling/visits/compare-visit-methods.ts";
export type { VisitCourses } from "./modelling/visits/courses.ts";
export * from "./monitoring/landmarks.ts";
export * from "./monitoring/monitor.ts";
export { type PseudoprogressionAnswer, type PseudoprogressionSource, pseudoprogression } from "./pseudoprogression.ts";
export * from "./radiogenomics/gene-scores.ts";
export { type GeneSet, parseGeneSets } from "./radiogenomics/gene-sets.ts";
export { type Collapse, type GeneTable, geneTable } from "./radiogenomics/gene-table.ts";
export { infiltrationScore } from "./radiogenomics/infiltration-score.ts";
export { type MolecularModel, type MolecularModelWish, molecularModel } from "./radiogenomics/molecular-model.ts";
export * from "./radiogenomics/replication.ts";
export { type EnrichmentScores, type SsgseaOptions, ssgsea } from "./radiogenomics/ssgsea.ts";
export { RAPID_PROGRESSION_CITATION, type RapidProgression, rapidProgression } from "./rapid-progression.ts";
export { type ItemAgreement, type LesionAgreement, lesionAgreements, vasariAgreement } from "./reader-agreement.ts";
export * from "./signature/apply-signature.ts";
export { type GatheredInputs, type GivenValue, gatherInputs, type KnownOfSubject } from "./signature/gather-inputs.ts";
export { type Nomogram, nomogramOf, probabilityAt } from "./signature/nomogram.ts";
export { checkOnnxModel, MOST_ONNX_BYTES } from "./signature/onnx/check-model.ts";
export { onnxRow } from "./signature/onnx/row-of.ts";
export { type RecordOnDay, recordInputs } from "./signature/record-inputs.ts";
export { type CardScore, scoreCard } from "./signature/score-card.ts";
export * from "./strata/allocate.ts";
export * from "./strata/assign-stratum.ts";
export * from "./strata/simulate-plan.ts";
export * from "./strata/strata-values.ts";
export { bagsOf, unionOf } from "./tables/bags-table.ts";
export { cohortOf } from "./tables/cohort-table.ts";
export { type FeatureColumns, featureColumns, kindsOf, numericColumn } from "./tables/feature-columns.ts";
export { joinTables } from "./tables/join-tables.ts";
export { checkColumns, checkSubjects, columnsInWords, type Table, tableOf } from "./tables/table.ts";
export { coursesOf } from "./tables/visits-table.ts";
export { type CoursePoint, type Trajectory, trajectory } from "./trajectory.ts";
