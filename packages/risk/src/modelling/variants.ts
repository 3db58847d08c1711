import { type DevelopmentPlan, type DevelopmentStep, refuse } from "@nadir/domain";
import type { Cohort } from "./cohort.ts";
import { nested } from "./nested.ts";
import { compared, type Rival } from "./rivals.ts";

export interface Variants {
  /** Each set judged by the plan's candidates alone on it; `difference` is the procedure with all predictors less this one. */
  readonly sets: readonly (Omit<Rival, "netBenefitDifference"> & { readonly predictors: number })[];
  /** The first of each pair less the second, on the subjects of both. */
  readonly pairs: readonly {
    readonly first: string;
    readonly second: string;
    readonly difference: Rival["difference"];
  }[];
}

/**
 * The same plan on named parts of its predictors, on the same outer parts: baseline against follow-up against change, blood against
 * images against both. Steps that keep a list keep what of it the set has. P-values of pairs are not adjusted for their number.
 */
export function judgeVariants(cohort: Cohort, plan: DevelopmentPlan, whole: readonly (number | null)[]): Variants {
  const judged = plan.variants.map(({ name, predictors }) => {
    const unknown = predictors.find((p) => !cohort.names.includes(p));
    if (unknown !== undefined)
      refuse("NO_SUCH_PREDICTOR", `The variant '${name}' has '${unknown}', which is no predictor.`, { found: unknown });
    const own: Cohort = {
      ...cohort,
      names: predictors,
      columns: predictors.map((p) => cohort.columns[cohort.names.indexOf(p)]!),
    };
    const { predictions } = nested(own, {
      ...plan,
      candidates: plan.candidates.map((c) => ({ ...c, steps: c.steps.flatMap((s) => stepOn(s, predictors)) })),
    });
    const { netBenefitDifference: _, ...against } = compared(plan, cohort, whole, predictions);
    return { set: { name, predictors: predictors.length, ...against }, predictions };
  });
  return {
    sets: judged.map((j) => j.set),
    pairs: judged.flatMap((a, i) =>
      judged.slice(i + 1).map((b) => ({
        first: a.set.name,
        second: b.set.name,
        difference: compared(plan, cohort, a.predictions, b.predictions).difference,
      })),
    ),
  };
}

function stepOn(step: DevelopmentStep, predictors: readonly string[]): DevelopmentStep[] {
  if (step.kind !== "keep") return [step];
  const kept = step.predictors.filter((p) => predictors.includes(p));
  return kept.length > 0 ? [{ ...step, predictors: kept }] : [];
}
