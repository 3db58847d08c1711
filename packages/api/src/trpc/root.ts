import { accountRouter } from "./account-router.ts";
import { agreementRouter } from "./agreement-router.ts";
import { auditRouter } from "./audit-router.ts";
import { boardRouter } from "./board-router.ts";
import { cohortRouter } from "./cohort-router.ts";
import { dataLockRouter } from "./data-lock-router.ts";
import { drawnMasksRouter } from "./drawn-masks-router.ts";
import { entryRouter } from "./entry-router.ts";
import { evidenceRouter } from "./evidence-router.ts";
import { findRouter } from "./find-router.ts";
import { healthRouter } from "./health-router.ts";
import { importsRouter } from "./imports-router.ts";
import { router } from "./init.ts";
import { jobsRouter } from "./jobs-router.ts";
import { lesionReadingsRouter } from "./lesion-readings-router.ts";
import { libraryRouter } from "./library-router.ts";
import { modelsRouter } from "./models-router.ts";
import { peopleRouter } from "./people-router.ts";
import { planningRouter } from "./planning-router.ts";
import { protocolsRouter } from "./protocols-router.ts";
import { queriesRouter } from "./queries-router.ts";
import { radiogenomicsRouter } from "./radiogenomics-router.ts";
import { readsRouter } from "./reads-router.ts";
import { responsesRouter } from "./responses-router.ts";
import { sessionRouter } from "./session-router.ts";
import { setUpRouter } from "./set-up-router.ts";
import { shareRouter } from "./share-router.ts";
import { strataRouter } from "./strata-router.ts";
import { trialsRouter } from "./trials-router.ts";
import { vasariRouter } from "./vasari-router.ts";
import { worklistRouter } from "./worklist-router.ts";

export const appRouter = router({
  session: sessionRouter,
  account: accountRouter,
  trials: trialsRouter,
  responses: responsesRouter,
  cohort: cohortRouter,
  evidence: evidenceRouter,
  imports: importsRouter,
  entry: entryRouter,
  jobs: jobsRouter,
  protocols: protocolsRouter,
  models: modelsRouter,
  radiogenomics: radiogenomicsRouter,
  planning: planningRouter,
  people: peopleRouter,
  setUp: setUpRouter,
  health: healthRouter,
  share: shareRouter,
  dataLock: dataLockRouter,
  audit: auditRouter,
  vasari: vasariRouter,
  find: findRouter,
  worklist: worklistRouter,
  queries: queriesRouter,
  board: boardRouter,
  library: libraryRouter,
  lesionReadings: lesionReadingsRouter,
  drawnMasks: drawnMasksRouter,
  agreement: agreementRouter,
  reads: readsRouter,
  strata: strataRouter,
});
export type AppRouter = typeof appRouter;
