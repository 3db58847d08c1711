import type { AnalysisResult, Figure, HorizonResult, ProtocolDocument, SecondaryAnalysis } from "@nadir/domain";
import { type Estimated, horizonAuc, type Interval, survivalPerformance } from "@nadir/statistics";
import { thresholdsOf } from "./curves.ts";
import type { Named } from "./discrimination.ts";
import { figureOf, figureWithoutInterval, noFigure } from "./figures.ts";
import { type AnalysisSubject, afterLandmark, endpointOf, noExclusions } from "./subject.ts";

/**
 * The model's probability as risk of the event by a horizon, on everybody's follow-up from the landmark (rule book
 * validation §4.6). Who is censored before the horizon stays in, by weights; complete cases alone would be biased.
 */
export function horizonAnalysis(
  named: Named,
  subjects: readonly AnalysisSubject[],
  protocol: ProtocolDocument,
  plan: Extract<SecondaryAnalysis, { kind: "horizon-performance" }>,
): AnalysisResult {
  const endpoint = endpointOf(protocol, plan.endpoint);
  const excluded = noExclusions();
  const kept: { time: number; event: boolean; risk: number }[] = [];
  for (const s of subjects) {
    const found = afterLandmark(s, endpoint);
    if (s.prediction.value === null) excluded.notComputable++;
    else if (typeof found === "string") excluded[found]++;
    else kept.push({ ...found, risk: s.prediction.value });
  }
  const { level, horizonDays } = plan;
  const input = { time: kept.map((k) => k.time), event: kept.map((k) => k.event), risk: kept.map((k) => k.risk) };
  const { seed, resamples } = protocol.random;
  const { thresholds } = plan;
  const found = survivalPerformance(input, horizonDays, {
    level,
    seed,
    resamples,
    thresholds: thresholds ? thresholdsOf(thresholds) : [],
  });
  const common = {
    ...named,
    kind: "horizon-performance" as const,
    excluded,
    horizonDays,
    n: kept.length,
    events: kept.filter((k) => k.event).length,
    aucOverTime: plan.aucAtDays.map((days) => ({
      days,
      auc: figure(horizonAuc({ ...input, score: input.risk }, days, level), "AUC(t), IPCW", (a) => a.auc),
    })),
  };
  if (!found.estimable) {
    const none = noFigure("not estimable", found.reason);
    return {
      ...common,
      harrell: none,
      uno: none,
      auc: none,
      brier: none,
      accuracyIndex: none,
      observedToExpected: none,
      slope: none,
    };
  }
  const slope = found.slope;
  return {
    ...common,
    ...(plan.smoothCalibration ? { smooth: smoothOf(found.calibration, input.risk) } : {}),
    ...(thresholds ? { netBenefit: benefitOf(found.netBenefit) } : {}),
    harrell: figure(found.harrell, "Harrell's C, infinitesimal jackknife", (c) => c.c),
    uno: figure(found.uno, `Uno's C to ${horizonDays} days`, (c) => c.c),
    auc: figure(found.auc, "cumulative/dynamic AUC, IPCW, influence function", (a) => a.auc),
    brier: figure(found.brier, "Brier score, IPCW, influence function", (b) => b.brier),
    accuracyIndex: found.brier.estimable
      ? figureWithoutInterval(found.brier.ipa, "1 - Brier / Brier of Kaplan–Meier", "No interval was planned.")
      : noFigure("1 - Brier / Brier of Kaplan–Meier", found.brier.reason),
    observedToExpected: found.calibration.estimable
      ? figureOf(
          found.calibration.observedExpected.ratio,
          found.calibration.observedExpected.interval,
          level,
          "1 - Kaplan–Meier over mean predicted risk",
        )
      : noFigure("1 - Kaplan–Meier over mean predicted risk", found.calibration.reason),
    slope: figure(slope, "Cox coefficient of log(-log(1 - risk)), Wald limits", (s) => s.slope),
  };
}

function figure<T extends { readonly interval: Interval }>(
  found: Estimated<T>,
  method: string,
  value: (found: T) => number,
): Figure {
  if (!found.estimable) return noFigure(method, found.reason);
  const { interval } = found;
  return figureOf(value(found), interval, interval.level, method);
}

type Performance = Extract<ReturnType<typeof survivalPerformance>, { estimable: true }>;

function smoothOf(calibration: Performance["calibration"], risk: readonly number[]): HorizonResult["smooth"] {
  const smooth = calibration.estimable ? calibration.smooth : calibration;
  if (!smooth.estimable) return { indices: null, curve: [], note: smooth.reason };
  const { ici, e50, e90, emax, curve } = smooth;
  const order = [...risk.keys()].sort((a, b) => risk[a]! - risk[b]! || a - b);
  return {
    indices: { ici, e50, e90, emax },
    curve: order
      .filter((i, k) => k === 0 || risk[i] !== risk[order[k - 1]!])
      .map((i) => ({ x: risk[i]!, y: curve[i]! })),
    note: null,
  };
}

function benefitOf(found: Performance["netBenefit"]): HorizonResult["netBenefit"] {
  if (!found?.estimable) return { points: [], note: found?.reason ?? "no threshold lies in the range." };
  return {
    points: found.points.map(({ threshold, model, all, avoidedPer100 }) => ({ threshold, model, all, avoidedPer100 })),
    note: null,
  };
}
