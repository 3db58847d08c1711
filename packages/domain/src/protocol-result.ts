import { z } from "zod";
import { protocolDocument } from "./protocol.ts";
import { assaysResult } from "./protocol-assays.ts";
import { adjustedEffectFields, treatmentInteractionFields } from "./protocol-effects.ts";
import { figure, testResult } from "./protocol-figure.ts";
import { sha256Text } from "./protocol-frozen.ts";
import { heterogeneityResult } from "./protocol-heterogeneity.ts";
import { calibrationCurveFields, decisionCurveFields, horizonCurveFields } from "./protocol-performance.ts";
import { splitSet } from "./protocol-split.ts";
import { filedAssessment } from "./quadas-assessment.ts";

/** The one result document from which every form of the report is written (rule book validation §5). */

const count = z.int().min(0);

/** Who left an analysis and why; the denominators of every figure. */
export const exclusions = z.strictObject({
  notComputable: count,
  outcomeUnknown: count,
  eventAtOrBeforeLandmark: count,
  censoredAtOrBeforeLandmark: count,
});
export type Exclusions = z.infer<typeof exclusions>;

const survivalStep = z.strictObject({
  /** Days after the landmark. */
  time: z.number(),
  survival: z.number(),
  lower: z.number().nullable(),
  upper: z.number().nullable(),
  atRisk: count,
  events: count,
  censored: count,
});
export type SurvivalStepResult = z.infer<typeof survivalStep>;

const common = { id: z.string(), title: z.string(), set: z.enum(["training", "test"]), excluded: exclusions };

export const aucResult = z.strictObject({
  ...common,
  kind: z.literal("auc"),
  /** Which probability of a right order `auc` is; absent: the AUC of a binary endpoint. */
  measure: z.enum(["c-harrell", "c-uno", "auc-at-horizon"]).optional(),
  auc: figure,
  events: count,
  nonEvents: count,
  roc: z.array(z.strictObject({ sensitivity: z.number(), specificity: z.number() })),
});
export const permutationResult = z.strictObject({
  ...common,
  kind: z.literal("auc-permutation"),
  events: count,
  nonEvents: count,
  test: testResult,
  arrangements: z.number(),
});
export const calibrationResult = z.strictObject({
  ...common,
  kind: z.literal("calibration"),
  n: count,
  observed: count,
  expected: z.number(),
  observedToExpected: figure,
  intercept: figure,
  slope: figure,
  brier: figure,
  scaledBrier: figure,
});
export const classificationResult = z.strictObject({
  ...common,
  kind: z.literal("classification"),
  grouping: z.string(),
  favourableWithEvent: count,
  favourableWithout: count,
  unfavourableWithEvent: count,
  unfavourableWithout: count,
  sensitivity: figure,
  specificity: figure,
  positivePredictive: figure,
  negativePredictive: figure,
  prevalence: figure,
});
export const survivalResult = z.strictObject({
  ...common,
  kind: z.literal("survival-by-group"),
  grouping: z.string(),
  groups: z.array(
    z.strictObject({
      label: z.string(),
      n: count,
      events: count,
      medianDays: figure,
      atHorizons: z.array(z.strictObject({ days: z.number(), survival: figure, atRisk: count })),
      steps: z.array(survivalStep),
    }),
  ),
  logRank: testResult,
  hazardRatio: figure,
});
export const coxResult = z.strictObject({
  ...common,
  kind: z.literal("cox"),
  predictor: z.string(),
  per: z.number(),
  n: count,
  events: count,
  hazardRatio: figure,
  test: testResult,
});
export const calibrationCurveResult = z.strictObject({ ...common, ...calibrationCurveFields });
export const decisionCurveResult = z.strictObject({ ...common, ...decisionCurveFields });
/** Performance of a risk by a horizon, with censoring weights. */
export const horizonResult = z.strictObject({
  ...common,
  kind: z.literal("horizon-performance"),
  horizonDays: z.number(),
  n: count,
  events: count,
  harrell: figure,
  uno: figure,
  auc: figure,
  brier: figure,
  /** 1 - Brier / Brier of the marginal Kaplan–Meier risk. */
  accuracyIndex: figure,
  observedToExpected: figure,
  slope: figure,
  aucOverTime: z.array(z.strictObject({ days: z.number(), auc: figure })),
  ...horizonCurveFields,
});
export const adjustedEffectResult = z.strictObject({ ...common, ...adjustedEffectFields });
export const treatmentInteractionResult = z.strictObject({ ...common, ...treatmentInteractionFields });
export const analysisResult = z.discriminatedUnion("kind", [
  aucResult,
  permutationResult,
  calibrationResult,
  classificationResult,
  survivalResult,
  coxResult,
  calibrationCurveResult,
  decisionCurveResult,
  horizonResult,
  adjustedEffectResult,
  treatmentInteractionResult,
]);
export type AnalysisResult = z.infer<typeof analysisResult>;
export type AucResult = z.infer<typeof aucResult>;
export type SurvivalResult = z.infer<typeof survivalResult>;
export type HorizonResult = z.infer<typeof horizonResult>;

