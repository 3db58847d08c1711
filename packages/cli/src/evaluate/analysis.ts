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

/** Two scores on the same subjects (DeLong, paired). */
const comparison = z.strictObject({
  name,
  scores: z.tuple([column, column]),
  larger: z.tuple([direction, direction]).default(["more-likely", "more-likely"]),
  outcome: column,
  positive: z.string().default("1"),
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
});

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
    level: z.number().gt(0).lt(1).default(0.95),
    discrimination: z.array(discrimination).default([]),
    comparisons: z.array(comparison).default([]),
    survival: z.array(survival).default([]),
  })
  .refine((a) => a.discrimination.length + a.comparisons.length + a.survival.length > 0, {
    error: "name at least one entry in discrimination, comparisons or survival",
  });
export type Analysis = z.infer<typeof analysis>;
