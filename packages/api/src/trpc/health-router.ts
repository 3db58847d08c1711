import { z } from "zod";
import { finding, readHealth, requireKeeper } from "../health/index.ts";
import { procedure, router } from "./init.ts";

/** How the installation is, for whoever administers a trial of it as a whole; nothing of any trial. */
export const healthRouter = router({
  read: procedure
    .input(z.void())
    .output(z.array(finding))
    .query(({ ctx: { db, person, home } }) =>
      readHealth(db, person.id, { home, isExternal: Boolean(process.env["DATABASE_URL"]) }),
    ),

  /** Reads every object anew; the health page tells what came of it. */
  checkObjects: procedure
    .input(z.void())
    .output(z.object({ jobId: z.uuid() }))
    .mutation(async ({ ctx: { db, person, jobs } }) => {
      await requireKeeper(db, person.id);
      return { jobId: await jobs.enqueue(person.id, { kind: "check-objects" }) };
    }),
});
