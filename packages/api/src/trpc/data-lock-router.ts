import { z } from "zod";
import { dataLocks, lockableTrials, lockData, unlockData } from "../identity/index.ts";
import { boundSignature } from "../read/signature-shape.ts";
import { procedure, router } from "./init.ts";

const act = z.object({ trial: z.string().max(200), reason: z.string().max(2000), password: z.string().max(200) });

/** The data locks of the person's trials. */
export const dataLockRouter = router({
  list: procedure
    .input(z.void())
    .output(
      z.object({
        locks: z.array(
          z.object({
            trial: z.string(),
            lockedAt: z.date(),
            lockedBy: z.string(),
            byYou: z.boolean(),
            reason: z.string(),
            unlockedAt: z.date().nullable(),
            unlockedBy: z.string().nullable(),
            unlockReason: z.string().nullable(),
            signature: boundSignature.nullable(),
          }),
        ),
        /** The trials that the person may lock, each with the names of who else may unlock it. */
        lockable: z.array(z.object({ trial: z.string(), others: z.array(z.string()) })),
      }),
    )
    .query(async ({ ctx: { db, person } }) => ({
      locks: await dataLocks(db, person.id),
      lockable: (await lockableTrials(db, person.id)).map(({ trial, others }) => ({ trial, others: [...others] })),
    })),

  lock: procedure
    .input(act)
    .output(z.void())
    .mutation(({ ctx: { db, person }, input }) => lockData(db, person, input)),

  unlock: procedure
    .input(act)
    .output(z.void())
    .mutation(({ ctx: { db, person }, input }) => unlockData(db, person, input)),
});
