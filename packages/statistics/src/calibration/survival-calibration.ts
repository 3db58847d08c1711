import { checkLevel, checkSameLength, type Numbers } from "../checked-input.ts";
import { mean } from "../describe.ts";
import { zOf } from "../distributions.ts";
import { type Estimated, estimated, type Interval, notEstimable } from "../estimate.ts";
import { splineBasis, splineKnots } from "../models/restricted-cubic-spline.ts";
import { coxRegression } from "../survival/cox.ts";
import { coxSurvival } from "../survival/cox-baseline.ts";
import { kaplanMeier, survivalAt } from "../survival/kaplan-meier.ts";
import { checkedSurvival, type SurvivalInput } from "../survival/survival-data.ts";
import { checkedProbabilities } from "./binary-calibration.ts";
import { type CalibrationIndices, calibrationIndices } from "./smooth-calibration.ts";

export interface HorizonCalibration {
  /** 1 - Kaplan–Meier at the horizon. */
  readonly observedRisk: number;
  readonly meanPrediction: number;
  /** Observed / expected with limits exp(±z / sqrt(events by the horizon)). */
  readonly observedExpected: { readonly ratio: number; readonly interval: Interval; readonly events: number };
  /** Cox model on a restricted cubic spline (3 knots) of log(-log(1 - risk)) (Austin, Harrell & van Klaveren 2020). */
  readonly smooth: Estimated<CalibrationIndices & { readonly knots: readonly number[]; readonly curve: Float64Array }>;
}

/** Calibration of predicted risks by a horizon. */
export function horizonCalibration(
  input: SurvivalInput & { readonly risk: Numbers },
  horizon: number,
  level = 0.95,
): Estimated<HorizonCalibration> {
  checkLevel(level);
  checkSameLength({ time: input.time, risk: input.risk });
  const columns = checkedSurvival(input);
  const { p } = checkedProbabilities(input.risk);
  const curve = kaplanMeier(columns);
  if (!curve.estimable) return curve;
  const events = columns.time.filter((t, i) => t <= horizon && columns.event[i] === 1).length;
  if (events === 0) return notEstimable(`No event happened by ${horizon}: there is nothing observed to compare with.`);
  const observedRisk = 1 - survivalAt(curve, horizon).survival;
  const meanPrediction = mean(p);
  const ratio = observedRisk / meanPrediction;
  const half = zOf(level) / Math.sqrt(events);
  return estimated({
    observedRisk,
    meanPrediction,
    observedExpected: {
      ratio,
      interval: { lower: ratio * Math.exp(-half), upper: ratio * Math.exp(half), level },
      events,
    },
    smooth: smoothCurve(columns, p, horizon),
  });
}

function smoothCurve(
  columns: { time: Float64Array; event: Uint8Array },
  p: Float64Array,
  horizon: number,
): HorizonCalibration["smooth"] {
  if (p.some((v) => v <= 0 || v >= 1)) return notEstimable("A predicted risk of 0 or 1 has no complementary log-log.");
  if (new Set(p).size < 5)
    return notEstimable(`A smooth curve needs five distinct predictions; there are ${new Set(p).size}.`);
  const x = p.map((v) => Math.log(-Math.log1p(-v)));
  const knots = splineKnots(x, 3);
  const basis = splineBasis(x, knots);
  const fit = coxRegression({ ...columns, covariates: { linear: basis[0]!, bend: basis[1]! } });
  if (!fit.estimable) return fit;
  const [a, b] = [fit.means[0]!, fit.means[1]!];
  const at = coxSurvival(fit, { linear: a, bend: b }, [horizon])[0]!.cumulativeHazard;
  const centre = fit.coefficients[0]!.coefficient * a + fit.coefficients[1]!.coefficient * b;
  const curve = fit.linearPredictor.map((lp) => -Math.expm1(-at * Math.exp(lp - centre)));
  return estimated({ knots, curve, ...calibrationIndices(p, curve) });
}

/** Calibration slope of a survival model: Cox coefficient of its linear predictor, with the test of slope 1. */
export function survivalCalibrationSlope(
  input: SurvivalInput & { readonly linearPredictor: Numbers },
  level = 0.95,
): Estimated<{
  readonly slope: number;
  readonly standardError: number;
  readonly interval: Interval;
  /** Likelihood-ratio chi-square of slope 1, 1 degree of freedom. */
  readonly misfitChiSquare: number;
}> {
  const fit = coxRegression({ ...input, covariates: { lp: input.linearPredictor } }, { level });
  if (!fit.estimable) return fit;
  const { coefficient, standardError } = fit.coefficients[0]!;
  const atOne = fit.logLikelihoodAt(new Float64Array([1]));
  if (!Number.isFinite(atOne))
    return notEstimable("The linear predictor is so large that the likelihood at slope 1 is no number.");
  const half = zOf(level) * standardError;
  return estimated({
    slope: coefficient,
    standardError,
    interval: { lower: coefficient - half, upper: coefficient + half, level },
    misfitChiSquare: Math.max(0, 2 * (fit.logLikelihood - atOne)),
  });
}