export const leakageCheck = z.strictObject({
  id: z.string(),
  title: z.string(),
  status: z.enum(["pass", "fail", "unresolved", "not-applicable", "noted"]),
  /** The code with which a failure refuses the lock. */
  code: z.string().nullable(),
  evidence: z.array(z.strictObject({ what: z.string(), found: z.string() })).min(1),
});
export type LeakageCheck = z.infer<typeof leakageCheck>;

export const checklistItem = z.strictObject({
  no: z.string(),
  label: z.string(),
  status: z.enum(["auto", "part", "author", "n/a"]),
  /** Where in this report; for `n/a` why not. */
  place: z.string(),
});
export type ChecklistItem = z.infer<typeof checklistItem>;

const setFlow = z.strictObject({
  set: splitSet,
  arms: z.array(z.strictObject({ arm: z.string(), subjects: count })),
  subjects: count,
  computable: count,
  notComputable: z.array(z.strictObject({ reason: z.string(), subjects: count })),
  outcomeKnown: count,
  analysed: count,
  events: count,
});
export type SetFlow = z.infer<typeof setFlow>;

const caseMixRow = z.strictObject({
  variable: z.string(),
  unit: z.string(),
  training: z.strictObject({ known: count, text: z.string() }),
  test: z.strictObject({ known: count, text: z.string() }),
});

