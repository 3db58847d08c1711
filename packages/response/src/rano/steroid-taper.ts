import type { FiredRule } from "@nadir/domain";
import { fire } from "../trace.ts";
import type { Findings, Plan } from "./plan.ts";
import { RANO_RULES } from "./rules.ts";
import { doseAt, isDoseBelow } from "./steroids.ts";

/**
 * Growth on a lower steroid dose than at the reference scan is not progression (Wen 2010 Table 3, A11). Null where there
 * is no such growth; else the findings as they are without it.
 */
export function growthWhileTapering(
  plan: Plan,
  findings: Findings,
  trace: FiredRule[] | null,
): { readonly otherwise: Findings } | null {
  if (findings.target !== "PD") return null;
  const reference = findings.parts[0]?.reference.visit ?? -1;
  if (!isDoseBelow(plan.course, findings.visit, reference)) return null;
  const { visits } = plan.course;
  if (trace)
    fire(trace, RANO_RULES.steroidTaper, {
      dose: doseAt(visits[findings.visit]?.visit),
      referenceVisit: visits[reference]?.id ?? null,
      referenceDose: doseAt(visits[reference]?.visit),
    });
  return { otherwise: { ...findings, target: "SD" } };
}
