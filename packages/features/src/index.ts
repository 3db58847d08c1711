export { CATALOGUE, catalogueEntryOf } from "./catalogue/catalogue.ts";
export { FILTER_ENTRIES, type FilterEntry } from "./catalogue/filters.ts";
export { AGGREGATED_WORDS, cataloguePage } from "./catalogue/page.ts";
export { configFor, DEFAULT_CONFIG, type ImageKind, parseConfig } from "./config.ts";
export { configFromDocument, configFromText, documentOf } from "./config-text.ts";
export { type CourseRow, featureCourse, type VisitFeatures, visitInWindow } from "./course.ts";
export { delta, vanished } from "./delta.ts";
export { diagnostics } from "./diagnostics.ts";
export { type ExtractInput, extract, extractShare, isShareable, joinShares } from "./extract.ts";
export { filterImage, type ImageFilter } from "./filters/apply.ts";
export { parseFilter } from "./filters/parse-filter.ts";
export { IBSI_1_CONFIGS, IBSI_2_CONFIGS } from "./ibsi-configs.ts";
export {
  aggregateByGroup,
  aggregateLesions,
  type LesionAggregate,
  type LesionFeatures,
  largestLesions,
} from "./lesions/aggregate.ts";
export { type ChoiceRobustness, choiceRobustness } from "./lesions/choice.ts";
export { LOCATION_GROUPS, type LocationGroup, locationIndicators } from "./lesions/location.ts";
export { aggregateScores, type PatientScore } from "./lesions/scores.ts";
export { type LiveAnswer, type LiveFeatures, type LiveRegion, liveFeatures } from "./live.ts";
export { fuse } from "./maps/fusion.ts";
export type { Maps } from "./maps/maps.ts";
export { imageOfSeries, modalityOf, scannerOf, seriesWords } from "./modality/image-of-dicom.ts";
export { labelsOfRegion } from "./modality/parts.ts";
export type { References } from "./modality/references.ts";
export { type SuvFacts, suvFactor, suvFacts, toSuv } from "./modality/suv.ts";
export { bidsSuvFacts } from "./modality/suv-bids.ts";
export { type DicomSuv, dicomSuv } from "./modality/suv-dicom.ts";
export { vasariValues } from "./modality/vasari.ts";
export { vasariOfParts } from "./modality/vasari-from-parts.ts";
export { MOST_BLOCKS, type OccludedBlock, type Occlusion, occlude } from "./occlusion.ts";
export { type FeatureTable, longTable, type NamedResult, wideTable } from "./output/feature-table.ts";
export { parquetBytes } from "./output/parquet.ts";
export { type BiasCorrected, correctBias } from "./prepare/bias.ts";
export { type BrainMaskSettings, brainMask, USUAL_BRAIN_MASK } from "./prepare/brain-mask.ts";
export { type ProfileEntry, PYRADIOMICS_CATALOGUE, profileEntryOf } from "./pyradiomics/catalogue.ts";
export { checkPyradiomicsParameters, isPyradiomicsFile, parsePyradiomicsParameters } from "./pyradiomics/parameters.ts";
export type { ProfileShare } from "./pyradiomics/share.ts";
export { parseRepeatability, QIBA_LIMITS, type RepeatabilityLimit, type RepeatabilityLimits } from "./repeatability.ts";
export { responseMap } from "./response-map.ts";
export { type Ring, type RingOptions, ringOf } from "./rings.ts";
export { delineated, perturb } from "./stability/perturb.ts";
export { type Perturbation, parsePerturbations, USUAL_PERTURBATIONS } from "./stability/perturbation.ts";
export {
  type ComparedValue,
  type CompareOptions,
  compareTables,
  type FeatureRows,
  type MappedTable,
  mapTable,
} from "./tables/compare-tables.ts";
export { TABLE_TOOLS, type TableTool, type ToolColumn, toolColumn, toolOf } from "./tables/tool-columns.ts";
export { fromVector, identityFor, nameOf, toVector, type VectorIdentity, vectorIdentity } from "./vector.ts";
export { CATALOGUE_VERSION, ENGINE_VERSION } from "./version.ts";
