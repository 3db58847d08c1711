import { asPerson } from "@nadir/db";
import {
  enter,
  entryForm,
  entryFormQuery,
  entryOutcome,
  entryRequest,
  pastedTable,
  pastePreview,
  previewPaste,
  readEntryForm,
} from "../entry/index.ts";
import { trialAccess } from "../read/view.ts";
import { procedure, router } from "./init.ts";

/** Entering by hand what an import brings in files; checked by the same code. */
export const entryRouter = router({
  form: procedure
    .input(entryFormQuery)
    .output(entryForm)
    .query(({ ctx: { db, person }, input }) => asPerson(db, person.id, (tx) => readEntryForm(tx, person.id, input))),

  /** What a pasted table would change, every fault with its cell. Writes nothing. */
  paste: procedure
    .input(pastedTable)
    .output(pastePreview)
    .mutation(({ ctx: { db, person }, input }) => previewPaste(db, person.id, input)),

  /** Records all rows or none; afterwards the trial's responses are computed anew, as after an import. */
  record: procedure
    .input(entryRequest)
    .output(entryOutcome)
    .mutation(async ({ ctx: { db, person, jobs }, input }) => {
      const outcome = await enter(db, person.id, input, false);
      if (outcome.isRecorded && !outcome.isRepeated) {
        const { trialId } = await asPerson(db, person.id, (tx) => trialAccess(tx, person.id, input.trial));
        await jobs.enqueue(person.id, { kind: "compute", trialKey: input.trial }, trialId);
      }
      return outcome;
    }),
});
