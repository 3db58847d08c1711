import { z } from "zod";

/** Two models on one locked test set that was opened for both: `nadir.model-comparison/1`. Figures only, no subject. */

const side = z.object({
  protocolId: z.string(),
  family: z.string(),
  version: z.int(),
  title: z.string(),
  /** Which opening of the test set was this protocol's. */
  reuse: z.int(),
  value: z.number().nullable(),
});

const limits = { lower: z.number(), upper: z.number(), level: z.number() };

export const modelComparison = z.object({
  schema: z.literal("nadir.model-comparison/1"),
  testSet: z.string(),
  /** How often the test set has been opened by now. */
  openings: z.int(),
  endpoint: z.string(),
  measure: z.enum(["AUC", "C"]),
  method: z.string(),
  models: z.tuple([side, side]),
  /** Test subjects with both predictions and a known outcome, and the others. */
  subjects: z.int(),
  events: z.int(),
  leftOut: z.int(),
  /** The first less the second. */
  difference: z.union([
    z.object({ estimable: z.literal(true), difference: z.number(), p: z.number().nullable(), ...limits }),
    z.object({ estimable: z.literal(false), reason: z.string() }),
  ]),
  netBenefit: z.union([
    z.object({
      estimable: z.literal(true),
      /** Whether a plan fixed the thresholds before the opening; else the share of events stands in for them. */
      thresholdsFrom: z.enum(["plan", "prevalence"]),
      points: z.array(
        z.object({ threshold: z.number(), first: z.number(), second: z.number(), difference: z.number(), ...limits }),
      ),
    }),
    z.object({ estimable: z.literal(false), reason: z.string() }),
  ]),
  warnings: z.array(z.string()),
});
export type ModelComparison = z.infer<typeof modelComparison>;
