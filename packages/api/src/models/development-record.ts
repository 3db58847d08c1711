import { developmentPlan, key, lesionPlan, signature } from "@nadir/domain";
import { z } from "zod";

/**
 * What came of a plan, `nadir.development-record/1`, as it is stored and shown. It holds figures and the plan, no subject.
 */

const interval = { lower: z.number(), upper: z.number() };
const figure = z.object({ value: z.number(), ...interval });
const none = z.object({ estimable: z.literal(false), reason: z.string() });
/** A value whose interval cannot be estimated (a perfect order has no spread) has null limits. */
const measured = z.union([
  z.object({
    estimable: z.literal(true),
    value: z.number(),
    lower: z.number().nullable(),
    upper: z.number().nullable(),
  }),
  none,
]);
export type Measured = z.infer<typeof measured>;

/** A difference of the discrimination of two procedures on the same subjects. */
const difference = z.union([
  z.object({ estimable: z.literal(true), difference: z.number(), ...interval, p: z.number().nullable() }),
  none,
]);

/** Something else judged on the same parts; the difference is the whole procedure less it. */
const beside = z.object({
  name: z.string(),
  subjects: z.int(),
  discrimination: z.number().nullable(),
  difference,
});
export type Beside = z.infer<typeof beside>;

const cohort = z.object({
  file: z.string(),
  sha256: z.string(),
  subjects: z.int(),
  events: z.int(),
  predictors: z.int(),
  /** Columns of text that were left aside. */
  leftOut: z.array(z.string()),
});

const models = z.object({
  schema: z.literal("nadir.development-record/1"),
  kind: z.literal("models"),
  plan: developmentPlan,
  planHash: z.string(),
  generator: z.string(),
  cohort,
  eventsPerPredictor: z.number(),
  /** Of the nested procedure: AUC, or Harrell's C with follow-up. */
  measure: z.enum(["AUC", "C"]),
  performance: measured,
  parts: z.array(
    z.object({
      repeat: z.int(),
      part: z.string(),
      subjects: z.int(),
      auc: z.number().nullable(),
      chosen: z.string().nullable(),
    }),
  ),
  selected: z.array(z.object({ predictor: z.string(), times: z.int(), of: z.int() })),
  candidates: z.array(beside.extend({ chosen: z.int(), reason: z.string().nullable() })),
  rivals: z.array(beside),
  variants: z.array(beside.extend({ predictors: z.int() })),
  calibration: z.union([
    z.object({
      estimable: z.literal(true),
      intercept: figure,
      slope: figure,
      observedExpected: figure,
      brier: z.number(),
      curve: z.array(z.object({ predicted: z.number(), observed: z.number() })),
      withOutcome: z.array(z.number()),
      without: z.array(z.number()),
    }),
    none,
  ]),
  /** Sets of outcomes at a level: the share of subjects whose outcome was in their set, and how often the set names one only. */
  conformal: z
    .object({
      level: z.number(),
      coveredWith: z.number().nullable(),
      coveredWithout: z.number().nullable(),
      one: z.number(),
      both: z.number(),
      none: z.number(),
    })
    .nullable(),
  explanation: z
    .object({
      importance: z.array(z.object({ predictor: z.string(), loss: z.number() })),
      effects: z.array(
        z.object({
          predictor: z.string(),
          partialDependence: z.array(z.object({ at: z.number(), prediction: z.number() })),
          accumulatedLocal: z.array(z.object({ at: z.number(), effect: z.number() })),
        }),
      ),
      correlated: z.array(z.object({ predictors: z.tuple([z.string(), z.string()]), rho: z.number() })),
      warning: z.string().nullable(),
    })
    .nullable(),
  notFitted: z.array(z.object({ candidate: z.string(), reason: z.string() })),
  chosen: z.string().nullable(),
  used: z.array(z.string()),
  /** What a person should read first. */
  sentences: z.array(z.string()),
  /** The chosen model as a file; null where its formula has no such form. */
  signature: signature.nullable(),
});
export type ModelsRecord = z.infer<typeof models>;

const lesions = z.object({
  schema: z.literal("nadir.development-record/1"),
  kind: z.literal("lesions"),
  plan: lesionPlan,
  planHash: z.string(),
  generator: z.string(),
  cohort: cohort.extend({ lesions: z.int() }),
  methods: z.array(
    z.object({
      name: z.string(),
      kind: z.string(),
      performance: measured,
      /** This less the first way (DeLong); null for the first. */
      againstFirst: difference.nullable(),
    }),
  ),
  signature: z.null(),
});
export type LesionsRecord = z.infer<typeof lesions>;

export const developmentRecord = z.discriminatedUnion("kind", [models, lesions]);
export type DevelopmentRecord = z.infer<typeof developmentRecord>;

/** One line of the list. */
export const developmentLine = z.object({
  id: z.string(),
  trial: key,
  kind: z.enum(["models", "lesions"]),
  plan: z.string(),
  subjects: z.int(),
  at: z.date(),
  by: z.string(),
  /** Of what was fitted, whatever it is called (`formulaHash`). */
  formulaHash: z.string().nullable(),
});
export type DevelopmentLine = z.infer<typeof developmentLine>;

export const developmentDetail = developmentLine.extend({ documentHash: z.string(), record: developmentRecord });
export type DevelopmentDetail = z.infer<typeof developmentDetail>;
