import type { DevelopmentPlan } from "@nadir/domain";
import { cohortOf } from "@nadir/risk";
import { readPredictions } from "../evaluate/predictions.ts";

/** The cohort of a plan from a file (`cohortOf`). */
export const readCohort = async (file: string, plan: DevelopmentPlan) =>
  cohortOf(await readPredictions(file, plan.subject), plan);
