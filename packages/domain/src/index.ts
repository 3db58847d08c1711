export * from "./best-glossary.ts";
export * from "./board.ts";
export { canonicalJson } from "./canonical-json.ts";
export { convertLab, type LabValue } from "./clinical/convert-lab.ts";
export { type LabMarker, labMarkerOf, ucumOf } from "./clinical/lab-markers.ts";
export { LYMPHOPENIA_SOURCE, lymphopeniaGrade } from "./clinical/lymphopenia.ts";
export { PD_L1_SCORINGS, type PdL1Level, type PdL1Scoring, pdL1CloneNote, pdL1Levels } from "./clinical/pd-l1.ts";
export { DOSE_SOURCE, doseInGy, type EffectiveDose, effectiveDose } from "./clinical/radiotherapy-dose.ts";
export { type TissueMarker, tissueMarkerOf, tissueUnitOf, tissueValueFault } from "./clinical/tissue-markers.ts";
export { type GliomaClass, type GliomaFindings, WHO_2021_SOURCE, who2021Glioma } from "./clinical/who-2021-glioma.ts";
export { codeWords, responseClassWords } from "./code-words.ts";
export { csvText, spreadsheetCsv } from "./csv-text.ts";
export * from "./day.ts";
export * from "./development-model.ts";
export * from "./development-plan.ts";
export * from "./development-recipe.ts";
export * from "./evidence-table/evidence-level.ts";
export * from "./evidence-table/evidence-table.ts";
export { type PrismaFlow, prismaFlow } from "./evidence-table/prisma-flow.ts";
export * from "./evidence-table/study.ts";
export * from "./feature-config.ts";
export * from "./feature-maps.ts";
export * from "./feature-modality.ts";
export * from "./feature-pyradiomics.ts";
export * from "./feature-record.ts";
export * from "./field-words.ts";
export * from "./follow-up.ts";
export { hashOf, sha256Hex } from "./hash.ts";
export { type ImmuneEventTarget, type ImmuneOrganId, immuneEventTarget, immuneOrgan } from "./immune-event-target.ts";
export * from "./lesion-plan.ts";
export * from "./lesion-reading/lesion-form.ts";
export * from "./lesion-reading/lesion-reading.ts";
export {
  type MeasurementEntry,
  measurementText,
  readMeasurementText,
} from "./measurement-text.ts";
export * from "./model-card.ts";
export * from "./model-comparison.ts";
export { DECIDING_PERCENTS, percentText } from "./percent-text.ts";
export { type Problem, Refusal, refuse } from "./problem.ts";
export * from "./protocol.ts";
export * from "./protocol-addendum.ts";
export * from "./protocol-analysis.ts";
export { type AssayDetails, type AssaysResult, assayInWords } from "./protocol-assays.ts";
export type { EffectMarker } from "./protocol-effects.ts";
export type { Figure, TestResult } from "./protocol-figure.ts";
export * from "./protocol-frozen.ts";
export type { PooledSites } from "./protocol-heterogeneity.ts";
export * from "./protocol-imported-model.ts";
export * from "./protocol-measures.ts";
export * from "./protocol-model.ts";
export * from "./protocol-purpose.ts";
export { readProtocol } from "./protocol-reading.ts";
export * from "./protocol-refusals.ts";
export * from "./protocol-result.ts";
export * from "./protocol-split.ts";
export * from "./protocol-state.ts";
export * from "./quadas-2.ts";
export * from "./quadas-assessment.ts";
export { quadasEvidence } from "./quadas-evidence.ts";
export * from "./radiogenomics-settings.ts";
export * from "./read-document.ts";
export * from "./record/index.ts";
export * from "./register/data-sets.ts";
export * from "./register/guidance.ts";
export type { DataSetEntry, GuidanceEntry, TrialEntry } from "./register/register-shape.ts";
export * from "./register/trials.ts";
export * from "./response-case.ts";
export * from "./response-case-options.ts";
export * from "./response-case-outcome.ts";
export { parseResponseCase } from "./response-case-parse.ts";
export * from "./sample-size-request.ts";
export * from "./signature.ts";
export {
  type Expression,
  expressionLength,
  expressionText,
  expressionValue,
  inputsOfExpression,
} from "./signature-expression.ts";
export * from "./signature-form.ts";
export type { HazardTree, MachineModel, SplitTree } from "./signature-machine.ts";
export * from "./signature-meanings.ts";
export type { OnnxForm } from "./signature-onnx.ts";
export { dexamethasoneEquivalentMg, glucocorticoidOf } from "./steroids.ts";
export * from "./strata-rule.ts";
export { HALF_LIFE_S, type Nuclide, nuclideOf, TRACERS, tracerOf } from "./tracers.ts";
export * from "./trial-plan.ts";
export * from "./trial-template/index.ts";
export * from "./tumour-types/tumour-type.ts";
export { TUMOUR_NAME_SOURCES, TUMOUR_TYPES, type TumourType } from "./tumour-types/tumour-type-list.ts";
export * from "./vasari.ts";
export * from "./vasari-mask.ts";
export * from "./visit-plan.ts";
export { clinicVisits, type PlannedState, type PlannedVisitState, plannedVisits } from "./visit-schedule.ts";
