import { type DevelopmentPlan, hashOf } from "@nadir/domain";
import { aucInterval, type Estimated, type Interval, outcomeCoverage } from "@nadir/statistics";
import type { Adjustment } from "./adjustment.ts";
import type { Cohort } from "./cohort.ts";
import type { Development } from "./develop.ts";

/** What `nadir develop` answers: everything but the predictions and the fitted model. */
export function developmentSummary(
  answer: Development,
  plan: DevelopmentPlan,
  cohort: Cohort,
  file: { readonly name: string; readonly sha256: string; readonly leftOut: readonly string[] },
) {
  const n = cohort.subjects.length;
  const events = cohort.outcome.reduce((s, v) => s + v, 0);
  const judged = answer.predictions.flatMap((p, i) => (p === null ? [] : [{ p, y: cohort.outcome[i]! }]));
  return {
    schema: "nadir.development/1",
    standing: "development: resampling within one cohort, no validation",
    plan: { id: plan.id, hash: hashOf(plan), seed: plan.seed, generator: "xoshiro256**" },
    cohort: {
      file: file.name,
      sha256: file.sha256,
      subjects: n,
      events,
      predictors: cohort.names.length,
      leftOut: file.leftOut,
    },
    eventsPerPredictor: (cohort.time ? events : Math.min(events, n - events)) / cohort.names.length,
    ...(answer.survival
      ? {
          concordance: withInterval(answer.survival.concordance, (c) => c.c),
          horizonAuc: { horizon: plan.survival!.horizon, ...withInterval(answer.survival.horizonAuc, (a) => a.auc) },
        }
      : { auc: aucOf(answer.auc) }),
    rivals: answer.rivals,
    ...(plan.variants.length > 0 ? { variants: answer.variants } : {}),
    ...(answer.adjustment ? { adjustment: answer.adjustment } : {}),
    ...(answer.types ? { types: answer.types } : {}),
    parts: answer.parts,
    selected: answer.selected,
    notFitted: answer.notFitted,
    chosen: answer.final?.name ?? null,
    used: answer.final?.used ?? [],
    ...(answer.explanation
      ? { importance: answer.explanation.importance, explanationWarning: answer.explanation.warning }
      : {}),
    ...(cohort.time || judged.length === 0
      ? {}
      : {
          conformal: outcomeCoverage(
            judged.map((j) => j.p),
            judged.map((j) => j.y),
            0.9,
          ),
        }),
  };
}

function withInterval<T extends { readonly interval: Interval }>(found: Estimated<T>, value: (of: T) => number) {
  return found.estimable ? { estimable: true, value: value(found), ...found.interval } : found;
}

function aucOf(auc: Development["auc"]) {
  if (!auc.estimable) return auc;
  const interval = aucInterval(auc);
  return {
    estimable: true as const,
    auc: auc.auc,
    ...(interval.estimable ? { lower: interval.lower, upper: interval.upper, level: interval.level } : {}),
  };
}

const figure = (v: number): string => v.toFixed(3).replace("-", "−");

function adjustmentSentence(
  { covariates, subjects, ratio, alone }: Adjustment,
  measure: string,
  plan: DevelopmentPlan,
) {
  const beside = ratio.estimable
    ? `${plan.survival ? "hazard" : "odds"} ratio of the prediction ${figure(ratio.value)} (${figure(ratio.lower)} to ${figure(ratio.upper)})${ratio.lower > 1 ? "" : ": not shown to tell more than they do"}`
    : ratio.reason;
  const own = alone.discrimination === null ? "" : `; they alone have ${measure} ${figure(alone.discrimination)}`;
  return `Beside ${covariates.join(", ")} (${subjects} subjects with all): ${beside}${own}.`;
}

/** The sentences that a person should read first. */
export function developmentSentences(answer: Development, plan: DevelopmentPlan): string[] {
  const of = (i: Interval): string => `(${figure(i.lower)} to ${figure(i.upper)})`;
  const lines: string[] = [];
  const measure = plan.survival ? "C" : "AUC";
  if (answer.survival) {
    const { concordance: c } = answer.survival;
    lines.push(
      c.estimable
        ? `C of the whole procedure on subjects left out: ${figure(c.c)} ${of(c.interval)}. Development, not validation.`
        : `No C: ${c.reason}`,
    );
  } else {
    const auc = aucOf(answer.auc);
    lines.push(
      "auc" in auc
        ? `AUC of the whole procedure on subjects left out: ${figure(auc.auc)}${"lower" in auc && auc.lower !== undefined ? ` (${figure(auc.lower)} to ${figure(auc.upper!)})` : ""}. Development, not validation.`
        : `No AUC: ${auc.reason}`,
    );
  }
  if (answer.rivals.length === 0)
    lines.push("! No column of volume or size: whether the model beats volume is not known; name one in 'rivals'.");
  for (const { name, discrimination, difference: d } of answer.rivals)
    lines.push(
      `Against '${name}' alone${discrimination === null ? "" : ` (${measure} ${figure(discrimination)})`}: ${d.estimable ? `${d.difference >= 0 ? "+" : "−"}${figure(Math.abs(d.difference))} ${of(d.interval)}${d.interval.lower > 0 ? "" : ": not shown to beat it"}` : d.reason}`,
    );
  for (const v of answer.variants.sets)
    lines.push(
      `${v.name} (${v.predictors} predictors): ${measure} ${v.discrimination === null ? "none" : figure(v.discrimination)}`,
    );
  if (answer.adjustment) lines.push(adjustmentSentence(answer.adjustment, measure, plan));
  if (answer.types?.warning) lines.push(`! ${answer.types.warning}`);
  if (answer.explanation?.warning) lines.push(`! ${answer.explanation.warning}`);
  return lines;
}
