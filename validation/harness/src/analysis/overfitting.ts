import type { ProtocolDocument, ValidationResult } from "@nadir/domain";
import { coxRegression, type Estimated, estimated, logisticRegression, notEstimable } from "@nadir/statistics";
import type { LinearModel } from "../estimators/linear-model.ts";
import type { DevelopmentRows } from "./development-refit.ts";

type Guard = NonNullable<ValidationResult["development"]["overfitting"]>;

/**
 * How much room the training subjects left for the model: events (of a binary endpoint the smaller class) a candidate
 * coefficient, and the heuristic shrinkage (LR - p) / LR of van Houwelingen & le Cessie 1990, which a new set of
 * subjects is expected to show as calibration slope. Riley 2019 asks for 0.9 and more.
 */
export function overfittingGuard(
  data: Pick<DevelopmentRows, "kind" | "x" | "event" | "time">,
  fitted: Pick<LinearModel, "pooled" | "penalty">,
  { model }: Pick<ProtocolDocument, "model">,
): Guard {
  const events = data.event.filter(Boolean).length;
  const smaller = data.kind === "binary" ? Math.min(events, data.event.length - events) : events;
  const candidates = model.predictors.length;
  const selects = "preparation" in model && model.preparation?.select !== undefined;
  const ratio: Estimated<{ value: number }> = fitted.penalty
    ? notEstimable("The model is penalised: its coefficients are shrunken already.")
    : fitted.pooled
      ? notEstimable("The model is pooled over completed data sets; no single likelihood is its own.")
      : selects
        ? notEstimable("Predictors were selected: the likelihood of the chosen few knows nothing of the search.")
        : likelihoodRatio(data);
  const p = data.x[0]?.length ?? 0;
  return {
    candidates,
    events: smaller,
    eventsPerCandidate: smaller / candidates,
    likelihoodRatio: ratio.estimable ? ratio.value : null,
    shrinkage: ratio.estimable && ratio.value > 0 ? (ratio.value - p) / ratio.value : null,
    note: ratio.estimable ? null : ratio.reason,
  };
}

function likelihoodRatio({
  kind,
  x,
  event,
  time,
}: Pick<DevelopmentRows, "kind" | "x" | "event" | "time">): Estimated<{ value: number }> {
  const covariates = Object.fromEntries((x[0] ?? []).map((_, j) => [`x${j}`, x.map((row) => row[j]!)]));
  if (kind === "binary") {
    const fit = logisticRegression({ outcome: event, covariates });
    return fit.estimable ? estimated({ value: fit.nullDeviance - fit.deviance }) : fit;
  }
  const fit = coxRegression({ time, event, covariates });
  return fit.estimable ? estimated({ value: fit.likelihoodRatioTest.chiSquare }) : fit;
}
