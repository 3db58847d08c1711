import { z } from "zod";
import { authoriseImport, openTicket } from "../upload/index.ts";
import { type Context, procedure, router } from "./init.ts";

const uploaded = z.object({ ticket: z.string().max(200) });
const started = z.object({ jobId: z.uuid() });

/** The same work for a check and for the real thing; only the last step differs. */
async function enqueueImport(
  ctx: Context & { person: NonNullable<Context["person"]> },
  ticket: string,
  dryRun: boolean,
): Promise<{ jobId: string }> {
  const listingHash = openTicket({ secret: ctx.secret, personId: ctx.person.id }, ticket);
  const trialId = await authoriseImport(ctx, ctx.person.id, listingHash);
  const request = { kind: "import" as const, listing: listingHash, dryRun };
  return { jobId: await ctx.jobs.enqueue(ctx.person.id, request, trialId) };
}

export const importsRouter = router({
  /** Says what an import of these files would change, and everything that is wrong with them. Writes nothing. */
  check: procedure
    .input(uploaded)
    .output(started)
    .mutation(({ ctx, input }) => enqueueImport(ctx, input.ticket, true)),

  /** Imports the files: all of them, or nothing. */
  start: procedure
    .input(uploaded)
    .output(started)
    .mutation(({ ctx, input }) => enqueueImport(ctx, input.ticket, false)),
});
