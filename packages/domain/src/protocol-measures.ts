import { z } from "zod";
import { key } from "./record/vocabulary.ts";

/** Blocks of the protocol that define the figures: when, what is foretold, from what, by which model. */

const sentence = z.string().trim().min(1);
const days = z.int();

const indexBase = {
  /** Days after the index day up to which a value may still have become known. */
  informationWindowDays: z.int().min(0),
  definition: sentence,
};

/**
 * The landmark at which the prediction is made. Only data with an effective day <= index day + `informationWindowDays`
 * may enter predictors. A subject without an index day keeps its place in the denominator as not computable.
 */
export const indexTime = z.discriminatedUnion("kind", [
  z.strictObject({
    kind: z.literal("first-on-treatment-scan"),
    /** Days from treatment start in which the scan must lie, both ends included. */
    earliestDay: days,
    latestDay: days,
    ...indexBase,
  }),
  /** A fixed day: 0 = treatment start, as for baseline models. */
  z.strictObject({ kind: z.literal("day-from-treatment-start"), day: days, ...indexBase }),
]);

const endpointBase = {
  id: key,
  label: sentence,
  definition: sentence,
  criteria: z.strictObject({ set: sentence, version: sentence }),
  assessedBy: sentence,
  blinding: sentence,
  minimumFollowUp: sentence,
  /** A subject whose outcome is unknown leaves the analysis of this endpoint and is counted. */
  missingOutcome: z.literal("exclude-and-count"),
  /** How far the predictor itself enters the definition of the endpoint (incorporation). */
  incorporation: sentence,
};

/** `source` is the endpoint id in the trial's record. */
export const protocolEndpoint = z.discriminatedUnion("type", [
  z.strictObject({
    ...endpointBase,
    type: z.literal("binary"),
    source: z.strictObject({
      endpoint: key,
      event: z.array(z.string().min(1)).min(1),
      nonEvent: z.array(z.string().min(1)).min(1),
    }),
    eventLabel: sentence,
    horizon: sentence,
  }),
  z.strictObject({
    ...endpointBase,
    type: z.literal("time-to-event"),
    source: z.strictObject({ endpoint: key }),
    /** Time zero of the recorded time; the analysis moves it to the index time. */
    recordedFrom: z.literal("treatment-start"),
    timeOrigin: z.literal("index-time"),
    /** Days after the landmark at which survival is stated. */
    horizonsDays: z.array(z.int().min(1)).min(1),
    censoring: sentence,
    competingEvents: sentence,
  }),
]);
export type ProtocolEndpoint = z.infer<typeof protocolEndpoint>;

export const predictorSource = z.discriminatedUnion("from", [
  /** 100 × (sum of target diameters at the index scan − at baseline) / at baseline. */
  z.strictObject({ from: z.literal("target-sum-change") }),
  /** Baseline sum of target diameters, mm. */
  z.strictObject({ from: z.literal("baseline-target-sum") }),
  /** Age at enrolment, years. */
  z.strictObject({ from: z.literal("age") }),
  /** Sex by table, e.g. female 0 and male 1. */
  z.strictObject({ from: z.literal("sex"), map: z.record(z.string(), z.number()) }),
  /** The latest observation of the record with this code that was made by the index day (plus window). */
  z.strictObject({ from: z.literal("observation"), code: z.string().min(1) }),
  /**
   * A feature of the platform's own extraction, or of an imported model's vectors, by its key, from the images of one
   * modality: over the target lesions (`over`; left out: their mean) at baseline or at the index scan, or
   * 100 × (index − baseline) / baseline. `delta-window` is the visit in the window that the trial names for changes.
   */
  z.strictObject({
    from: z.literal("feature"),
    key: z.string().min(1),
    modality: z.string().min(1),
    at: z.enum(["baseline", "index", "change-percent", "delta-window", "delta-window-change-percent"]),
    over: z.enum(["mean", "largest", "least", "greatest"]).optional(),
  }),
  /**
   * Where the target lesions lie: the share of them in one place of the list (adenopathy, head-and-neck, lung, liver,
   * other), or 1 where any lies there.
   */
  z.strictObject({
    from: z.literal("lesion-location"),
    place: z.enum(["adenopathy", "head-and-neck", "lung", "liver", "other"]),
    over: z.enum(["share", "any"]),
  }),
  /** A biomarker of the record with a value. */
  z.strictObject({ from: z.literal("biomarker-value"), code: z.string().min(1) }),
  /** A biomarker of the record with a text, by table. */
  z.strictObject({
    from: z.literal("biomarker-text"),
    code: z.string().min(1),
    map: z.record(z.string(), z.number()),
  }),
]);
export type PredictorSource = z.infer<typeof predictorSource>;

export const protocolPredictor = z.strictObject({
  id: key,
  label: sentence,
  unit: sentence,
  source: predictorSource,
  allowedRange: z.tuple([z.number(), z.number()]),
  /** Effective day of the value, days from treatment start: the latest that is admitted. */
  timeWindow: sentence,
  delta: z.enum(["none", "absolute", "relative-percent", "per-day"]),
  aggregation: sentence,
  segmentation: z.strictObject({ source: z.enum(["none", "manual", "automatic"]), modelHash: z.string().optional() }),
  /** Hash of the feature-extraction configuration; `none` where no feature is extracted. */
  featureConfigHash: z.union([z.literal("none"), z.string().regex(/^[0-9a-f]{64}$/)]),
});
export type ProtocolPredictor = z.infer<typeof protocolPredictor>;

export const thresholdOrigin = z.enum(["training-data", "literature", "clinical-consensus"]);

/** Two groups by fixed thresholds: favourable if every part holds (value <= `atMost`), else unfavourable. */
export const protocolGrouping = z.strictObject({
  id: key,
  label: sentence,
  parts: z.array(z.strictObject({ predictor: key, atMost: z.number() })).min(1),
  favourable: sentence,
  unfavourable: sentence,
  thresholdOrigin,
  thresholdReason: sentence,
});
export type ProtocolGrouping = z.infer<typeof protocolGrouping>;
