import { tracked } from "@trpc/server";
import { z } from "zod";
import { jobView } from "../jobs/index.ts";
import { procedure, router } from "./init.ts";
import { trackedStream } from "./tracked-stream.ts";

export const jobsRouter = router({
  /** A job's progress as server-sent events, until it has ended; a reconnecting browser gets the state as it is. */
  progress: procedure
    .input(z.object({ jobId: z.uuid(), lastEventId: z.string().nullish() }))
    .output(trackedStream(jobView))
    .subscription(async function* ({ ctx, input, signal }) {
      let number = Number(input.lastEventId ?? 0) || 0;
      for await (const job of ctx.jobs.watch(ctx.person.id, input.jobId, signal)) {
        number += 1;
        yield tracked(String(number), job);
      }
    }),
});
