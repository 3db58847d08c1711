import type { FiredRule } from "@nadir/domain";
import { fire } from "../trace.ts";
import type { Block, Decision, Findings, Plan } from "./plan.ts";
import { RANO_RULES } from "./rules.ts";
import { startOfSteroidIncrease } from "./steroids.ts";

/**
 * Clinical deterioration from the tumour is progression. It is dated to the open progression that waited for confirmation,
 * or to the first visit of a steroid increase that lasted until now, whichever is earlier (Wen 2010; Okada 2015).
 */
export function clinicalProgression(
  plan: Plan,
  { visit }: Findings,
  block: Block | null,
  trace: FiredRule[] | null,
): Decision {
  const { visits } = plan.course;
  const increased = startOfSteroidIncrease(plan.course, visit, plan.baseline);
  if (trace) {
    if (block === null) fire(trace, RANO_RULES.clinicalWorse, {});
    else fire(trace, RANO_RULES.clinicalWhileWaiting, { openedOn: visits[block.visit]?.date ?? null });
    if (increased < visit)
      fire(trace, RANO_RULES.clinicalDatedBack, {
        increasedAt: visits[increased]?.id ?? null,
        increasedOn: visits[increased]?.date ?? null,
      });
  }
  return { overall: "PD", progressedAt: Math.min(increased, block?.visit ?? visit) };
}
