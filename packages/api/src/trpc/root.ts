import { accountRouter } from "./account-router.ts";
import { auditRouter } from "./audit-router.ts";
import { dataLockRouter } from "./data-lock-router.ts";
import { evidenceRouter } from "./evidence-router.ts";
import { findRouter } from "./find-router.ts";
import { importsRouter } from "./imports-router.ts";
import { router } from "./init.ts";
import { modelsRouter } from "./models-router.ts";
import { peopleRouter } from "./people-router.ts";
import { planningRouter } from "./planning-router.ts";
import { protocolsRouter } from "./protocols-router.ts";
import { responsesRouter } from "./responses-router.ts";
import { sessionRouter } from "./session-router.ts";
import { trialsRouter } from "./trials-router.ts";
import { vasariRouter } from "./vasari-router.ts";

export const appRouter = router({
  session: sessionRouter,
  account: accountRouter,
  trials: trialsRouter,
  responses: responsesRouter,
  evidence: evidenceRouter,
  imports: importsRouter,
  protocols: protocolsRouter,
  models: modelsRouter,
  planning: planningRouter,
  people: peopleRouter,
  dataLock: dataLockRouter,
  audit: auditRouter,
  vasari: vasariRouter,
  find: findRouter,
});
export type AppRouter = typeof appRouter;
