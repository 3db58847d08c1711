import { asPerson } from "@nadir/db";
import { key, validationResult } from "@nadir/domain";
import { z } from "zod";
import { listProtocols, protocolCard, protocolDetail, readProtocol, readReport } from "../trial-validation/index.ts";
import { procedure, router } from "./init.ts";

const reportSummary = z.object({
  /** What the primary analysis came to, in the words of the report. */
  sentence: z.string(),
  verdict: validationResult.shape.primary.shape.verdict,
  claim: validationResult.shape.claim,
  auc: validationResult.shape.primary.shape.analysis.shape.auc,
  events: z.int(),
  nonEvents: z.int(),
  rules: validationResult.shape.primary.shape.rules,
  tooSmall: z.array(z.string()),
});

export const protocolsRouter = router({
  list: procedure
    .input(z.object({ trial: key.optional() }))
    .output(z.array(protocolCard))
    .query(({ ctx: { db, person }, input: { trial } }) =>
      asPerson(db, person.id, (tx) => listProtocols(tx, person.id, trial === undefined ? {} : { trial })),
    ),

  read: procedure
    .input(z.object({ protocol: z.uuid() }))
    .output(protocolDetail)
    .query(({ ctx: { db, person }, input }) => readProtocol(db, person.id, input.protocol)),

  /** The head of a filed report; the whole of it is the report's own paper. */
  report: procedure
    .input(z.object({ protocol: z.uuid() }))
    .output(reportSummary)
    .query(async ({ ctx: { db, person }, input }) => {
      const { primary, claim, tooSmall } = (await readReport(db, person.id, input.protocol)).result;
      const { auc, events, nonEvents } = primary.analysis;
      return {
        sentence: primary.sentence,
        verdict: primary.verdict,
        claim,
        auc,
        events,
        nonEvents,
        rules: primary.rules,
        tooSmall,
      };
    }),
});
