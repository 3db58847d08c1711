import { z } from "zod";
import { backupLine, finding, mayMakeBackup, readBackups, readHealth, requireKeeper } from "../health/index.ts";
import { procedure, router } from "./init.ts";
import { withPassword } from "./signing.ts";

const isExternal = (): boolean => Boolean(process.env["DATABASE_URL"]);

/** How the installation is, for whoever administers a trial of it as a whole; nothing of any trial. */
export const healthRouter = router({
  read: procedure
    .input(z.void())
    .output(z.array(finding))
    .query(({ ctx: { db, person, home } }) => readHealth(db, person.id, { home, isExternal: isExternal() })),

  /** The last backups, as they were noted. `isExternal`: they are those of a database server of one's own, not seen here. */
  backups: procedure
    .input(z.void())
    .output(z.object({ isExternal: z.boolean(), backups: z.array(backupLine) }))
    .query(async ({ ctx: { db, person } }) => {
      await requireKeeper(db, person.id);
      return { isExternal: isExternal(), backups: await readBackups(db) };
    }),

  /** Has the worker make a backup, compare it and restore it on trial; the password is asked anew. Nothing of it can be fetched. */
  makeBackup: procedure
    .input(z.object({ password: withPassword.password }))
    .output(z.object({ jobId: z.uuid() }))
    .mutation(async ({ ctx: { db, person, jobs }, input: { password } }) => {
      await mayMakeBackup(db, person, { password, isExternal: isExternal() });
      return { jobId: await jobs.enqueue(person.id, { kind: "backup" }) };
    }),

  /** Reads every object anew; the health page tells what came of it. */
  checkObjects: procedure
    .input(z.void())
    .output(z.object({ jobId: z.uuid() }))
    .mutation(async ({ ctx: { db, person, jobs } }) => {
      await requireKeeper(db, person.id);
      return { jobId: await jobs.enqueue(person.id, { kind: "check-objects" }) };
    }),
});
