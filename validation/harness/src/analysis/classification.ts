import type { AnalysisResult, Figure, ProtocolDocument, SecondaryAnalysis } from "@nadir/domain";
import { proportion } from "@nadir/statistics";
import type { Named } from "./discrimination.ts";
import { figureOf, noFigure } from "./figures.ts";
import { type AnalysisSubject, binaryOutcome, endpointOf, groupingOf, isFavourable, noExclusions } from "./subject.ts";

/** The favourable group as a test for the event: the four counts and their proportions with Wilson limits. */
export function classificationAnalysis(
  named: Named,
  subjects: readonly AnalysisSubject[],
  protocol: ProtocolDocument,
  plan: Extract<SecondaryAnalysis, { kind: "classification" }>,
): AnalysisResult {
  const endpoint = endpointOf(protocol, plan.endpoint);
  const grouping = groupingOf(protocol, plan.grouping);
  const excluded = noExclusions();
  const count = { tp: 0, fp: 0, fn: 0, tn: 0 };
  for (const s of subjects) {
    const favourable = isFavourable(s.row, grouping) ?? (plan.notComputable === "as-unfavourable" ? false : null);
    if (favourable === null) {
      excluded.notComputable++;
      continue;
    }
    const event = binaryOutcome(s.outcomes, endpoint);
    if (event === null) excluded.outcomeUnknown++;
    else if (favourable) count[event ? "tp" : "fp"]++;
    else count[event ? "fn" : "tn"]++;
  }
  const { tp, fp, fn, tn } = count;
  const share = (k: number, n: number): Figure => {
    const found = proportion(k, n, plan.ci.level);
    return found.estimable
      ? figureOf(found.estimate, found.wilson, plan.ci.level, "Wilson")
      : noFigure("Wilson", found.reason);
  };
  return {
    ...named,
    kind: "classification",
    grouping: plan.grouping,
    excluded,
    favourableWithEvent: tp,
    favourableWithout: fp,
    unfavourableWithEvent: fn,
    unfavourableWithout: tn,
    sensitivity: share(tp, tp + fn),
    specificity: share(tn, tn + fp),
    positivePredictive: share(tp, tp + fp),
    negativePredictive: share(tn, tn + fn),
    prevalence: share(tp + fn, tp + fp + fn + tn),
  };
}
