import type { AnalysisResult, ProtocolDocument, SecondaryAnalysis } from "@nadir/domain";
import { type Band, type BinaryPerformance, binaryPerformance, type Estimated } from "@nadir/statistics";
import { type Named, scored } from "./discrimination.ts";
import type { AnalysisSubject } from "./subject.ts";

type Plan<K extends SecondaryAnalysis["kind"]> = Extract<SecondaryAnalysis, { kind: K }>;

/** Smooth calibration of the probabilities with its band, and their distribution in both classes. */
export function calibrationCurveAnalysis(
  named: Named,
  subjects: readonly AnalysisSubject[],
  protocol: ProtocolDocument,
  plan: Plan<"calibration-curve">,
): AnalysisResult {
  const { scores, events, excluded } = scored(subjects, protocol, { ...plan, notComputable: "exclude-and-count" });
  const { performance, base } = evaluated(scores, events, protocol, plan.level, []);
  const curve = performance.estimable && performance.curve.estimable ? performance.curve : null;
  const of = (outcome: boolean) => scores.filter((_, i) => events[i] === outcome).sort((a, b) => a - b);
  return {
    ...named,
    kind: "calibration-curve",
    excluded,
    ...base,
    note: curve ? null : reasonOf(performance, (p) => p.curve),
    curve: curve ? points(curve.band) : [],
    indices: curve ? curve.indices : null,
    predictions: { withOutcome: of(true), without: of(false) },
  };
}

/** The thresholds of a planned range, both ends included. */
export const thresholdsOf = ({ from, to, step }: Plan<"decision-curve">["thresholds"]): number[] =>
  Array.from({ length: Math.floor((to - from) / step + 1e-9) + 1 }, (_, k) => Number((from + k * step).toFixed(10)));

/** Net benefit of the model, of treating all and of treating none, over the planned thresholds. */
export function decisionCurveAnalysis(
  named: Named,
  subjects: readonly AnalysisSubject[],
  protocol: ProtocolDocument,
  plan: Plan<"decision-curve">,
): AnalysisResult {
  const { scores, events, excluded } = scored(subjects, protocol, { ...plan, notComputable: "exclude-and-count" });
  const thresholds = thresholdsOf(plan.thresholds);
  const { performance, base } = evaluated(scores, events, protocol, plan.level, thresholds);
  const benefit = performance.estimable && performance.netBenefit?.estimable ? performance.netBenefit : null;
  return {
    ...named,
    kind: "decision-curve",
    excluded,
    ...base,
    note: benefit ? null : reasonOf(performance, (p) => p.netBenefit),
    prevalence: base.n > 0 ? base.events / base.n : null,
    points: benefit
      ? benefit.points.map(({ threshold, model, all, standardised, avoidedPer100 }, k) => ({
          threshold,
          model,
          lower: benefit.band.lower?.[k] ?? null,
          upper: benefit.band.upper?.[k] ?? null,
          all,
          standardised,
          avoidedPer100,
        }))
      : [],
  };
}

function evaluated(
  scores: readonly number[],
  events: readonly boolean[],
  protocol: ProtocolDocument,
  level: number,
  thresholds: readonly number[],
) {
  const { seed, resamples, stratified } = protocol.random;
  const performance = binaryPerformance(scores, events, { level, thresholds, resamples, seed, stratified });
  const done = performance.estimable ? performance.resampling : null;
  return {
    performance,
    base: {
      n: scores.length,
      events: events.filter(Boolean).length,
      resamples: done?.replicates ?? 0,
      redrawn: done?.redrawn ?? 0,
      seed,
    },
  };
}

const reasonOf = (
  performance: Estimated<BinaryPerformance>,
  part: (p: BinaryPerformance) => Estimated<object> | null,
): string => {
  if (!performance.estimable) return performance.reason;
  const found = part(performance);
  return found && !found.estimable ? found.reason : "not estimable.";
};

const points = ({ x, estimate, lower, upper }: Band) =>
  x.map((v, g) => ({ x: v, y: estimate[g]!, lower: lower?.[g] ?? null, upper: upper?.[g] ?? null }));
