import { asPerson } from "@nadir/db";
import {
  evidence,
  evidenceQuery,
  immuneEventsQuery,
  readEvidence,
  readImmuneEvents,
  trialImmuneEvents,
} from "../evidence/index.ts";
import { procedure, router } from "./init.ts";

/** What speaks for and against an atypical response, from the record as it stands. */
export const evidenceRouter = router({
  subject: procedure
    .input(evidenceQuery)
    .output(evidence)
    .query(({ ctx: { db, person }, input }) => asPerson(db, person.id, (tx) => readEvidence(tx, person.id, input))),

  immuneEvents: procedure
    .input(immuneEventsQuery)
    .output(trialImmuneEvents)
    .query(({ ctx: { db, person }, input }) => asPerson(db, person.id, (tx) => readImmuneEvents(tx, person.id, input))),
});
