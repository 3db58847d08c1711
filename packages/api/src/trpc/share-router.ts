import { KEY_PATTERN, key } from "@nadir/domain";
import { z } from "zod";
import { madeExports, requireExport } from "../deidentify/index.ts";
import { procedure, router } from "./init.ts";

const keyOfExport = z
  .string()
  .regex(
    KEY_PATTERN,
    "Give the exported trial a key of 1 to 64 letters, digits, dots, underscores or hyphens, beginning with a letter or digit.",
  );

/** A trial for others: the de-identified export, made by the worker and fetched as a file. */
export const shareRouter = router({
  made: procedure
    .input(z.object({ trial: key }))
    .output(z.array(z.object({ jobId: z.uuid(), name: z.string(), at: z.date(), patients: z.int() })))
    .query(({ ctx: { db, person }, input }) => madeExports(db, person.id, input.trial)),

  deidentify: procedure
    .input(z.object({ trial: key, as: keyOfExport.optional() }))
    .output(z.object({ jobId: z.uuid() }))
    .mutation(async ({ ctx: { db, person, jobs }, input: { trial, as } }) => {
      const trialId = await requireExport(db, person.id, trial);
      return { jobId: await jobs.enqueue(person.id, { kind: "deidentify", trialKey: trial, as }, trialId) };
    }),
});
