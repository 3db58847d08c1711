import type { AnalysisResult, AucResult, Figure, ProtocolDocument, SecondaryAnalysis } from "@nadir/domain";
import {
  aucDeLong,
  aucInterval,
  exactRankSumTest,
  MOST_FOR_EXACT_RANK_SUM,
  notEstimable,
  rocCurve,
  zOf,
} from "@nadir/statistics";
import { scoreLimits } from "../precision.ts";
import { figureOf, figureWithoutInterval, noFigure, noTest } from "./figures.ts";
import { type AnalysisSubject, binaryOutcome, endpointOf, noExclusions } from "./subject.ts";

export type Named = { readonly id: string; readonly title: string; readonly set: "training" | "test" };
type AucPlan = Pick<Extract<SecondaryAnalysis, { kind: "auc" }>, "endpoint" | "notComputable"> & {
  readonly ci: { readonly method: "delong-wald" | "newcombe-score"; readonly level: number };
};

/** A probability below every probability: the place of who has none, by intention to predict. */
const BELOW_ALL = -1;

/** Scores and outcomes of those who have both, and the count of the others. */
export function scored(
  subjects: readonly AnalysisSubject[],
  protocol: ProtocolDocument,
  { endpoint: id, notComputable }: Pick<AucPlan, "endpoint" | "notComputable">,
) {
  const endpoint = endpointOf(protocol, id);
  const excluded = noExclusions();
  const scores: number[] = [];
  const events: boolean[] = [];
  for (const s of subjects) {
    const score = s.prediction.value ?? (notComputable === "rank-last" ? BELOW_ALL : null);
    if (score === null) {
      excluded.notComputable++;
      continue;
    }
    const event = binaryOutcome(s.outcomes, endpoint);
    if (event === null) {
      excluded.outcomeUnknown++;
      continue;
    }
    scores.push(score);
    events.push(event);
  }
  return { scores, events, excluded };
}

export function aucAnalysis(
  named: Named,
  subjects: readonly AnalysisSubject[],
  protocol: ProtocolDocument,
  plan: AucPlan,
): AucResult {
  const { scores, events, excluded } = scored(subjects, protocol, plan);
  const roc = rocCurve(scores, events);
  const cases = events.filter(Boolean).length;
  return {
    ...named,
    kind: "auc",
    excluded,
    auc: aucFigure(scores, events, plan.ci),
    events: cases,
    nonEvents: events.length - cases,
    roc: roc.estimable ? roc.points.map(({ sensitivity, specificity }) => ({ sensitivity, specificity })) : [],
  };
}

/** The AUC with the interval of the plan; where that interval cannot be computed the note says so and why. */
export function aucFigure(scores: readonly number[], events: readonly boolean[], ci: AucPlan["ci"]): Figure {
  const method = ci.method === "delong-wald" ? "DeLong, Wald limits" : "score limits (Newcombe method 5)";
  const estimate = aucDeLong(scores, events);
  if (!estimate.estimable) return noFigure(method, estimate.reason);
  if (ci.method === "newcombe-score") {
    const [lower, upper] = scoreLimits(estimate.auc, estimate.cases, estimate.controls, zOf(ci.level));
    return figureOf(estimate.auc, { lower, upper }, ci.level, method);
  }
  const interval = aucInterval(estimate, { method: "wald", level: ci.level });
  return interval.estimable
    ? figureOf(estimate.auc, interval, ci.level, method)
    : figureWithoutInterval(estimate.auc, method, `Interval not estimable: ${interval.reason}`);
}

/** Exact two-sided permutation test of the AUC, which is the rank-sum test; ties by mid-ranks. */
export function permutationAnalysis(
  named: Named,
  subjects: readonly AnalysisSubject[],
  protocol: ProtocolDocument,
  plan: Extract<SecondaryAnalysis, { kind: "auc-permutation" }>,
): AnalysisResult {
  const { scores, events, excluded } = scored(subjects, protocol, { ...plan, notComputable: "exclude-and-count" });
  const cases = events.filter(Boolean).length;
  const method = "exact permutation (rank sum), two-sided";
  // The lock refuses such a plan; one that was locked before it did is still reported.
  const isTooLarge = events.length > MOST_FOR_EXACT_RANK_SUM;
  const test = isTooLarge
    ? notEstimable(
        `${events.length} subjects are too many for the exact distribution, which goes up to ${MOST_FOR_EXACT_RANK_SUM}.`,
      )
    : exactRankSumTest(scores, events);
  return {
    ...named,
    kind: "auc-permutation",
    excluded,
    events: cases,
    nonEvents: events.length - cases,
    test: test.estimable
      ? { statistic: test.z, df: null, p: test.pTwoSided, method, note: null }
      : noTest(method, test.reason),
    arrangements: isTooLarge ? 0 : arrangements(events.length, cases),
  };
}

/** How many ways there are to choose the cases among all. */
function arrangements(n: number, k: number): number {
  let count = 1;
  for (let i = 1; i <= Math.min(k, n - k); i++) count = (count * (n - Math.min(k, n - k) + i)) / i;
  return Math.round(count);
}
