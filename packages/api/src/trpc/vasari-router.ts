import { asPerson } from "@nadir/db";
import { key } from "@nadir/domain";
import { z } from "zod";
import { readingKept } from "../reader-forms/keep-reading.ts";
import {
  partsFeatures,
  readPartsFeatures,
  readVasariFeatures,
  recordVasari,
  vasariFeatures,
  vasariForm,
} from "../vasari/index.ts";
import { procedure, router } from "./init.ts";

/** The VASARI form: a reader records their own; signed readings, and the parts of masks, come as rows of the feature table. */
export const vasariRouter = router({
  record: procedure
    .input(vasariForm)
    .output(readingKept)
    .mutation(({ ctx: { db, person }, input }) => recordVasari(db, person.id, input)),

  features: procedure
    .input(z.object({ trial: key }))
    .output(vasariFeatures)
    .query(({ ctx: { db, person }, input }) =>
      asPerson(db, person.id, (tx) => readVasariFeatures(tx, person.id, input.trial)),
    ),

  parts: procedure
    .input(z.object({ trial: key }))
    .output(partsFeatures)
    .query(({ ctx: { db, person }, input }) =>
      asPerson(db, person.id, (tx) => readPartsFeatures(tx, person.id, input.trial)),
    ),
});
