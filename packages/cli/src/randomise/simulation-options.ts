import { type RandomisationPlan, refuse } from "@nadir/domain";
import type { PlanSimulation } from "@nadir/risk";
import { z } from "zod";
import { refuseIssues } from "../read-input.ts";

const survival = z.strictObject({
  medianFirstArm: z.number().gt(0),
  hazardRatio: z.number().gt(0),
  accrual: z.number().min(0),
  followUp: z.number().min(0),
  alpha: z.number().gt(0).lt(1).default(0.05),
});

function parsed<S extends z.ZodType>(text: string, schema: S, option: string): z.output<S> {
  let document: unknown;
  try {
    document = JSON.parse(text);
  } catch (error) {
    refuse("NOT_JSON", `${option} is not JSON: ${(error as Error).message}.`, { where: { path: option } });
  }
  const answer = schema.safeParse(document);
  return answer.success ? answer.data : refuseIssues(option, answer.error.issues, document);
}

export function readSurvival(text: string | undefined, plan: RandomisationPlan): Pick<PlanSimulation, "survival"> {
  if (text === undefined) return {};
  if (plan.arms.length !== 2)
    refuse("TWO_ARMS", `Power is of two arms; the plan has ${plan.arms.length}.`, { where: { path: "--survival" } });
  const wish = parsed(text, survival, "--survival");
  if (wish.accrual + wish.followUp === 0)
    refuse("NO_FOLLOW_UP", "Accrual and follow-up are both 0: nobody would be observed.", {
      where: { path: "--survival" },
    });
  return { survival: wish };
}

export function readShares(text: string | undefined, plan: RandomisationPlan): Pick<PlanSimulation, "shares"> {
  if (text === undefined) return {};
  const shares = parsed(text, z.record(z.string(), z.array(z.number().min(0)).min(2)), "--shares");
  for (const [name, list] of Object.entries(shares)) {
    const factor = plan.strata?.factors.find((f) => f.name === name);
    if (!factor || factor.levels.length !== list.length || !list.some((v) => v > 0))
      refuse(
        "WRONG_SHARES",
        factor
          ? `--shares gives '${name}' ${list.length} numbers; it has the levels ${factor.levels.map((l) => l.name).join(", ")}, one number each, not all 0.`
          : `--shares names '${name}', which is no factor of the plan.`,
        { where: { path: "--shares" }, found: name },
      );
  }
  return { shares };
}
