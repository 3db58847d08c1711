import { z } from "zod";
import { dataLocks, lockData, unlockData } from "../identity/index.ts";
import { boundSignature } from "../read/signature-shape.ts";
import { procedure, router } from "./init.ts";

const act = z.object({ trial: z.string().max(200), reason: z.string().max(2000), password: z.string().max(200) });

/** The data locks of the person's trials. */
export const dataLockRouter = router({
  list: procedure
    .input(z.void())
    .output(
      z.array(
        z.object({
          trial: z.string(),
          lockedAt: z.date(),
          lockedBy: z.string(),
          reason: z.string(),
          unlockedAt: z.date().nullable(),
          unlockedBy: z.string().nullable(),
          unlockReason: z.string().nullable(),
          signature: boundSignature.nullable(),
        }),
      ),
    )
    .query(({ ctx: { db, person } }) => dataLocks(db, person.id)),

  lock: procedure
    .input(act)
    .output(z.void())
    .mutation(({ ctx: { db, person }, input }) => lockData(db, person, input)),

  unlock: procedure
    .input(act)
    .output(z.void())
    .mutation(({ ctx: { db, person }, input }) => unlockData(db, person, input)),
});
