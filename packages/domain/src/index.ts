export * from "./best-glossary.ts";
export { canonicalJson } from "./canonical-json.ts";
export { codeWords, responseClassWords } from "./code-words.ts";
export { csvText } from "./csv-text.ts";
export * from "./day.ts";
export * from "./development-plan.ts";
export * from "./feature-config.ts";
export * from "./feature-maps.ts";
export * from "./feature-modality.ts";
export * from "./feature-pyradiomics.ts";
export * from "./feature-record.ts";
export * from "./field-words.ts";
export * from "./follow-up.ts";
export { hashOf, sha256Hex } from "./hash.ts";
export * from "./lesion-plan.ts";
export {
  type MeasurementEntry,
  measurementText,
  readMeasurementText,
} from "./measurement-text.ts";
export { DECIDING_PERCENTS, percentText } from "./percent-text.ts";
export { type Problem, Refusal, refuse } from "./problem.ts";
export * from "./protocol.ts";
export * from "./protocol-addendum.ts";
export * from "./protocol-analysis.ts";
export * from "./protocol-frozen.ts";
export * from "./protocol-measures.ts";
export * from "./protocol-model.ts";
export * from "./protocol-purpose.ts";
export { readProtocol } from "./protocol-reading.ts";
export * from "./protocol-refusals.ts";
export * from "./protocol-result.ts";
export * from "./protocol-split.ts";
export * from "./protocol-state.ts";
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
export { dexamethasoneEquivalentMg, glucocorticoidOf } from "./steroids.ts";
export * from "./strata-rule.ts";
export { HALF_LIFE_S, type Nuclide, nuclideOf, TRACERS, tracerOf } from "./tracers.ts";
export * from "./vasari.ts";
