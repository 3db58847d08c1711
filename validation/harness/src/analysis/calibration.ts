import type { AnalysisResult, Figure, ProtocolDocument, SecondaryAnalysis } from "@nadir/domain";
import { zOf } from "@nadir/statistics";
import { type LogisticFit, maximumLikelihood } from "../estimators/maximum-likelihood.ts";
import { type Named, scored } from "./discrimination.ts";
import { figureOf, figureWithoutInterval, noFigure } from "./figures.ts";
import type { AnalysisSubject } from "./subject.ts";

/** Probabilities are kept this far from 0 and 1 where their logit is taken. */
const CLIP = 1e-12;

/**
 * Calibration of the predicted probabilities (rule book validation §4.4): O/E with ln O/E ± z sqrt((1 - prevalence)/O),
 * calibration in the large (intercept with logit p as offset), slope, Brier and scaled Brier score.
 */
export function calibrationAnalysis(
  named: Named,
  subjects: readonly AnalysisSubject[],
  protocol: ProtocolDocument,
  plan: Extract<SecondaryAnalysis, { kind: "calibration" }>,
): AnalysisResult {
  const { scores, events, excluded } = scored(subjects, protocol, { ...plan, notComputable: "exclude-and-count" });
  const n = scores.length;
  const observed = events.filter(Boolean).length;
  const expected = scores.reduce((s, p) => s + p, 0);
  const logit = scores.map((p) => {
    const q = Math.min(1 - CLIP, Math.max(CLIP, p));
    return [Math.log(q / (1 - q))];
  });
  const z = zOf(plan.level);
  const brier = n === 0 ? 0 : scores.reduce((s, p, i) => s + (p - (events[i] ? 1 : 0)) ** 2, 0) / n;
  const spread = n === 0 ? 0 : (observed / n) * (1 - observed / n);
  return {
    ...named,
    kind: "calibration",
    excluded,
    n,
    observed,
    expected,
    observedToExpected: ratio(observed, expected, n, z, plan.level),
    intercept: coefficient(
      maximumLikelihood(logit, events, { offset: logit.map((l) => l[0]!), slope: false }),
      0,
      z,
      plan.level,
      "logistic intercept, logit p as offset",
    ),
    slope: coefficient(maximumLikelihood(logit, events), 1, z, plan.level, "logistic slope on logit p"),
    brier:
      n === 0
        ? noFigure("mean squared error", "nobody has a prediction and an outcome.")
        : figureWithoutInterval(brier, "mean squared error", "No interval was planned."),
    scaledBrier:
      spread > 0
        ? figureWithoutInterval(1 - brier / spread, "1 - Brier / Brier of the prevalence", "No interval was planned.")
        : noFigure("1 - Brier / Brier of the prevalence", "one class only."),
  };
}

function ratio(observed: number, expected: number, n: number, z: number, level: number): Figure {
  const method = "observed / expected, log limits";
  if (observed === 0 || expected === 0)
    return noFigure(method, `${observed} observed, ${expected.toFixed(1)} expected: no ratio with limits.`);
  const half = z * Math.sqrt((1 - observed / n) / observed);
  const value = observed / expected;
  return figureOf(value, { lower: value * Math.exp(-half), upper: value * Math.exp(half) }, level, method);
}

function coefficient(fit: LogisticFit, j: number, z: number, level: number, method: string): Figure {
  if (!fit.estimable) return noFigure(method, fit.reason);
  const value = fit.coefficients[j]!;
  const half = z * Math.sqrt(fit.covariance[j]![j]!);
  return figureOf(value, { lower: value - half, upper: value + half }, level, method);
}
