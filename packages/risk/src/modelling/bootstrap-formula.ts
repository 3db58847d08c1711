import type { DevelopmentPlan } from "@nadir/domain";
import { randomSource } from "@nadir/statistics";
import { type Cohort, drawnFrom } from "./cohort.ts";
import { fitCandidate } from "./fit-candidate.ts";
import type { FittedCandidate } from "./fitted-model.ts";
import { coefficientsOf, undoSteps } from "./linear-formula.ts";

/** A refit on raw values. */
interface FormulaSet {
  readonly intercept: number;
  readonly coefficients: readonly number[];
  readonly hazard?: number;
}

/**
 * Refits of a final formula on bootstrap samples of its training subjects, its predictors held: gaps, scaling and coefficients are
 * fitted anew, the choice of predictors is not. A sample on which the model does not exist is left out.
 */
export function bootstrapOf(
  { name }: FittedCandidate,
  plan: DevelopmentPlan,
  cohort: Cohort,
  used: readonly string[],
): FormulaSet[] {
  const candidate = plan.candidates.find((c) => c.name === name);
  if (!candidate) return [];
  const held = {
    ...candidate,
    steps: [
      { kind: "keep" as const, predictors: [...used], origin: "the final model's" },
      ...candidate.steps.filter((s) => s.kind === "impute-median" || s.kind === "scale"),
    ],
    model: candidate.model.kind === "logistic" ? { ...candidate.model, stepwise: "none" as const } : candidate.model,
  };
  const random = randomSource(plan.seed, 1);
  const n = cohort.subjects.length;
  return Array.from({ length: plan.bootstrap }, (_, b): FormulaSet[] => {
    const rows = Array.from({ length: n }, () => random.integer(n));
    const answer = fitCandidate(held, drawnFrom(cohort, rows), plan.seed + b, plan.survival?.horizon);
    const line = answer.estimable ? coefficientsOf(answer.fitted.model) : null;
    const undone = answer.estimable ? undoSteps(answer.fitted.steps) : null;
    if (!answer.estimable || !line || !undone) return [];
    const own = used.map((p) => undone.shift[p] ?? { centre: 0, scale: 1 });
    const coefficients = used.map((_, j) => line.slopes[j]! / own[j]!.scale);
    const intercept = coefficients.reduce((s, c, j) => s - c * own[j]!.centre, line.intercept);
    const { model } = answer.fitted;
    return [{ intercept, coefficients, ...(model.kind === "cox-elastic-net" ? { hazard: model.hazard } : {}) }];
  }).flat();
}
