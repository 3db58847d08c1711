import { asPerson } from "@nadir/db";
import {
  draftForm,
  draftKept,
  drawingDraft,
  drawnMaskForm,
  drawnMaskSaved,
  drawnMasks,
  keepDraft,
  onImage,
  readDraft,
  readDrawnMasks,
  saveDrawnMask,
} from "../drawn-masks/index.ts";
import { procedure, router } from "./init.ts";

/** Masks drawn in the viewer: a reader saves versions of their own; what is under the pen is kept as a draft. */
export const drawnMasksRouter = router({
  save: procedure
    .input(drawnMaskForm)
    .output(drawnMaskSaved)
    .mutation(({ ctx: { db, store, person }, input }) => saveDrawnMask({ db, store }, person.id, input)),

  versions: procedure
    .input(onImage)
    .output(drawnMasks)
    .query(({ ctx: { db, person }, input }) => asPerson(db, person.id, (tx) => readDrawnMasks(tx, person.id, input))),

  draft: procedure
    .input(onImage)
    .output(drawingDraft)
    .query(({ ctx: { db, person }, input }) => asPerson(db, person.id, (tx) => readDraft(tx, person.id, input))),

  keepDraft: procedure
    .input(draftForm)
    .output(draftKept)
    .mutation(({ ctx: { db, person }, input }) => keepDraft(db, person.id, input)),
});
