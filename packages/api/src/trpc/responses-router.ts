import { asPerson } from "@nadir/db";
import {
  awaitedQuery,
  comparison,
  comparisonQuery,
  endpointsQuery,
  keptAwaited,
  keptEndpoints,
  keptWorklist,
  landmark,
  landmarkQuery,
  maskSizes,
  maskSizesQuery,
  measureMasks,
  readAwaited,
  readCase,
  readComparison,
  readEndpoints,
  readLandmark,
  readMasksToMeasure,
  readSubjectEndpoints,
  readWorklist,
  subjectCase,
  subjectEndpoints,
  subjectQuery,
  worklistQuery,
} from "../responses/index.ts";
import { procedure, router } from "./init.ts";

/** What is judged from the record when it is asked for, beside the stored assessments. */
export const responsesRouter = router({
  comparison: procedure
    .input(comparisonQuery)
    .output(comparison)
    .query(({ ctx: { db, person }, input }) => asPerson(db, person.id, (tx) => readComparison(tx, person.id, input))),

  worklist: procedure
    .input(worklistQuery)
    .output(keptWorklist)
    .query(({ ctx: { db, person }, input }) => asPerson(db, person.id, (tx) => readWorklist(tx, person.id, input))),

  awaited: procedure
    .input(awaitedQuery)
    .output(keptAwaited)
    .query(({ ctx: { db, person }, input }) => asPerson(db, person.id, (tx) => readAwaited(tx, person.id, input))),

  endpoints: procedure
    .input(endpointsQuery)
    .output(keptEndpoints)
    .query(({ ctx: { db, person }, input }) => asPerson(db, person.id, (tx) => readEndpoints(tx, person.id, input))),

  landmark: procedure
    .input(landmarkQuery)
    .output(landmark)
    .query(({ ctx: { db, person }, input }) => asPerson(db, person.id, (tx) => readLandmark(tx, person.id, input))),

  subjectEndpoints: procedure
    .input(subjectQuery)
    .output(subjectEndpoints)
    .query(({ ctx: { db, person }, input }) =>
      asPerson(db, person.id, (tx) => readSubjectEndpoints(tx, person.id, input)),
    ),

  /** The course as the criteria read it, to be judged anew in the browser. */
  subjectCase: procedure
    .input(subjectQuery)
    .output(subjectCase)
    .query(({ ctx: { db, person }, input }) => asPerson(db, person.id, (tx) => readCase(tx, person.id, input))),

  maskSizes: procedure
    .input(maskSizesQuery)
    .output(maskSizes)
    .query(async ({ ctx: { db, person, store }, input }) => {
      const rows = await asPerson(db, person.id, (tx) => readMasksToMeasure(tx, person.id, input));
      return measureMasks(store, rows, input.plane);
    }),
});
