import { z } from "zod";

/** Plans and results of the analyses that draw a curve: calibration with its band, net benefit, performance by a horizon. */

const risk = z.number().gt(0).lt(1);
const count = z.int().min(0);

/** Smooth calibration with a pointwise bootstrap band; resamples and seed are those of the protocol. */
export const calibrationCurvePlan = { kind: z.literal("calibration-curve"), level: risk };

const thresholdRange = z
  .strictObject({ from: risk, to: risk, step: z.number().gt(0).lt(1) })
  .refine((t) => t.from < t.to && (t.to - t.from) / t.step <= 200, {
    error: "name a range whose 'from' lies below 'to', with at most 200 steps",
  });

/** Net benefit over thresholds fixed in advance. */
export const decisionCurvePlan = { kind: z.literal("decision-curve"), level: risk, thresholds: thresholdRange };

/**
 * The model's probability as the risk of the event by a horizon, on follow-up with censoring: every subject counts, those
 * censored before the horizon by their weights.
 */
export const horizonPerformancePlan = {
  kind: z.literal("horizon-performance"),
  landmark: z.literal("index-time"),
  horizonDays: z.int().min(1),
  /** Further days at which AUC(t) is stated. */
  aucAtDays: z.array(z.int().min(1)).default([]),
  /** Smooth calibration at the horizon: Cox on a spline of log(-log(1 - risk)). */
  smoothCalibration: z.literal(true).optional(),
  /** Net benefit by the horizon, with censoring, over thresholds fixed in advance. */
  thresholds: thresholdRange.optional(),
  level: risk,
};

const banded = z.array(
  z.strictObject({ x: z.number(), y: z.number(), lower: z.number().nullable(), upper: z.number().nullable() }),
);

/** `note` says why there is no curve. */
const curveBase = {
  n: count,
  events: count,
  note: z.string().nullable(),
  resamples: count,
  redrawn: count,
  seed: z.number(),
};

export const calibrationCurveFields = {
  kind: z.literal("calibration-curve"),
  ...curveBase,
  curve: banded,
  /** Mean, median, 90 % and largest distance of the curve from the predictions (Austin & Steyerberg 2019). */
  indices: z.strictObject({ ici: z.number(), e50: z.number(), e90: z.number(), emax: z.number() }).nullable(),
  predictions: z.strictObject({ withOutcome: z.array(z.number()), without: z.array(z.number()) }),
};

export const decisionCurveFields = {
  kind: z.literal("decision-curve"),
  ...curveBase,
  prevalence: z.number().nullable(),
  points: z.array(
    z.strictObject({
      threshold: z.number(),
      model: z.number(),
      lower: z.number().nullable(),
      upper: z.number().nullable(),
      all: z.number(),
      standardised: z.number(),
      avoidedPer100: z.number(),
    }),
  ),
};

/** What a horizon adds where the plan asks for it. */
export const horizonCurveFields = {
  smooth: z
    .strictObject({
      indices: z.strictObject({ ici: z.number(), e50: z.number(), e90: z.number(), emax: z.number() }).nullable(),
      /** Predicted risk and smoothed observed risk, by rising prediction. */
      curve: z.array(z.strictObject({ x: z.number(), y: z.number() })),
      note: z.string().nullable(),
    })
    .optional(),
  netBenefit: z
    .strictObject({
      points: z.array(
        z.strictObject({ threshold: z.number(), model: z.number(), all: z.number(), avoidedPer100: z.number() }),
      ),
      note: z.string().nullable(),
    })
    .optional(),
};
