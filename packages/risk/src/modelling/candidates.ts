import type { DevelopmentPlan } from "@nadir/domain";
import type { Cohort } from "./cohort.ts";
import { nested } from "./nested.ts";
import { compared, type Rival } from "./rivals.ts";

/** A candidate judged alone, beside the procedure that chooses between all of them. */
export interface JudgedCandidate extends Omit<Rival, "difference"> {
  /** The procedure less this candidate, on the subjects of both. */
  readonly difference: Rival["difference"];
  /** In how many of the outer parts the inner folds chose it. */
  readonly chosen: number;
  readonly reason: string | null;
}

/**
 * Every candidate of the plan alone on the same outer parts: what would have come of deciding for it beforehand. The best of
 * these figures is chosen by looking at them, and therefore too good; only that of the whole procedure is not.
 */
export function judgeCandidates(
  cohort: Cohort,
  plan: DevelopmentPlan,
  whole: { readonly predictions: readonly (number | null)[]; readonly chosen: readonly (string | null)[] },
): JudgedCandidate[] {
  return plan.candidates.map((candidate) => {
    const alone = nested(cohort, { ...plan, candidates: [candidate] });
    return {
      name: candidate.name,
      ...compared(plan, cohort, whole.predictions, alone.predictions),
      chosen: whole.chosen.filter((name) => name === candidate.name).length,
      reason: alone.notFitted[0]?.reason ?? null,
    };
  });
}
