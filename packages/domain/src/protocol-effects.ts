import { z } from "zod";
import { figure, testResult } from "./protocol-figure.ts";
import { key } from "./record/vocabulary.ts";

/** Planned effects of a marker: beside named confounders, and by treatment. Hazard ratios of a time to event (from the index time), odds ratios of a binary endpoint. */

const sentence = z.string().trim().min(1);
const level = z.number().gt(0).lt(1);
const count = z.int().min(0);

/** A predictor by so many units, or the model's own line (logit of the probability; log cumulative hazard of a risk). */
const effectMarker = z.discriminatedUnion("from", [
  z.strictObject({ from: z.literal("predictor"), predictor: key, per: z.number().gt(0) }),
  z.strictObject({ from: z.literal("model") }),
]);
export type EffectMarker = z.infer<typeof effectMarker>;

/** The marker alone, then beside each named set of confounders (clinical factors, volume …), on the same subjects. */
export const adjustedEffectPlan = {
  kind: z.literal("adjusted-effect"),
  marker: effectMarker,
  confounders: z.array(z.strictObject({ name: sentence, predictors: z.array(key).min(1) })).min(1),
  level,
} as const;

const treatmentGroup = z.strictObject({ label: sentence, arms: z.array(key).min(1) });

/** The marker's effect under treatment and under control, and whether they differ: what tells predictive from prognostic. */
export const treatmentInteractionPlan = {
  kind: z.literal("treatment-interaction"),
  marker: effectMarker,
  treated: treatmentGroup,
  control: treatmentGroup,
  /** Predictors beside which both effects stand; may be none. */
  adjustFor: z.array(key),
  level,
} as const;

const effect = z.enum(["hazard ratio", "odds ratio"]);

export const adjustedEffectFields = {
  kind: z.literal("adjusted-effect"),
  marker: z.string(),
  effect,
  n: count,
  events: count,
  unadjusted: figure,
  test: testResult,
  adjusted: z.array(
    z.strictObject({
      name: z.string(),
      predictors: z.array(z.string()),
      marker: figure,
      /** Likelihood ratio of the model with the marker against that of the confounders alone. */
      test: testResult,
      /** Change of the log ratio from the unadjusted one, per cent of it; null where either is not estimable. */
      changePercent: z.number().nullable(),
      confounders: z.array(z.strictObject({ predictor: z.string(), effect: figure })),
      /** Events (of a binary endpoint: the smaller class) a coefficient. */
      eventsPerParameter: z.number(),
    }),
  ),
} as const;

export const treatmentInteractionFields = {
  kind: z.literal("treatment-interaction"),
  marker: z.string(),
  effect,
  n: count,
  events: count,
  adjustedFor: z.array(z.string()),
  /** Control first. */
  groups: z.array(
    z.strictObject({ label: z.string(), arms: z.array(z.string()), n: count, events: count, marker: figure }),
  ),
  /** Treated against control beside the marker, without interaction. */
  treatment: figure,
  /** Ratio of the marker's effects, treated over control. */
  interaction: figure,
  /** Likelihood ratio of the interaction, 1 degree of freedom. */
  test: testResult,
} as const;
