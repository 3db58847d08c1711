import { refuse } from "@nadir/domain";
import {
  checkedFlags,
  checkedNumbers,
  checkLevel,
  checkSameLength,
  type Flags,
  type Numbers,
} from "../checked-input.ts";
import { mean, sum } from "../describe.ts";
import { aucValue } from "../discrimination/auc.ts";
import { chiSquareUpper, normalTwoSided, zOf } from "../distributions.ts";
import { type Estimated, estimated, type Interval, notEstimable } from "../estimate.ts";
import { bernoulliLogLikelihood, expit, logisticRegression, logit } from "../models/logistic-regression.ts";
import { type ProfileMethod, profileInterval } from "../models/profile-interval.ts";

const CLIP = 1e-12;

/** Probabilities checked to lie in [0, 1]; for the logit those nearer than 1e-12 to an end are moved there and counted. */
export function checkedProbabilities(values: Numbers): { p: Float64Array; logits: Float64Array; clipped: number } {
  const p = checkedNumbers(values, "probability");
  let clipped = 0;
  const logits = p.map((v, i) => {
    if (v < 0 || v > 1)
      refuse("NOT_A_PROBABILITY", `probability: value ${i + 1} is ${v}; give a number from 0 to 1.`, {
        found: String(v),
      });
    const inside = Math.max(CLIP, Math.min(1 - CLIP, v));
    if (inside !== v) clipped++;
    return logit(inside);
  });
  return { p, logits, clipped };
}

export interface BinaryCalibration {
  readonly n: number;
  readonly events: number;
  readonly meanPrediction: number;
  readonly clipped: number;
  /** Observed / expected events, limits exp(ln O/E ± z sqrt((1 - prevalence) / events)). */
  readonly observedExpected: { readonly ratio: number; readonly logStandardError: number; readonly interval: Interval };
  /** Calibration-in-the-large: intercept with logit(p) as offset. Not the intercept of the free-slope fit. */
  readonly inTheLarge: { readonly intercept: number; readonly standardError: number; readonly interval: Interval };
  readonly slope: {
    readonly slope: number;
    readonly standardError: number;
    readonly interval: Interval;
    readonly profileInterval: Interval | null;
    /** The intercept beside the free slope: for a recalibrated model only. */
    readonly freeIntercept: number;
  };
  /** Likelihood-ratio test of intercept 0 and slope 1 together, 2 degrees of freedom. */
  readonly unreliability: { readonly chiSquare: number; readonly p: number };
  readonly brier: number;
  /** Brier score of the prevalence of these data. */
  readonly brierNull: number;
  readonly scaledBrier: number;
  readonly logLoss: number;
  readonly spiegelhalter: { readonly z: number; readonly p: number };
  readonly cStatistic: number;
  /** Of the predictions as given; below 0 when they are worse than the prevalence. */
  readonly nagelkerkeR2: number;
}

/** Calibration of given probabilities (Van Calster 2016, 2019; Steyerberg). `profile` names how profile limits are found. */
export function binaryCalibration(
  probabilities: Numbers,
  outcome: Flags,
  level = 0.95,
  profile: ProfileMethod = "exact",
): Estimated<BinaryCalibration> {
  checkLevel(level);
  const n = checkSameLength({ probability: probabilities, outcome });
  const { p, logits, clipped } = checkedProbabilities(probabilities);
  const y = checkedFlags(outcome, "outcome");
  const events = y.reduce((s, v) => s + v, 0);
  if (events === 0 || events === n)
    return notEstimable(`Calibration needs both classes: ${events} with the outcome, ${n - events} without.`);
  const large = logisticRegression({ outcome: y, covariates: {}, offset: logits });
  const free = logisticRegression({ outcome: y, covariates: { slope: logits } });
  if (!large.estimable) return large;
  if (!free.estimable) return notEstimable(`The calibration slope cannot be fitted: ${free.reason}`);
  const z = zOf(level);
  const wald = (estimate: number, se: number): Interval => ({
    lower: estimate - z * se,
    upper: estimate + z * se,
    level,
  });
  const prevalence = events / n;
  const meanPrediction = mean(p);
  const ratio = prevalence / meanPrediction;
  const logSe = Math.sqrt((1 - prevalence) / events);
  const a = large.coefficients[0]!;
  const b = free.coefficients[1]!;
  const given = bernoulliLogLikelihood(y, logits);
  const nullValue = events * Math.log(prevalence) + (n - events) * Math.log(1 - prevalence);
  const chiSquare = Math.max(0, 2 * (free.logLikelihood - given));
  const brier = mean(p.map((v, i) => (v - y[i]!) ** 2));
  const brierNull = prevalence * (1 - prevalence);
  const spiegelhalter =
    sum(p.map((v, i) => (y[i]! - v) * (1 - 2 * v))) / Math.sqrt(sum(p.map((v) => (1 - 2 * v) ** 2 * v * (1 - v))));
  return estimated({
    n,
    events,
    meanPrediction,
    clipped,
    observedExpected: {
      ratio,
      logStandardError: logSe,
      interval: { lower: ratio * Math.exp(-z * logSe), upper: ratio * Math.exp(z * logSe), level },
    },
    inTheLarge: {
      intercept: a.coefficient,
      standardError: a.standardError,
      interval: wald(a.coefficient, a.standardError),
    },
    slope: {
      slope: b.coefficient,
      standardError: b.standardError,
      interval: wald(b.coefficient, b.standardError),
      profileInterval: profileInterval(
        {
          estimate: b.coefficient,
          standardError: b.standardError,
          best: free.logLikelihood,
          at: (slope) => profileValue(y, logits, slope),
        },
        level,
        profile,
      ),
      freeIntercept: free.coefficients[0]!.coefficient,
    },
    unreliability: { chiSquare, p: chiSquareUpper(chiSquare, 2) },
    brier,
    brierNull,
    scaledBrier: 1 - brier / brierNull,
    logLoss: -given / n,
    spiegelhalter: { z: spiegelhalter, p: normalTwoSided(spiegelhalter) },
    cStatistic: aucValue(p, y)!,
    nagelkerkeR2: (1 - Math.exp((2 / n) * (nullValue - given))) / (1 - Math.exp((2 / n) * nullValue)),
  });
}

/** Log-likelihood at a fixed slope with the intercept at its best (Newton in one dimension). */
function profileValue(y: Uint8Array, logits: Float64Array, slope: number): number {
  let intercept = 0;
  for (let k = 0; k < 60; k++) {
    let gradient = 0;
    let information = 0;
    for (let i = 0; i < y.length; i++) {
      const mu = expit(intercept + slope * logits[i]!);
      gradient += y[i]! - mu;
      information += mu * (1 - mu);
    }
    const step = Math.max(-5, Math.min(5, gradient / Math.max(information, 1e-300)));
    intercept += step;
    if (Math.abs(step) < 1e-13) break;
  }
  return bernoulliLogLikelihood(
    y,
    logits.map((l) => intercept + slope * l),
  );
}
