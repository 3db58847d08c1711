import { type DevelopmentPlan, refuse } from "@nadir/domain";
import {
  type AucEstimate,
  aucDeLong,
  type Concordance,
  concordance,
  type Estimated,
  type HorizonAuc,
  horizonAuc,
  notEstimable,
} from "@nadir/statistics";
import { type Adjustment, judgeAdjustment } from "./adjustment.ts";
import { type ByType, judgeByType } from "./by-type.ts";
import { type Cohort, checkCohort } from "./cohort.ts";
import { type Explanation, explain } from "./explain.ts";
import type { FittedCandidate } from "./fitted-model.ts";
import { discrimination, judgedOf } from "./measure.ts";
import { nested } from "./nested.ts";
import { judgeRivals, type Rival } from "./rivals.ts";
import { judgeVariants, type Variants } from "./variants.ts";

export interface Development {
  /** Out-of-fold probability of each subject, the mean over the repeats; null where no candidate could be fitted. */
  readonly predictions: readonly (number | null)[];
  /** Of the nested procedure as a whole: what the chosen candidates say of subjects that they have not seen. */
  readonly auc: Estimated<AucEstimate>;
  /** With follow-up, in place of the AUC: Harrell's C of the risks, and the AUC at the horizon weighted for censoring. */
  readonly survival: {
    readonly concordance: Estimated<Concordance>;
    readonly horizonAuc: Estimated<HorizonAuc>;
  } | null;
  /** AUC (C) of each outer part, or null where it does not exist. */
  readonly parts: readonly {
    readonly repeat: number;
    readonly part: string;
    readonly subjects: number;
    readonly auc: number | null;
    readonly chosen: string | null;
    readonly used: readonly string[];
  }[];
  /** In how many of the outer fits a predictor was used. */
  readonly selected: readonly { readonly predictor: string; readonly times: number; readonly of: number }[];
  /** Volume and other simple measures on the same parts. */
  readonly rivals: readonly Rival[];
  /** The plan's sets of predictors on the same parts, each against the whole and against each other. */
  readonly variants: Variants;
  /** Beside the plan's covariates. */
  readonly adjustment: Adjustment | null;
  /** Over several tumour types: what is left within each. */
  readonly types: ByType | null;
  readonly explanation: Explanation | null;
  /** The candidate chosen over all subjects, fitted on all. Its performance is not known from here, only the procedure's. */
  readonly final: FittedCandidate | null;
  /** Candidates that could not be fitted somewhere, with the first reason. */
  readonly notFitted: readonly { readonly candidate: string; readonly reason: string }[];
}

/**
 * Develops and judges by nested resampling (`nested`), beside simple rivals on the same parts. The same seed gives the same
 * answer. `simple` are columns for rivals where they stand outside the predictors. Refusals are those of `checkCohort`, and
 * `HORIZON_OUTSIDE`.
 */
export function develop(
  cohort: Cohort,
  plan: DevelopmentPlan,
  simple: Pick<Cohort, "names" | "columns"> = cohort,
): Development {
  checkCohort(cohort);
  checkHorizon(cohort, plan);
  const { predictions, parts, final, notFitted } = nested(cohort, plan);
  const uses = new Map<string, number>();
  for (const { fitted } of parts) for (const name of fitted?.used ?? []) uses.set(name, (uses.get(name) ?? 0) + 1);
  // In each part the predictions of the mean over repeats would be of other models: a part is judged by its own.
  const judgedParts = parts.map((part) => ({
    repeat: part.repeat,
    part: part.label,
    subjects: part.rows.length,
    auc: part.predictions ? discrimination(part.predictions, judgedOf(cohort, part.rows)) : null,
    chosen: part.fitted?.name ?? null,
    used: part.fitted?.used ?? [],
  }));
  const judged = predictions.flatMap((p, i) => (p === null ? [] : [i]));
  const none = notEstimable("No candidate could be fitted in any part.");
  const score = judged.map((i) => predictions[i]!);
  const { outcome, time } = judgedOf(cohort, judged);
  return {
    predictions,
    auc: time
      ? notEstimable("With follow-up the procedure is judged by Harrell's C and the AUC at the horizon.")
      : judged.length === 0
        ? none
        : aucDeLong(score, outcome),
    survival:
      time && plan.survival
        ? {
            concordance: judged.length === 0 ? none : concordance({ time, event: outcome, score }),
            horizonAuc: judged.length === 0 ? none : horizonAuc({ time, event: outcome, score }, plan.survival.horizon),
          }
        : null,
    parts: judgedParts,
    selected: [...uses]
      .map(([predictor, count]) => ({ predictor, times: count, of: parts.length }))
      .sort((a, b) => b.times - a.times || (a.predictor < b.predictor ? -1 : 1)),
    rivals: judgeRivals(cohort, plan, simple, predictions),
    variants: judgeVariants(cohort, plan, predictions),
    adjustment: judgeAdjustment(cohort, plan, simple, predictions),
    types: judgeByType(cohort, predictions),
    explanation: explain(cohort, plan, parts, final),
    final,
    notFitted,
  };
}

/** Before the first event every risk is 0, and past the longest follow-up nobody can say. */
function checkHorizon({ time, outcome }: Cohort, { survival }: DevelopmentPlan): void {
  if (!time || !survival) return;
  const { horizon, unit } = survival;
  const first = time.reduce((least, t, i) => (outcome[i] === 1 ? Math.min(least, t) : least), Number.POSITIVE_INFINITY);
  const last = Math.max(...time);
  if (horizon < first || horizon > last)
    refuse(
      "HORIZON_OUTSIDE",
      `The horizon is ${horizon} ${unit}; the first event is at ${first} and the longest follow-up ${last}. Take a horizon between them.`,
      { found: String(horizon), expected: `${first} to ${last}` },
    );
}
