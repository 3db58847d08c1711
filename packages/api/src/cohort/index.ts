export { type CohortPatient, type CohortResponses, cohortQuery, cohortResponses } from "./cohort-shape.ts";
export { type CohortFeatures, cohortFeatures, featureQuery } from "./feature-shape.ts";
export { readCohortFeatures } from "./read-features.ts";
export { type CohortPage, cohortPage, readCohortPage } from "./read-page.ts";
export { readCohortResponses } from "./read-responses.ts";
export { readCohortSurvival } from "./read-survival.ts";
export { type CohortSurvival, cohortSurvival, survivalQuery } from "./survival-shape.ts";
