import { z } from "zod";
import {
  developmentModel,
  developmentStep,
  MODELS_OF,
  type OutcomeKind,
  STEPS_OF_SURVIVAL,
  STEPS_OF_VALUES,
  survivalModel,
  valueModel,
} from "./development-model.ts";

/**
 * The plan by which models are developed and compared, `nadir.development-plan/1`: every step that learns, the candidates,
 * the folds and the seed. All of it is fitted inside the folds, on training subjects only.
 */

const text = z.string().min(1);

/** One way from the table to a probability. */
export const developmentCandidate = z.strictObject({
  name: text,
  steps: z.array(developmentStep).default([]),
  model: z.union([developmentModel, survivalModel, valueModel]),
});
export type DevelopmentCandidate = z.infer<typeof developmentCandidate>;

/** Of a plan: two classes unless it says otherwise. */
export const outcomeKind = (plan: {
  readonly survival?: unknown;
  readonly classes?: unknown;
  readonly continuous?: unknown;
}): OutcomeKind => (plan.survival ? "survival" : plan.classes ? "classes" : plan.continuous ? "number" : "two classes");

const WANTS: Readonly<Record<OutcomeKind, string>> = {
  "two classes": "an outcome of two classes",
  classes: 'several classes; name them: "classes": [reference, …]',
  number: 'a number as outcome; say so: "continuous": {"unit": …}',
  survival: 'follow-up; name it: "survival": {"time": …, "unit": …, "horizon": …}',
};

