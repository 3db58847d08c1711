import { sampleSizePlan, sampleSizeRequest } from "@nadir/domain";
import { sampleSize } from "@nadir/statistics";
import { procedure, router } from "./init.ts";

/** Planning of studies: arithmetic on what is typed in, for whoever is signed in; nothing of a trial is read. */
export const planningRouter = router({
  sampleSize: procedure
    .input(sampleSizeRequest)
    .output(sampleSizePlan)
    .query(({ input }) => sampleSize(input)),
});
