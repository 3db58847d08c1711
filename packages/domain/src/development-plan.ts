import { z } from "zod";
import { developmentModel, developmentStep, STEPS_OF_SURVIVAL, survivalModel } from "./development-model.ts";

/**
 * The plan by which models are developed and compared, `nadir.development-plan/1`: every step that learns, the candidates,
 * the folds and the seed. All of it is fitted inside the folds, on training subjects only.
 */

const text = z.string().min(1);

/** One way from the table to a probability. */
export const developmentCandidate = z.strictObject({
  name: text,
  steps: z.array(developmentStep).default([]),
  model: z.union([developmentModel, survivalModel]),
});
export type DevelopmentCandidate = z.infer<typeof developmentCandidate>;

/** Kinds that want follow-up; every other model wants two classes. */
const isSurvivalModel = (kind: string): boolean => survivalModel.options.some((o) => o.shape.kind.value === kind);

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
    const issue = (path: (string | number)[], message: string): void =>
      context.addIssue({ code: "custom", path, message });
    for (const [i, c] of candidates.entries()) {
      if (candidates.findIndex((o) => o.name === c.name) < i)
        issue(["candidates", i, "name"], `'${c.name}' stands twice`);
      if (isSurvivalModel(c.model.kind) !== (survival !== undefined))
        issue(
          ["candidates", i, "model"],
          survival
            ? `'${c.model.kind}' knows no follow-up; with survival take ${survivalModel.options.map((o) => o.shape.kind.value).join(" or ")}`
            : `'${c.model.kind}' wants follow-up; name it: "survival": {"time": …, "unit": …, "horizon": …}`,
        );
      for (const [k, step] of c.steps.entries()) {
        const at = ["candidates", i, "steps", k];
        if (survival && !STEPS_OF_SURVIVAL.includes(step.kind))
          issue(at, `'${step.kind}' wants two classes; with follow-up there are: ${STEPS_OF_SURVIVAL.join(", ")}`);
        if (step.kind === "combat" && site === undefined)
          issue(at, "ComBat harmonises sites; name the column of sites");
        if (step.kind === "combat" && outer.kind === "leave-site-out")
          issue(at, "ComBat cannot correct a site that training has never seen; a left-out site is one");
      }
    }
    for (const [i, v] of variants.entries()) {
      if (variants.findIndex((o) => o.name === v.name) < i) issue(["variants", i, "name"], `'${v.name}' stands twice`);
      const unknown = v.predictors.find((p) => predictors && !predictors.includes(p));
      if (unknown !== undefined)
        issue(["variants", i, "predictors"], `'${unknown}' is no predictor of the plan; a variant is a part of them`);
    }
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
