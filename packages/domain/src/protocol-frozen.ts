import { z } from "zod";
import { splitSet } from "./protocol-split.ts";
import { key } from "./record/vocabulary.ts";

/** SHA-256, 64 lower-case hexadecimal digits. */
export const sha256Text = z.string().regex(/^[0-9a-f]{64}$/);

/** A fitted artefact as the locked protocol names it. */
export const artefactReference = z.strictObject({
  id: key,
  kind: z.string().min(1),
  outputHash: sha256Text,
  usesOutcome: z.boolean(),
  /** 0 only where `attested`: by whom, of a model that was made elsewhere. */
  subjects: z.int().min(0),
  subjectsHash: sha256Text,
  parents: z.array(key),
  attested: z.string().min(1).optional(),
});
export type ArtefactReference = z.infer<typeof artefactReference>;

/**
 * What the platform, not a person, writes into the protocol at lock: the split as frozen, the fitted model, the counts
 * that may be known, the software. Signed together with the plan.
 */
export const frozenBlock = z.strictObject({
  /** Hash of the plan: the document without this block. */
  planHash: sha256Text,
  assignmentHash: sha256Text,
  /** Hash of the rows from which the artefacts were fitted. */
  trainingDataHash: sha256Text,
  subjectsPerSet: z.record(splitSet, z.int().min(0)),
  /** Events per set that may be known before opening: never those of the test set. */
  trainingEvents: z.int().min(0),
  trainingNonEvents: z.int().min(0),
  artefacts: z.array(artefactReference).min(1),
  model: z.strictObject({
    artefact: key,
    outputHash: sha256Text,
    /** Absent of a model that was made elsewhere: that stands in the plan itself. */
    intercept: z.number().optional(),
    /** How the line becomes a risk; absent: logit. `cloglog`: log(-log(1 - risk by the horizon)), as of a Cox model. */
    link: z.enum(["logit", "cloglog"]).optional(),
    /** Log-odds, or log-hazard, per unit of the predictor on its own scale, in the order of the model's predictors. */
    coefficients: z.array(z.strictObject({ predictor: key, coefficient: z.number() })),
  }),
  precision: z.strictObject({
    evaluable: z.int().min(0),
    prevalence: z.number().min(0).max(1),
    rows: z.array(
      z.strictObject({
        auc: z.number(),
        expectedEvents: z.number(),
        /** Expected width of the two-sided 95 % interval, null where fewer than one event is expected. */
        expectedWidth: z.number().nullable(),
        requiredN: z.int(),
      }),
    ),
    statement: z.string().min(1),
  }),
  leakageHash: sha256Text,
  /** `commit`: of the source that ran, where it is known. */
  software: z.strictObject({
    harness: z.string(),
    statistics: z.string(),
    runtime: z.string(),
    commit: z.string().optional(),
  }),
});
export type FrozenBlock = z.infer<typeof frozenBlock>;
