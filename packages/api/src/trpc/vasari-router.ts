import { asPerson } from "@nadir/db";
import { key } from "@nadir/domain";
import { z } from "zod";
import { readingKept } from "../reader-forms/keep-reading.ts";
import {
  draftVasari,
  partsFeatures,
  readPartsFeatures,
  readVasariFeatures,
  signVasari,
  vasariFeatures,
  vasariForm,
} from "../vasari/index.ts";
import { procedure, router } from "./init.ts";
import { ofPatient, signatory, withPassword } from "./signing.ts";

/** The VASARI form: a reader keeps and signs their own; signed readings, and the parts of masks, come as rows of the feature table. */
export const vasariRouter = router({
  save: procedure
    .input(vasariForm)
    .output(readingKept)
    .mutation(({ ctx: { db, person }, input }) => draftVasari(db, person.id, input)),

  sign: procedure
    .input(vasariForm.extend(withPassword))
    .output(readingKept)
    .mutation(({ ctx: { db, person }, input: { password, ...form } }) =>
      signVasari(
        db,
        signatory(db, person, { password, role: "reader", about: ofPatient(form.trial, form.form.subject) }),
        form,
      ),
    ),

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
