import { key, strataRule, trial } from "@nadir/domain";
import { z } from "zod";
import { boundSignature } from "../read/signature-shape.ts";

const input = z.object({
  factor: z.string(),
  label: z.string(),
  value: z.union([z.string(), z.number()]).nullable(),
  level: z.string().nullable(),
  why: z.string().nullable(),
});
export const strataSubject = z.object({
  id: z.uuid(),
  subject: z.string(),
  site: z.string(),
  /** The day up to which the record counts: the start of treatment, else the baseline visit. */
  day: z.string().nullable(),
  inputs: z.array(input).readonly(),
  stratum: z.string().nullable(),
  /** Number and arm of the draw, where there is one and the person may see it. */
  draw: z.object({ id: z.uuid(), number: z.int(), arm: z.string().nullable() }).nullable(),
});
export type StrataSubject = z.infer<typeof strataSubject>;

export const ruleVersion = z.object({
  id: z.uuid(),
  version: z.int(),
  hash: z.string(),
  reason: z.string().nullable(),
  at: z.date(),
  by: z.string(),
});

const spread = z.object({
  mean: z.number(),
  p05: z.number(),
  median: z.number(),
  p95: z.number(),
  largest: z.number(),
});
export const planWish = z.object({
  subjects: z.int().min(4).max(2000),
  runs: z.int().min(20).max(2000).default(500),
  seed: z
    .int()
    .min(0)
    .max(2 ** 31)
    .default(1),
  survival: z
    .object({
      medianFirstArm: z.number().gt(0),
      hazardRatio: z.number().gt(0),
      accrual: z.number().min(0),
      followUp: z.number().gt(0),
      alpha: z.number().gt(0).lt(1).default(0.05),
    })
    .optional(),
  response: z
    .object({
      firstArm: z.number().gt(0).lt(1),
      secondArm: z.number().gt(0).lt(1),
      alpha: z.number().gt(0).lt(1).default(0.05),
    })
    .optional(),
});
export type PlanWish = z.infer<typeof planWish>;

export const planBehaviour = z.object({
  imbalance: spread,
  imbalanceInLevels: spread.nullable(),
  imbalanceByFactor: z.record(z.string(), spread),
  imbalanceInStrata: spread.nullable(),
  guessed: spread,
  power: z.object({ estimate: z.number(), standardError: z.number(), events: z.number() }).nullable(),
});

const signature = boundSignature.omit({ by: true }).extend({ person: z.string(), reason: z.string().nullable() });
export const strataPlan = z.object({
  id: z.uuid(),
  version: z.int(),
  ruleVersion: z.int().nullable(),
  arms: z.array(z.object({ name: z.string(), ratio: z.int() })),
  method: z.enum(["permuted-blocks", "minimisation"]),
  blinded: z.boolean(),
  hash: z.string(),
  at: z.date(),
  by: z.string(),
  signatures: z.array(signature),
  state: z.enum(["draft", "set up", "in use", "stopped", "replaced"]),
  /** For who may read the settings: a statistician of the trial. */
  settings: z.object({ lengths: z.array(z.int()).nullable(), probability: z.number().nullable() }).nullable(),
  simulations: z
    .array(z.object({ id: z.uuid(), at: z.date(), by: z.string(), wish: planWish, result: planBehaviour }))
    .nullable(),
});
export type StrataPlan = z.infer<typeof strataPlan>;

export const strataDraw = z.object({
  id: z.uuid(),
  number: z.int(),
  subject: z.string(),
  site: z.string(),
  stratum: z.string(),
  planVersion: z.int(),
  ruleVersion: z.int().nullable(),
  arm: z.string().nullable(),
  blinded: z.boolean(),
  at: z.date(),
  by: z.string(),
  remarks: z.array(z.object({ text: z.string(), at: z.date(), by: z.string() })),
  unblindings: z.array(z.object({ reason: z.string(), at: z.date(), by: z.string() })),
});
export type StrataDraw = z.infer<typeof strataDraw>;

export const trialStrata = z.object({
  trial: z.object({ key, title: z.string(), dates: trial.shape.dates }),
  may: z.object({ set: z.boolean(), draw: z.boolean(), unblind: z.boolean() }),
  rule: ruleVersion.extend({ document: strataRule, words: z.array(z.string()) }).nullable(),
  /** All versions, the newest first. */
  versions: z.array(ruleVersion),
  subjects: z.array(strataSubject),
  counts: z.array(
    z.object({ stratum: z.string(), subjects: z.int(), drawn: z.int(), byArm: z.record(z.string(), z.int()) }),
  ),
  /** By level of each factor: drawn patients an arm. */
  balance: z.array(
    z.object({ factor: z.string(), level: z.string(), drawn: z.int(), byArm: z.record(z.string(), z.int()) }),
  ),
  plans: z.array(strataPlan),
  draws: z.array(strataDraw),
});
export type TrialStrata = z.infer<typeof trialStrata>;
