import { binaryCalibration, type Estimated, type Interval, notEstimable, smoothCalibration } from "@nadir/statistics";
import type { Cohort } from "./cohort.ts";

interface Figure {
  readonly value: number;
  readonly lower: number;
  readonly upper: number;
}

/** Calibration of predictions by models that had not seen the subject. No subject stands in it. */
export interface OutOfFoldCalibration {
  readonly intercept: Figure;
  readonly slope: Figure;
  readonly observedExpected: Figure;
  readonly brier: number;
  /** Smoothed observed risk over predicted risk, in the order of the predictions; empty where no curve exists. */
  readonly curve: readonly { readonly predicted: number; readonly observed: number }[];
  readonly withOutcome: readonly number[];
  readonly without: readonly number[];
}

const MOST_POINTS = 80;

/** Of the out-of-fold predictions. With follow-up it is not given: a censored subject is neither with the outcome nor without. */
export function outOfFoldCalibration(
  predictions: readonly (number | null)[],
  { outcome, time }: Pick<Cohort, "outcome" | "time">,
): Estimated<OutOfFoldCalibration> {
  if (time) return notEstimable("With follow-up calibration is judged at the horizon, under a locked protocol.");
  const judged = predictions
    .flatMap((p, i) => (p === null ? [] : [{ p, y: outcome[i]! }]))
    .sort((a, b) => a.p - b.p || a.y - b.y);
  if (judged.length === 0) return notEstimable("No subject has a prediction.");
  const [p, y] = [Float64Array.from(judged, (j) => j.p), Uint8Array.from(judged, (j) => j.y)];
  const found = binaryCalibration(p, y);
  if (!found.estimable) return found;
  // Five knots want many distinct predictions; with few, a local curve.
  const smooth = smoothCalibration(p, y, judged.length < 100 ? { method: "lowess" } : undefined);
  const step = Math.max(1, Math.ceil(judged.length / MOST_POINTS));
  const of = (value: number, { lower, upper }: Interval): Figure => ({ value, lower, upper });
  return {
    estimable: true,
    intercept: of(found.inTheLarge.intercept, found.inTheLarge.interval),
    slope: of(found.slope.slope, found.slope.interval),
    observedExpected: of(found.observedExpected.ratio, found.observedExpected.interval),
    brier: found.brier,
    curve: smooth.estimable
      ? Array.from(p, (predicted, i) => ({ predicted, observed: smooth.curve[i]! })).filter(
          (_, i) => i % step === 0 || i === p.length - 1,
        )
      : [],
    withOutcome: judged.flatMap((j) => (j.y === 1 ? [j.p] : [])),
    without: judged.flatMap((j) => (j.y === 0 ? [j.p] : [])),
  };
}
