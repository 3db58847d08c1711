import { type DevelopmentPlan, hashOf } from "@nadir/domain";
import type { Cohort } from "../cohort.ts";
import type { ValueDevelopment } from "./develop-values.ts";

/** What `nadir develop` answers of several classes, or of a number. */
export function valueSummary(
  { classes, number, parts, selected, notFitted, final }: ValueDevelopment,
  plan: DevelopmentPlan,
  cohort: Cohort,
  file: { readonly name: string; readonly sha256: string; readonly leftOut: readonly string[] },
) {
  return {
    schema: "nadir.development/1",
    standing: "development: resampling within one cohort, no validation",
    plan: { id: plan.id, hash: hashOf(plan), seed: plan.seed, generator: "xoshiro256**" },
    cohort: {
      file: file.name,
      sha256: file.sha256,
      subjects: cohort.subjects.length,
      predictors: cohort.names.length,
      leftOut: file.leftOut,
    },
    ...(classes ? { classes } : {}),
    ...(number ? { number: { unit: plan.continuous?.unit, ...number } } : {}),
    parts,
    selected,
    notFitted,
    chosen: final?.name ?? null,
    used: final?.used ?? [],
  };
}

/** The sentences that a person should read first. */
export function valueSentences(
  { classes, number, final, notFitted }: ValueDevelopment,
  plan: DevelopmentPlan,
): string[] {
  const figure = (v: number | null): string => (v === null ? "none" : v.toFixed(3).replace("-", "−"));
  const lines: string[] = [];
  if (!classes && !number)
    return [`! No candidate could be fitted in any part: ${notFitted[0]?.reason ?? "no reason"}`];
  if (classes) {
    const { accuracy: a } = classes;
    lines.push(
      `Log loss on subjects left out: ${figure(classes.logLoss)}; of the classes' shares alone ${figure(classes.logLossOfShares)}${classes.saved > 0 ? "" : ": not shown to beat them"}. Development, not validation.`,
      `Accuracy ${figure(a.value)} (${figure(a.lower)} to ${figure(a.upper)}); always naming the largest class ${figure(classes.accuracyOfLargest)}${a.lower > classes.accuracyOfLargest ? "" : ": not shown to beat it"}.`,
      ...classes.classes.map(
        ({ name, subjects, auc }) =>
          `${name} (${subjects}) against the others: ${auc.estimable ? `AUC ${figure(auc.auc)}${auc.interval ? ` (${figure(auc.interval.lower)} to ${figure(auc.interval.upper)})` : ""}` : auc.reason}`,
      ),
    );
  }
  if (number) {
    const { rSquared: r, calibration: c } = number;
    const unit = plan.continuous?.unit ?? "";
    lines.push(
      `R² on subjects left out: ${figure(r.value)} (${figure(r.lower)} to ${figure(r.upper)})${(r.lower ?? 0) > 0 ? "" : ": not shown to beat the mean"}. Development, not validation.`,
      `Root mean square error ${figure(number.rootMeanSquareError)} ${unit}; of the mean ${figure(number.rootMeanSquareErrorOfMean)} ${unit}.`,
      c.estimable
        ? `Calibration slope ${figure(c.slope)} (${figure(c.slopeInterval.lower)} to ${figure(c.slopeInterval.upper)}), intercept ${figure(c.intercept)}.`
        : `No calibration slope: ${c.reason}`,
    );
  }
  if (final?.model.kind === "symbolic") lines.push(`Formula: ${final.model.model.text}`);
  return lines;
}
