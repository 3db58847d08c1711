export {
  type FeatureCase,
  type FeatureCaseIo,
  type FeatureCaseResult,
  type FeatureFailure,
  featureCase,
  featureCaseFiles,
  runFeatureConformance,
} from "./features.ts";
export * from "./statistics.ts";
