export {
  type FeatureCase,
  type FeatureCaseIo,
  type FeatureCaseResult,
  type FeatureFailure,
  featureCase,
  featureCaseFiles,
  runFeatureConformance,
} from "./features.ts";
export {
  IMPLEMENTED as RESPONSE_CRITERIA,
  type ResponseConformance,
  type ResponseFile,
  type ResponseResult,
  runResponseConformance,
} from "./response.ts";
export type { ResponseFailure } from "./response-compare.ts";
export * from "./statistics.ts";
