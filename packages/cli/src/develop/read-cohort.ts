import type { DevelopmentPlan } from "@nadir/domain";
import { cohortOf, joinTables } from "@nadir/risk";
import { readPredictions } from "../evaluate/predictions.ts";
import { message } from "../speak.ts";

/** The cohort of a plan from a file (`cohortOf`), with the covariates of another beside it. */
export async function readCohort(file: string, plan: DevelopmentPlan, covariates?: string) {
  const table = await readPredictions(file, plan.subject);
  if (covariates === undefined) return cohortOf(table, plan);
  const joined = joinTables(table, await readPredictions(covariates, plan.subject), plan.subject);
  if (joined.without.length > 0)
    message(
      `! ${joined.without.length} of ${table.rows.length} subjects have no covariates: ${joined.without.slice(0, 5).join(", ")}${joined.without.length > 5 ? " and others" : ""}`,
    );
  return cohortOf(joined.table, plan);
}