export const validationResult = z.strictObject({
  schema: z.literal("nadir.validation-result/1"),
  protocol: protocolDocument,
  protocolHash: sha256Text,
  planHash: sha256Text,
  trial: z.strictObject({
    key: z.string(),
    title: z.string(),
    origin: z.string(),
    licence: z.string(),
    citation: z.string(),
    notice: z.string(),
  }),
  life: z.strictObject({
    lockedAt: z.string(),
    predictedAt: z.string(),
    openedAt: z.string(),
    predictionsHash: sha256Text,
    /** k: how many times this test set had been opened by any protocol, this opening included. */
    opened: z.int().min(1),
    openings: z.array(z.strictObject({ protocolHash: sha256Text, at: z.string() })),
    signatures: z.array(
      z.strictObject({
        person: z.string(),
        role: z.string(),
        meaning: z.string(),
        at: z.string(),
        documentHash: sha256Text,
      }),
    ),
    auditHead: z.strictObject({ seq: z.int().min(0), hash: sha256Text }),
    /** Signatories who, treating patients too, looked at the course of sealed test subjects before the opening. */
    unblinded: z
      .array(z.strictObject({ person: z.string(), subjects: count, first: z.string(), last: z.string() }))
      .optional(),
  }),
  claim: z.strictObject({ setName: z.string(), sentence: z.string() }),
  /** `shared` null: not computed, for the training subjects are not in the record. */
  disjoint: z.array(z.strictObject({ level: z.string(), shared: count.nullable(), sentence: z.string() })),
  flow: z.array(setFlow),
  caseMix: z.array(caseMixRow),
  predictorChange: z.strictObject({ training: z.array(z.number()), test: z.array(z.number()) }),
  primary: z.strictObject({
    analysis: aucResult,
    rules: z.array(z.strictObject({ rule: z.string(), met: z.boolean() })),
    enough: z.boolean(),
    verdict: z.enum(["shown", "not-shown", "too-small-to-conclude"]),
    sentence: z.string(),
  }),
  secondary: z.array(analysisResult),
  development: z.strictObject({
    n: count,
    events: count,
    apparentAuc: figure,
    optimism: z.number().nullable(),
    correctedAuc: z.number().nullable(),
    resamples: count,
    redrawn: count,
    seed: z.number(),
    /** Events a candidate coefficient and heuristic shrinkage; absent of a model from elsewhere. */
    overfitting: z
      .strictObject({
        candidates: count,
        /** Of a binary endpoint: the smaller class. */
        events: count,
        eventsPerCandidate: z.number(),
        likelihoodRatio: z.number().nullable(),
        shrinkage: z.number().nullable(),
        note: z.string().nullable(),
      })
      .optional(),
    /** Every measure with its optimism, where the plan asks for all. */
    measures: z
      .array(z.strictObject({ measure: z.string(), apparent: z.number(), optimism: z.number(), corrected: z.number() }))
      .optional(),
    /** Discrimination of folds that the model had not seen; over the repeats mean, smallest and largest. */
    crossValidation: z
      .strictObject({
        by: z.enum(["subject", "site", "each-subject"]),
        folds: count,
        repeats: count,
        pooled: z.number().nullable(),
        meanOfFolds: z.number().nullable(),
        smallest: z.number().nullable(),
        largest: z.number().nullable(),
        /** Folds without a model: the others carried no fit. */
        failed: count,
      })
      .optional(),
    coefficients: z.array(z.strictObject({ term: z.string(), estimate: figure, oddsRatioPer10: figure })),
  }),
  /** Multiple imputation, where the plan has it: how it was done, what it cost, performance pooled (Rubin's rules). */
  imputation: z
    .strictObject({
      imputations: count,
      iterations: count,
      seed: z.number(),
      /** Degrees of freedom had the data been complete. */
      completeDf: z.number(),
      training: z.strictObject({ subjects: count, incomplete: count }),
      test: z.strictObject({ subjects: count, incomplete: count }),
      predictors: z.array(z.strictObject({ predictor: z.string(), missingTraining: count, missingTest: count })),
      coefficients: z.array(
        z.strictObject({
          term: z.string(),
          df: z.number(),
          relativeIncrease: z.number(),
          fractionMissing: z.number(),
        }),
      ),
      performance: z.array(
        z.strictObject({
          measure: z.string(),
          scale: z.enum(["logit", "log", "identity"]),
          figure,
          fractionMissing: z.number().nullable(),
          /** Over the completed data sets. */
          least: z.number().nullable(),
          greatest: z.number().nullable(),
        }),
      ),
    })
    .optional(),
  /** Differences between the sites of the test set, pooled; absent where the plan pools nothing. */
  heterogeneity: heterogeneityResult.optional(),
  subgroups: z.array(z.strictObject({ variable: z.string(), level: z.string(), n: count, events: count, auc: figure })),
  multiplicity: z.array(
    z.strictObject({
      family: z.string(),
      method: z.string(),
      analysis: z.string(),
      p: z.number(),
      adjusted: z.number(),
    }),
  ),
  leakage: z.array(leakageCheck),
  artefacts: z.array(
    z.strictObject({
      id: z.string(),
      kind: z.string(),
      subjects: count,
      overlapWithTest: count,
      usesOutcome: z.boolean(),
      parents: z.array(z.string()),
      outputHash: sha256Text,
      /** By whom, of a model made elsewhere; its overlap is what could be compared. */
      attested: z.string().optional(),
    }),
  ),
  tooSmall: z.array(z.string()).min(1),
  deviations: z.array(z.string()),
  /** Who measured the images of the protocol's subjects, and how far two readers of the same lesions agree. */
  readers: z
    .strictObject({
      readers: z.array(z.strictObject({ reader: z.string(), subjects: count, measurements: count })),
      readTwice: count,
      /** ICC(2,1), absolute agreement, of the longest diameters of the two readers who share most; null where none do. */
      agreement: z.strictObject({ pair: z.tuple([z.string(), z.string()]), lesions: count, icc: figure }).nullable(),
    })
    .optional(),
  /** By which assays the markers among the predictors were measured; absent where the record names no assay. */
  assays: assaysResult.optional(),
  /** QUADAS-2 of this study by its own people, the latest final form of each; absent where nobody made one. */
  quadas2: z.array(filedAssessment).min(1).optional(),
  tripodAi: z.array(checklistItem).min(1),
  /** `commit`: of the source that ran, where it is known. */
  software: z.strictObject({
    harness: z.string(),
    statistics: z.string(),
    runtime: z.string(),
    commit: z.string().optional(),
  }),
});
export type ValidationResult = z.infer<typeof validationResult>;
