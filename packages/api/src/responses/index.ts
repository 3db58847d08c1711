export { readCase, type SubjectCase, subjectCase, subjectQuery } from "./read-case.ts";
export {
  type Comparison,
  type ComparisonQuery,
  comparison,
  comparisonQuery,
  readComparison,
} from "./read-comparison.ts";
export { endpointsQuery, keptEndpoints, readEndpoints, type TrialEndpoints, trialEndpoints } from "./read-endpoints.ts";
export { type Landmark, landmark, landmarkQuery, readLandmark } from "./read-landmark.ts";
export { type MaskSizes, maskSizes, maskSizesQuery, measureMasks, readMasksToMeasure } from "./read-mask-sizes.ts";
export { readSubjectEndpoints, type SubjectEndpoints, subjectEndpoints } from "./read-subject-endpoints.ts";
export {
  awaited,
  awaitedQuery,
  keptAwaited,
  keptWorklist,
  readAwaited,
  readWorklist,
  type Worklist,
  worklist,
  worklistQuery,
} from "./read-worklist.ts";
