import { asPerson } from "@nadir/db";
import { key } from "@nadir/domain";
import { z } from "zod";
import {
  lesionReadingForm,
  lesionReadings,
  readLesionReadings,
  recordLesionReading,
} from "../lesion-readings/index.ts";
import { readingKept } from "../reader-forms/keep-reading.ts";
import { procedure, router } from "./init.ts";

/** Readers' forms of lesions (semantic features, BI-RADS): a reader records their own; signed ones come as a table. */
export const lesionReadingsRouter = router({
  record: procedure
    .input(lesionReadingForm)
    .output(readingKept)
    .mutation(({ ctx: { db, person }, input }) => recordLesionReading(db, person.id, input)),

  table: procedure
    .input(z.object({ trial: key }))
    .output(lesionReadings)
    .query(({ ctx: { db, person }, input }) =>
      asPerson(db, person.id, (tx) => readLesionReadings(tx, person.id, input.trial)),
    ),
});
