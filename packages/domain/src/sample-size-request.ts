import { z } from "zod";

/** Questions of sample size (rule book validation §4.9). A field says what it is; ranges are those in which a formula holds. */

const share = z.number().gt(0).lt(1);
const positive = z.number().gt(0);

/** What the model is expected to explain; one of the three. */
const expected = z.union([
  z.strictObject({ coxSnell: share }),
  z.strictObject({ nagelkerke: share }),
  z.strictObject({ cStatistic: z.number().gt(0.5).lt(1) }),
]);
const development = { parameters: z.int().min(1).max(10_000), shrinkage: share.default(0.9) };

export const sampleSizeRequest = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("develop-binary"), ...development, expected, prevalence: share }),
  z.strictObject({
    kind: z.literal("develop-survival"),
    ...development,
    expected: z.union([z.strictObject({ coxSnell: share }), z.strictObject({ nagelkerke: share })]),
    /** Events a unit of follow-up. */
    rate: positive,
    /** In the same unit. */
    timePoint: positive,
    meanFollowUp: positive,
  }),
  z.strictObject({
    kind: z.literal("develop-continuous"),
    ...development,
    rSquared: share,
    mean: positive,
    standardDeviation: positive,
  }),
  z.strictObject({
    kind: z.literal("validate-binary"),
    prevalence: share,
    cStatistic: z.number().gt(0.5).lt(1),
    /** Of the linear predictor; left out: normal in both classes, as the C-statistic and the prevalence say. */
    linearPredictor: z
      .union([
        z.strictObject({ normal: z.strictObject({ mean: z.number(), standardDeviation: positive }) }),
        z.strictObject({ beta: z.strictObject({ a: positive, b: positive }) }),
      ])
      .optional(),
    observedExpected: positive.default(1),
    /** Widths of the 95 % intervals. */
    widths: z
      .strictObject({
        observedExpected: positive.default(0.2),
        slope: positive.default(0.2),
        cStatistic: positive.default(0.1),
        netBenefit: positive.default(0.2),
      })
      .prefault({}),
    threshold: share.optional(),
  }),
  /** No closed form exists: at least 100, better 200 events, as a rule of thumb. */
  z.strictObject({
    kind: z.literal("validate-survival"),
    risk: share,
    censoredBefore: z.number().min(0).lt(1).default(0),
  }),
]);
export type SampleSizeRequest = z.infer<typeof sampleSizeRequest>;

/** One criterion of a plan: what it asks, and how many subjects that takes. */
export const sampleSizeCriterion = z.strictObject({ criterion: z.string(), n: z.int().min(1), detail: z.string() });

export const sampleSizePlan = z.strictObject({
  schema: z.literal("nadir.sample-size/1"),
  request: sampleSizeRequest,
  criteria: z.array(sampleSizeCriterion).min(1),
  /** The largest of the criteria. */
  n: z.int().min(1),
  events: z.number().nullable(),
  /** Events for each candidate parameter; null for validation. */
  eventsPerParameter: z.number().nullable(),
  source: z.string(),
});
export type SampleSizePlan = z.infer<typeof sampleSizePlan>;
