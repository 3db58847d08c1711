import type { Tx } from "@nadir/db";
import { z } from "zod";
import { keptPart } from "../kept/index.ts";
import { cohortQuery, cohortResponses } from "./cohort-shape.ts";
import { cohortFeatures, featureQuery } from "./feature-shape.ts";
import { featuresIn } from "./read-features.ts";
import { askedCohort, responsesIn } from "./read-responses.ts";
import { survivalIn } from "./read-survival.ts";
import { cohortSurvival, type SurvivalQuery, survivalQuery } from "./survival-shape.ts";

/** What the page of a cohort shows at once, of one state of the record. What was checked before is not checked again. */
export const cohortPage = z.object({
  responses: keptPart(cohortResponses),
  survival: keptPart(cohortSurvival),
  features: keptPart(cohortFeatures),
});
export type CohortPage = z.infer<typeof cohortPage>;

/** The three reads of a cohort, asked for together: who asks, the cohort and the state of the record are found once. Refuses as they do. */
export async function readCohortPage(tx: Tx, personId: string, asked: SurvivalQuery): Promise<CohortPage> {
  const query = survivalQuery.parse(asked);
  const cohort = await askedCohort(tx, personId, query);
  const [responses, survival, features] = await Promise.all([
    responsesIn(tx, cohort, cohortQuery.parse(query)),
    survivalIn(tx, cohort, query),
    featuresIn(tx, cohort, featureQuery.parse(query)),
  ]);
  return { responses, survival, features };
}
