import type { CohortSurvival } from "@nadir/api/cohort";

/** Overall survival of patients of whom no death is recorded: a curve would stay at 100 %, whatever happened. */
export const hasNoDeath = ({ endpoint, patients }: Pick<CohortSurvival, "endpoint" | "patients">): boolean =>
  endpoint === "os" && patients.length > 0 && patients.every(({ event }) => !event);
