import { asPerson } from "@nadir/db";
import { agreementQuery, readAgreement, trialAgreement } from "../agreement/index.ts";
import { procedure, router } from "./init.ts";

/** How two readers of a trial agree. */
export const agreementRouter = router({
  read: procedure
    .input(agreementQuery)
    .output(trialAgreement)
    .query(({ ctx: { db, person }, input }) => asPerson(db, person.id, (tx) => readAgreement(tx, person.id, input))),
});
