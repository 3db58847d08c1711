import { asPerson } from "@nadir/db";
import { key } from "@nadir/domain";
import { z } from "zod";
import {
  draftLesionReading,
  lesionReadingForm,
  lesionReadings,
  readLesionReadings,
  signLesionReading,
} from "../lesion-readings/index.ts";
import { readingKept } from "../reader-forms/keep-reading.ts";
import { procedure, router } from "./init.ts";
import { ofPatient, signatory, withPassword } from "./signing.ts";

/** Readers' forms of lesions (semantic features, BI-RADS): a reader keeps and signs their own; signed ones come as a table. */
export const lesionReadingsRouter = router({
  save: procedure
    .input(lesionReadingForm)
    .output(readingKept)
    .mutation(({ ctx: { db, person }, input }) => draftLesionReading(db, person.id, input)),

  sign: procedure
    .input(lesionReadingForm.extend(withPassword))
    .output(readingKept)
    .mutation(({ ctx: { db, person }, input: { password, ...form } }) =>
      signLesionReading(
        db,
        signatory(db, person, { password, role: "reader", about: ofPatient(form.trial, form.reading.subject) }),
        form,
      ),
    ),

  table: procedure
    .input(z.object({ trial: key }))
    .output(lesionReadings)
    .query(({ ctx: { db, person }, input }) =>
      asPerson(db, person.id, (tx) => readLesionReadings(tx, person.id, input.trial)),
    ),
});
