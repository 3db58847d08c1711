import { refuse } from "@nadir/domain";
import { checkedFlags, checkSameLength, type Flags, type Numbers } from "../checked-input.ts";
import { mean, quantile } from "../describe.ts";
import { type Estimated, estimated, notEstimable } from "../estimate.ts";
import { localQuadratic, lowess } from "../models/local-regression.ts";
import { logisticRegression } from "../models/logistic-regression.ts";
import { splineBasis, splineKnots } from "../models/restricted-cubic-spline.ts";
import { checkedProbabilities } from "./binary-calibration.ts";

/** Austin & Steyerberg 2019: mean, median, 90% (type 7) and largest |observed - predicted| over the subjects. */
export interface CalibrationIndices {
  readonly ici: number;
  readonly e50: number;
  readonly e90: number;
  readonly emax: number;
}

export interface SmoothCalibration extends CalibrationIndices {
  readonly method: "spline" | "loess" | "lowess";
  /** Knots on the logit scale (spline only). */
  readonly knots?: readonly number[];
  /** Smoothed observed risk at each subject's prediction, input order. */
  readonly curve: Float64Array;
}

export function calibrationIndices(predicted: Float64Array, smoothed: Float64Array): CalibrationIndices {
  if (predicted.length === 0) refuse("NO_ROWS", "There are no predictions to compare with a curve.");
  const e = predicted.map((p, i) => Math.abs(smoothed[i]! - p));
  return { ici: mean(e), e50: quantile(e, 0.5), e90: quantile(e, 0.9), emax: Math.max(...e) };
}

export type SmoothMethod =
  | { readonly method: "spline"; readonly knots: 3 | 4 | 5 }
  | { readonly method: "loess"; readonly span?: number }
  | { readonly method: "lowess"; readonly f?: number; readonly delta?: number };

/**
 * Smooth calibration curve at every observed prediction. Default: logistic regression on a restricted cubic spline of
 * logit(p) with 5 knots. Never beyond the observed predictions.
 */
export function smoothCalibration(
  probabilities: Numbers,
  outcome: Flags,
  how: SmoothMethod = { method: "spline", knots: 5 },
): Estimated<SmoothCalibration> {
  checkSameLength({ probability: probabilities, outcome });
  const { p, logits } = checkedProbabilities(probabilities);
  const y = checkedFlags(outcome, "outcome");
  if (new Set(p).size < 5)
    return notEstimable(`A smooth curve needs five distinct predictions; there are ${new Set(p).size}.`);
  if (how.method === "spline") {
    const knots = splineKnots(logits, how.knots);
    const basis = splineBasis(logits, knots);
    const fit = logisticRegression({ outcome: y, covariates: Object.fromEntries(basis.map((c, j) => [`s${j}`, c])) });
    if (!fit.estimable) return fit;
    return estimated({ method: how.method, knots, curve: fit.fitted, ...calibrationIndices(p, fit.fitted) });
  }
  const range = Math.max(...p) - Math.min(...p);
  const curve =
    how.method === "loess"
      ? localQuadratic(p, y, how.span ?? 0.75)
      : lowess(p, y, { f: how.f ?? 2 / 3, delta: how.delta ?? 0.01 * range });
  return estimated({ method: how.method, curve, ...calibrationIndices(p, curve) });
}
