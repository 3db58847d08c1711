import { asPerson } from "@nadir/db";
import { key, radiogenomicsSettings } from "@nadir/domain";
import { z } from "zod";
import { authoriseScan, readRadiogenomics, trialRadiogenomics } from "../radiogenomics/index.ts";
import { procedure, router } from "./init.ts";

/** Associations of images with molecular data over a trial, and models of molecular targets. */
export const radiogenomicsRouter = router({
  read: procedure
    .input(z.object({ trial: key }))
    .output(trialRadiogenomics)
    .query(({ ctx: { db, person }, input }) =>
      asPerson(db, person.id, (tx) => readRadiogenomics(tx, person.id, input.trial)),
    ),

  /** Has the figures computed by the worker. */
  compute: procedure
    .input(z.object({ trial: key, settings: radiogenomicsSettings }))
    .output(z.object({ jobId: z.uuid() }))
    .mutation(async ({ ctx: { db, person, jobs }, input }) => {
      const trialId = await asPerson(db, person.id, (tx) => authoriseScan(tx, person.id, input.trial));
      const request = { kind: "radiogenomics" as const, trialKey: input.trial, settings: input.settings };
      return { jobId: await jobs.enqueue(person.id, request, trialId) };
    }),
});
