import type { CriterionOutcome } from "@nadir/domain";

/** What a criterion's own module answers; `criteria.ts` adds the name and the parameters for all of them. */
export type JudgedOutcome = Omit<CriterionOutcome, "name" | "parameters" | "parametersVersion">;
