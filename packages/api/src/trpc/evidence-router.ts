import { asPerson } from "@nadir/db";
import { evidence, readEvidence } from "../evidence/index.ts";
import { subjectQuery } from "../responses/index.ts";
import { procedure, router } from "./init.ts";

/** What speaks for and against an atypical response, from the record as it stands. */
export const evidenceRouter = router({
  subject: procedure
    .input(subjectQuery)
    .output(evidence)
    .query(({ ctx: { db, person }, input }) => asPerson(db, person.id, (tx) => readEvidence(tx, person.id, input))),
});
