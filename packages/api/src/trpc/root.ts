import { auditRouter } from "./audit-router.ts";
import { evidenceRouter } from "./evidence-router.ts";
import { importsRouter } from "./imports-router.ts";
import { router } from "./init.ts";
import { lesionReadingsRouter } from "./lesion-readings-router.ts";
import { libraryRouter } from "./library-router.ts";
import { modelsRouter } from "./models-router.ts";
import { planningRouter } from "./planning-router.ts";
import { protocolsRouter } from "./protocols-router.ts";
import { responsesRouter } from "./responses-router.ts";
import { sessionRouter } from "./session-router.ts";
import { trialsRouter } from "./trials-router.ts";
import { vasariRouter } from "./vasari-router.ts";

export const appRouter = router({
  session: sessionRouter,
  trials: trialsRouter,
  responses: responsesRouter,
  evidence: evidenceRouter,
  imports: importsRouter,
  protocols: protocolsRouter,
  models: modelsRouter,
  library: libraryRouter,
  planning: planningRouter,
  audit: auditRouter,
  vasari: vasariRouter,
  lesionReadings: lesionReadingsRouter,
});
export type AppRouter = typeof appRouter;