export const developmentPlan = z
  .strictObject({
    schema: z.literal("nadir.development-plan/1"),
    id: text,
    subject: text.default("subject"),
    /** The column of the outcome; with `survival` of the event (progression, death), else censored. */
    outcome: text,
    /** The word or number of the outcome column that counts as having it. */
    positive: z.union([text, z.number()]).default(1),
    /** Makes the outcome an event in time; what is predicted is the risk by the horizon. */
    survival: z
      .strictObject({ time: text, unit: z.enum(["days", "months", "years"]), horizon: z.number().gt(0) })
      .optional(),
    /** Makes the outcome one of these words (three or more); the first is the reference. */
    classes: z.array(text).min(3).max(20).optional(),
    /** Makes the outcome a number in this unit. */
    continuous: z.strictObject({ unit: text }).optional(),
    site: text.optional(),
    /** Column of tumour types, for models over several: results within each type are reported. */
    type: text.optional(),
    /** Columns of predictors; left out: every column of numbers that is named nowhere else. */
    predictors: z.array(text).min(1).optional(),
    /** Columns that stand alone as simple rivals; left out: the columns of volume and of sums of diameters, by their names. */
    rivals: z.array(text).max(20).optional(),
    /** Named sets of the predictors (baseline, follow-up, delta; blood, images, both), each judged by the whole plan on the same parts. */
    variants: z
      .array(z.strictObject({ name: text, predictors: z.array(text).min(1) }))
      .max(20)
      .default([]),
    /** Covariates beside which the finished predictions are judged; they are no predictors. */
    adjust: z.array(text).min(1).max(20).optional(),
    /** Columns of words (scanner, protocol) whose training values the signature remembers, to warn of others. */
    acquisition: z.array(text).default([]),
    candidates: z.array(developmentCandidate).min(1).max(200),
    /** What the inner folds choose by; left out: the AUC, or Harrell's C with `survival`. */
    chooseBy: z.enum(["auc", "log-loss", "concordance", "horizon-auc"]).optional(),
    outer: z.discriminatedUnion("kind", [
      z.strictObject({
        kind: z.literal("folds"),
        count: z.int().min(2).max(50),
        repeats: z.int().min(1).max(100).default(1),
      }),
      z.strictObject({ kind: z.literal("leave-site-out") }),
      z.strictObject({ kind: z.literal("leave-type-out") }),
    ]),
    innerFolds: z.int().min(2).max(50).default(5),
    /** Refits of the final formula on bootstrap samples, for the interval of a score; 0 for none. */
    bootstrap: z.int().min(0).max(2000).default(0),
    seed: z
      .int()
      .min(0)
      .max(2 ** 31),
  })
  .superRefine((plan, context) => {
    const { candidates, outer, site, survival, chooseBy, variants, predictors } = plan;
    const kind = outcomeKind(plan);
    const issue = (path: (string | number)[], message: string): void =>
      context.addIssue({ code: "custom", path, message });
    if ([survival, plan.classes, plan.continuous].filter((k) => k !== undefined).length > 1)
      issue(["outcome"], "an outcome has follow-up, or several classes, or is a number; name one of them");
    if (plan.classes && new Set(plan.classes).size < plan.classes.length) issue(["classes"], "a class stands twice");
    for (const [i, c] of candidates.entries()) {
      if (candidates.findIndex((o) => o.name === c.name) < i)
        issue(["candidates", i, "name"], `'${c.name}' stands twice`);
      if (!MODELS_OF[kind].includes(c.model.kind)) {
        const own = (Object.keys(MODELS_OF) as OutcomeKind[]).find((k) => MODELS_OF[k].includes(c.model.kind))!;
        issue(
          ["candidates", i, "model"],
          kind === "survival"
            ? `'${c.model.kind}' knows no follow-up; with survival take ${MODELS_OF.survival.join(" or ")}`
            : `'${c.model.kind}' wants ${WANTS[own]}${kind === "two classes" ? "" : `; here take ${MODELS_OF[kind].join(" or ")}`}`,
        );
      }
      for (const [k, step] of c.steps.entries()) {
        const at = ["candidates", i, "steps", k];
        if (survival && !STEPS_OF_SURVIVAL.includes(step.kind))
          issue(at, `'${step.kind}' wants two classes; with follow-up there are: ${STEPS_OF_SURVIVAL.join(", ")}`);
        if ((kind === "classes" || kind === "number") && !STEPS_OF_VALUES.includes(step.kind))
          issue(at, `'${step.kind}' wants two classes; here there are: ${STEPS_OF_VALUES.join(", ")}`);
        if (step.kind === "combat" && site === undefined)
          issue(at, "ComBat harmonises sites; name the column of sites");
        if (step.kind === "combat" && outer.kind === "leave-site-out")
          issue(at, "ComBat cannot correct a site that training has never seen; a left-out site is one");
      }
    }
    const both = plan.adjust?.find((name) => predictors?.includes(name) || name === plan.outcome);
    if (both !== undefined)
      issue(
        ["adjust"],
        `'${both}' is ${both === plan.outcome ? "the outcome" : "a predictor"}; a covariate stands beside the model`,
      );
    for (const [i, v] of variants.entries()) {
      if (variants.findIndex((o) => o.name === v.name) < i) issue(["variants", i, "name"], `'${v.name}' stands twice`);
      const unknown = v.predictors.find((p) => predictors && !predictors.includes(p));
      if (unknown !== undefined)
        issue(["variants", i, "predictors"], `'${unknown}' is no predictor of the plan; a variant is a part of them`);
    }
    if (kind === "classes" || kind === "number")
      for (const name of ["rivals", "type", "chooseBy", "adjust"] as const)
        if (plan[name] !== undefined && !(name === "rivals" && plan.rivals?.length === 0))
          issue([name], `'${name}' is of two classes or follow-up; leave it out`);
    if ((kind === "classes" || kind === "number") && (variants.length > 0 || plan.bootstrap > 0))
      issue(
        [variants.length > 0 ? "variants" : "bootstrap"],
        "variants and refits are of two classes or follow-up; leave them out",
      );
    if (outer.kind === "leave-site-out" && site === undefined)
      issue(["site"], "leaving sites out wants the column of sites");
    if (outer.kind === "leave-type-out" && plan.type === undefined)
      issue(["type"], "leaving types out wants the column of tumour types");
    if (
      chooseBy !== undefined &&
      (chooseBy === "concordance" || chooseBy === "horizon-auc") !== (survival !== undefined)
    )
      issue(
        ["chooseBy"],
        survival
          ? "with follow-up the inner folds choose by concordance or horizon-auc"
          : `'${chooseBy}' wants follow-up; choose by auc or log-loss`,
      );
  });
export type DevelopmentPlan = z.infer<typeof developmentPlan>;
