import { isoDay, key } from "@nadir/domain";
import { z } from "zod";

/** How a model did over its trial, `nadir.model-monitoring/1`, as the record stood when it was asked. */

/** What the outcome is: an event within so many days of the visit, or a word of an endpoint that has no time. */
export const monitoredOutcome = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("within"), endpoint: key, days: z.int().min(1).max(10_000) }),
  z.strictObject({ kind: z.literal("value"), endpoint: key, positive: z.string().min(1).max(200) }),
]);
export type MonitoredOutcome = z.infer<typeof monitoredOutcome>;

export const monitoringWish = z.strictObject({
  outcome: monitoredOutcome,
  period: z.enum(["month", "quarter", "year"]),
});
export type MonitoringWish = z.infer<typeof monitoringWish>;

const calibration = z.object({
  known: z.int(),
  observed: z.number(),
  expected: z.number(),
  intercept: z.number().nullable(),
  lower: z.number().nullable(),
  upper: z.number().nullable(),
  reason: z.string().nullable(),
});

/** When a sum passed its limit. Not with whom: every member of the trial reads this, whatever site is theirs. */
const signal = z.object({ date: isoDay }).nullable();

export const monitoringRecord = z.object({
  schema: z.literal("nadir.model-monitoring/1"),
  wish: monitoringWish,
  /** Predictions watched, those with a known outcome, and patients that the record gives no score. */
  subjects: z.int(),
  known: z.int(),
  notScored: z.int(),
  /** Patients of sealed test sets, who are never looked at. */
  sealed: z.int(),
  reference: z.string(),
  periods: z.array(
    z.object({
      period: z.string(),
      subjects: z.int(),
      calibration,
      drift: z.array(
        z.object({
          input: z.string(),
          missing: z.number(),
          stability: z.number().nullable(),
          /** What chance stays below. */
          limit: z.number().nullable(),
          p: z.number().nullable(),
          reason: z.string().nullable(),
        }),
      ),
    }),
  ),
  cusum: z.object({
    subjects: z.int(),
    oddsRatio: z.number(),
    falseAlarm: z.number(),
    limit: z.number(),
    simulations: z.int(),
    seed: z.int(),
    above: z.array(z.number()),
    below: z.array(z.number()),
    signalAbove: signal,
    signalBelow: signal,
  }),
  /** By visit: whoever is still without the outcome, judged by the score of that day. */
  visits: z.array(
    z.object({
      order: z.int(),
      label: z.string(),
      subjects: z.int(),
      calibration,
      auc: z.object({ value: z.number(), lower: z.number(), upper: z.number() }).nullable(),
    }),
  ),
  sentences: z.array(z.string()),
});
export type MonitoringRecord = z.infer<typeof monitoringRecord>;

export const monitoringDetail = z.object({
  id: z.string(),
  at: z.date(),
  by: z.string(),
  record: monitoringRecord,
});
export type MonitoringDetail = z.infer<typeof monitoringDetail>;

/** What may be asked of a model: the endpoints of its trial with what they hold. */
export const monitoringChoices = z.object({
  /** Null where it may be asked; else why not, in a sentence. */
  why: z.string().nullable(),
  endpoints: z.array(z.object({ endpoint: z.string(), timed: z.boolean(), values: z.array(z.string()) })),
  latest: monitoringDetail.nullable(),
  earlier: z.int(),
});
export type MonitoringChoices = z.infer<typeof monitoringChoices>;
