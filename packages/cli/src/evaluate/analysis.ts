import { z } from "zod";

const column = z.string().min(1);
const name = z.string().min(1);
const direction = z.enum(["more-likely", "less-likely"]).default("more-likely");

/** A score against a yes/no outcome. `larger` says what a larger score means; it is never sought in the data. */
const discrimination = z.strictObject({
  name,
  score: column,
  outcome: column,
  /** The cell that means "has the outcome"; every other non-empty cell means it has not. */
  positive: z.string().default("1"),
  larger: direction,
  interval: z.enum(["wald", "logit"]).default("logit"),
  /** Operating points fixed before these data were seen: positive when score >= threshold. */
  thresholds: z.array(z.number()).default([]),
  /** Also give every point of the ROC curve. */
  curve: z.boolean().default(false),
});

/** A decision threshold: a probability strictly between 0 and 1. */
const threshold = z.number().gt(0).lt(1);

/** The thresholds of a decision curve: a list, or a range in steps. */
const decision = z
  .union([
    z.array(threshold).min(1).max(500),
    z.strictObject({ from: threshold, to: threshold, step: z.number().gt(0).lt(1).default(0.01) }),
  ])
  .refine((d) => Array.isArray(d) || (d.from < d.to && (d.to - d.from) / d.step <= 500), {
    error: "name a range whose 'from' lies below 'to', with at most 500 steps",
  })
  .transform((d) =>
    Array.isArray(d)
      ? [...new Set(d)].sort((a, b) => a - b)
      : Array.from({ length: Math.floor((d.to - d.from) / d.step + 1e-9) + 1 }, (_, k) =>
          Number((d.from + k * d.step).toFixed(10)),
        ),
  );

/** Predicted probabilities of a yes/no outcome: discrimination, calibration, Brier score, decision curve, sites. */
const probabilities = z.strictObject({
  name,
  probability: column,
  outcome: column,
  positive: z.string().default("1"),
  interval: z.enum(["wald", "logit"]).default("logit"),
  /** Operating points fixed before these data were seen: positive when probability >= threshold. */
  thresholds: z.array(threshold).default([]),
  /** Left out: no decision curve. */
  decision: decision.optional(),
  /** Also Hosmer–Lemeshow with this many groups: arbitrary groups, power driven by n, no direction. */
  hosmerLemeshow: z.number().int().min(3).max(50).optional(),
});

/** Predicted probability of an event by a horizon, on censored follow-up. */
const horizons = z.strictObject({
  name,
  time: column,
  event: column,
  happened: z.string().default("1"),
  unit: z.string().default("days"),
  horizon: z.number().gt(0),
  /** Probability of the event by the horizon. */
  risk: column,
  /** Larger = earlier event; default log(-log(1 - risk)). */
  score: column.optional(),
  decision: decision.optional(),
  /** Times of AUC(t) by the score, besides the horizon. */
  times: z.array(z.number().gt(0)).default([]),
});

/** Two scores on the same follow-up: difference of Harrell's C, by bootstrap. */
const survivalComparison = z.strictObject({
  name,
  scores: z.tuple([column, column]),
  larger: z.tuple([z.enum(["earlier", "later"]), z.enum(["earlier", "later"])]).default(["earlier", "earlier"]),
  time: column,
  event: column,
  happened: z.string().default("1"),
});

/** Cumulative incidence where another event can come first; 0 in the cause column is censored. */
const competing = z.strictObject({
  name,
  time: column,
  cause: column,
  /** The cause of interest, for Gray's test. */
  interest: z.number().int().min(1).default(1),
  unit: z.string().default("days"),
  group: column.optional(),
  times: z.array(z.number().min(0)).default([]),
});

/** Two scores on the same subjects (DeLong, paired); where both are probabilities also their net benefit at thresholds. */
const comparison = z.strictObject({
  name,
  scores: z.tuple([column, column]),
  larger: z.tuple([direction, direction]).default(["more-likely", "more-likely"]),
  outcome: column,
  positive: z.string().default("1"),
  thresholds: z.array(z.number().gt(0).lt(1)).default([]),
});

