import { evidenceTable } from "@nadir/domain";
import { LIBRARY_GAPS, library } from "@nadir/risk";
import { z } from "zod";
import { procedure, router } from "./init.ts";

/** Published studies, for whoever is signed in; nothing of a trial is read. */
export const libraryRouter = router({
  tables: procedure
    .output(z.object({ tables: z.array(evidenceTable), gaps: z.array(z.string()) }))
    .query(() => ({ tables: [...library()], gaps: [...LIBRARY_GAPS] })),
});
