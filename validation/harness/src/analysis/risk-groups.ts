import type { AnalysisResult, ProtocolDocument, SecondaryAnalysis } from "@nadir/domain";
import { refuse } from "@nadir/domain";
import type { FittedModel } from "../estimators/fit-model.ts";
import type { Named } from "./discrimination.ts";
import { type AnalysisSubject, endpointOf } from "./subject.ts";
import { groupedSurvival } from "./survival.ts";

/** Kaplan–Meier by groups of the predicted risk; the cut-points are the locked ones, never those of the test set. */
export function riskGroupAnalysis(
  named: Named,
  subjects: readonly AnalysisSubject[],
  protocol: ProtocolDocument,
  plan: Extract<SecondaryAnalysis, { kind: "survival-by-risk-group" }>,
  fitted: FittedModel["cuts"],
): AnalysisResult {
  const risks =
    plan.cuts.from === "fixed"
      ? [...plan.cuts.risks].sort((a, b) => a - b)
      : (fitted.find((c) => c.id === `cuts-${plan.id}`)?.output.risks ??
        refuse("ARTEFACT_WITHOUT_PROVENANCE", `The risk groups of ${plan.id} have no locked cut-points.`));
  const percent = (p: number) => `${(100 * p).toFixed(1)} %`;
  const labels = [...risks, null].map((upper, g) =>
    g === 0
      ? `risk below ${percent(risks[0]!)}`
      : upper === null
        ? `risk of ${percent(risks[g - 1]!)} and more`
        : `risk ${percent(risks[g - 1]!)} to below ${percent(upper)}`,
  );
  return groupedSurvival(named, subjects, {
    endpoint: endpointOf(protocol, plan.endpoint),
    labels,
    grouping: "predicted risk",
    level: plan.level,
    groupOf: ({ prediction: { value } }) => (value === null ? null : risks.filter((r) => value >= r).length),
  });
}