/** Time to an event: Kaplan–Meier overall or by group with the log-rank test, and Harrell's C of a score. */
const survival = z.strictObject({
  name,
  time: column,
  event: column,
  /** The cell that means "the event happened"; every other non-empty cell means censored. */
  happened: z.string().default("1"),
  unit: z.string().default("days"),
  group: column.optional(),
  /** Larger = earlier event, unless `larger` says otherwise. */
  score: column.optional(),
  larger: z.enum(["earlier", "later"]).default("earlier"),
  /** Times at which survival is given with its limits. */
  times: z.array(z.number().min(0)).default([]),
  transform: z.enum(["log-log", "log", "plain"]).default("log-log"),
  /** Also give every step of the curves. */
  curve: z.boolean().default(false),
  /** End of the restricted mean survival time, and of its difference between two groups. */
  restrictedTo: z.number().gt(0).optional(),
});

/** A test of a value between groups, of two values on the same subjects, or of two columns of categories. */
const groupTest = z.discriminatedUnion("test", [
  z.strictObject({ name, test: z.enum(["welch-t", "student-t", "mann-whitney"]), value: column, group: column }),
  z.strictObject({ name, test: z.enum(["anova", "kruskal-wallis"]), value: column, group: column }),
  z.strictObject({ name, test: z.enum(["paired-t", "signed-rank"]), values: z.tuple([column, column]) }),
  z.strictObject({ name, test: z.enum(["chi-square", "fisher"]), categories: z.tuple([column, column]) }),
  /** Linear mixed model, random intercept a group; the F tests of Kenward and Roger. */
  z.strictObject({
    name,
    test: z.literal("mixed-model"),
    value: column,
    covariates: z.array(column).min(1),
    group: column,
  }),
]);

/** Correlation of two columns with limits and its word by a named convention. */
const correlation = z.strictObject({
  name,
  columns: z.tuple([column, column]),
  method: z.enum(["pearson", "spearman"]).default("pearson"),
});

const KINDS = [
  "discrimination",
  "comparisons",
  "survival",
  "probabilities",
  "horizons",
  "survivalComparisons",
  "competing",
  "tests",
  "correlations",
] as const;

/**
 * `nadir.analysis/1`: what `nadir evaluate` computes from a table with one row a subject.
 * A cell that an analysis needs and that is empty takes the subject out of that analysis, and is counted.
 */
export const analysis = z
  .strictObject({
    schema: z.literal("nadir.analysis/1"),
    id: z.string().optional(),
    /** The column that names the subject; each may stand in one row only. */
    subject: column.default("subject"),
    /** The column that names the site: figures by site and pooled over sites are given where it is named. */
    site: column.optional(),
    level: z.number().gt(0).lt(1).default(0.95),
    /** Bootstrap by subject. 0 resamples leave bands and percentile limits out. */
    bootstrap: z
      .strictObject({
        resamples: z.number().int().min(0).max(20_000).default(2000),
        seed: z.number().int().min(0).max(Number.MAX_SAFE_INTEGER).default(1),
        stratified: z.boolean().default(false),
      })
      .prefault({}),
    discrimination: z.array(discrimination).default([]),
    comparisons: z.array(comparison).default([]),
    survival: z.array(survival).default([]),
    probabilities: z.array(probabilities).default([]),
    horizons: z.array(horizons).default([]),
    survivalComparisons: z.array(survivalComparison).default([]),
    competing: z.array(competing).default([]),
    tests: z.array(groupTest).default([]),
    correlations: z.array(correlation).default([]),
  })
  .refine((a) => KINDS.some((kind) => a[kind].length > 0), {
    error: `name at least one entry in ${KINDS.slice(0, -1).join(", ")} or ${KINDS.at(-1)}`,
  });
export type Analysis = z.infer<typeof analysis>;
