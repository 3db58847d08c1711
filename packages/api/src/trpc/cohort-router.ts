import { asPerson } from "@nadir/db";
import {
  cohortFeatures,
  cohortPage,
  cohortQuery,
  cohortResponses,
  cohortSurvival,
  featureQuery,
  readCohortFeatures,
  readCohortPage,
  readCohortResponses,
  readCohortSurvival,
  survivalQuery,
} from "../cohort/index.ts";
import { checkedOnce } from "../kept/index.ts";
import { procedure, router } from "./init.ts";

/** The patients of a trial side by side: one procedure a view, of what is stored, and one for the page that shows them all. */
export const cohortRouter = router({
  page: procedure
    .input(survivalQuery)
    .output(cohortPage)
    .query(({ ctx: { db, person }, input }) => asPerson(db, person.id, (tx) => readCohortPage(tx, person.id, input))),

  responses: procedure
    .input(cohortQuery)
    .output(checkedOnce(cohortResponses))
    .query(({ ctx: { db, person }, input }) =>
      asPerson(db, person.id, (tx) => readCohortResponses(tx, person.id, input)),
    ),

  survival: procedure
    .input(survivalQuery)
    .output(checkedOnce(cohortSurvival))
    .query(({ ctx: { db, person }, input }) =>
      asPerson(db, person.id, (tx) => readCohortSurvival(tx, person.id, input)),
    ),

  features: procedure
    .input(featureQuery)
    .output(checkedOnce(cohortFeatures))
    .query(({ ctx: { db, person }, input }) =>
      asPerson(db, person.id, (tx) => readCohortFeatures(tx, person.id, input)),
    ),
});
