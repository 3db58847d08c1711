import { asPerson } from "@nadir/db";
import { key } from "@nadir/domain";
import { z } from "zod";
import { trialAccess } from "../read/view.ts";
import {
  adjudicate,
  adjudicated,
  adjudicationForm,
  adjudicationToSign,
  amendmentToDrop,
  amendRead,
  charterInForce,
  dropAmendment,
  keptRead,
  listReaders,
  listReads,
  newCharter,
  newSeniority,
  readAdjudication,
  readerOfTrial,
  readForm,
  readKept,
  readPage,
  readReadForm,
  readReadPage,
  readsOfTrial,
  readToAmend,
  readToTake,
  saveDraft,
  setCharter,
  setSeniority,
  settleReads,
  signRead,
  takeRead,
} from "../reads/index.ts";
import { procedure, router } from "./init.ts";
import { ofRow, signatory, withPassword } from "./signing.ts";

const begun = z.object({ session: z.uuid() });

/** Reading scans: the queue, a read as draft and signed, and the decision between two. */
export const readsRouter = router({
  list: procedure
    .input(z.object({ trial: key }))
    .output(readsOfTrial)
    .query(({ ctx: { db, person }, input }) => asPerson(db, person.id, (tx) => listReads(tx, person.id, input.trial))),

  setCharter: procedure
    .input(newCharter)
    .output(charterInForce.pick({ number: true }))
    .mutation(({ ctx: { db, person }, input }) => setCharter(db, person.id, input)),

  /** The readers of a trial with their seniority, for its administrator. */
  readers: procedure
    .input(z.object({ trial: key }))
    .output(z.array(readerOfTrial))
    .query(({ ctx: { db, person }, input }) => listReaders(db, person.id, input.trial)),

  setSeniority: procedure
    .input(newSeniority)
    .output(z.void())
    .mutation(({ ctx: { db, person }, input }) => setSeniority(db, person.id, input)),

  take: procedure
    .input(readToTake)
    .output(begun)
    .mutation(({ ctx: { db, person }, input }) => takeRead(db, person.id, input)),

  form: procedure
    .input(begun)
    .output(readForm)
    .query(({ ctx: { db, person }, input }) =>
      asPerson(db, person.id, (tx) => readReadForm(tx, person.id, input.session)),
    ),

  /** What the page of a read shows: its form, and the patient with the images. */
  page: procedure
    .input(begun)
    .output(readPage)
    .query(({ ctx: { db, person }, input }) =>
      asPerson(db, person.id, (tx) => readReadPage(tx, person.id, input.session)),
    ),

  save: procedure
    .input(keptRead)
    .output(readKept)
    .mutation(({ ctx: { db, person }, input }) => saveDraft(db, person.id, input)),

  amend: procedure
    .input(readToAmend)
    .output(begun)
    .mutation(({ ctx: { db, person }, input }) => amendRead(db, person.id, input)),

  /** Drops an amendment that is a draft; answers the signed read that it was to amend. */
  dropAmendment: procedure
    .input(amendmentToDrop)
    .output(begun)
    .mutation(({ ctx: { db, person }, input }) => dropAmendment(db, person.id, input)),

  /** Signs a read; afterwards the reads of the patient's two readers are compared, and responses computed anew. */
  sign: procedure
    .input(keptRead.extend(withPassword))
    .output(readKept)
    .mutation(async ({ ctx: { db, person, jobs }, input: { password, ...kept } }) => {
      const {
        trial,
        subject: _subject,
        isRepeated,
        ...answer
      } = await signRead(
        db,
        signatory(db, person, { password, role: "reader", about: ofRow("session", kept.session) }),
        kept,
      );
      if (!isRepeated) {
        const { trialId } = await asPerson(db, person.id, (tx) => trialAccess(tx, person.id, trial));
        await settleReads(db, trialId);
        await jobs.enqueue(person.id, { kind: "compute", trialKey: trial }, trialId);
      }
      return answer;
    }),

  adjudication: procedure
    .input(z.object({ comparison: z.uuid() }))
    .output(adjudicationForm)
    .query(({ ctx: { db, person }, input }) =>
      asPerson(db, person.id, (tx) => readAdjudication(tx, person.id, input.comparison)),
    ),

  adjudicate: procedure
    .input(adjudicationToSign.extend(withPassword))
    .output(adjudicated)
    .mutation(async ({ ctx: { db, person, jobs }, input: { password, ...document } }) => {
      const { session, trialId, trial, isRepeated } = await adjudicate(
        db,
        signatory(db, person, { password, role: "adjudicator", about: ofRow("comparison", document.comparison) }),
        document,
      );
      if (!isRepeated) await jobs.enqueue(person.id, { kind: "compute", trialKey: trial }, trialId);
      return { session };
    }),
});
