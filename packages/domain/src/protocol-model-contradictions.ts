import type { ProtocolDocument } from "./protocol.ts";
import type { Say } from "./protocol-contradiction.ts";
import { type FittedModelPlan, horizonOfModel, isImportedModel } from "./protocol-model.ts";

/** What the model, its preparation and the analyses of its prediction cannot be together. */
export function modelContradictions(d: ProtocolDocument, say: Say): void {
  const { model } = d;
  const invalid = (path: string, detail: string) => say("PROTOCOL_INVALID", path, detail);
  if (!isImportedModel(model)) fitting(d, model, invalid);
  const { primary, subgroups } = d;
  if ((subgroups.metric === "auc") !== (primary.metric === "auc"))
    invalid(
      "subgroups.metric",
      `the primary is ${primary.metric}; its subgroups are told by ${primary.metric === "auc" ? "auc" : "c-harrell"}.`,
    );
  const horizon = horizonOfModel(model);
  if (horizon === null) return;
  // A risk by one horizon is no probability by another: calibration and Brier score would compare unlike things.
  d.secondary.forEach((s, i) => {
    if (s.kind === "horizon-performance" && s.horizonDays !== horizon)
      invalid(
        `secondary.${i}.horizonDays`,
        `the model foretells the risk by day ${horizon}; it cannot be judged as the risk by day ${s.horizonDays}.`,
      );
    if (["calibration", "calibration-curve", "decision-curve"].includes(s.kind))
      invalid(
        `secondary.${i}.kind`,
        `a risk by a horizon is judged with censoring: use horizon-performance in place of ${s.kind}.`,
      );
  });
}

/** What is fitted here, and how: preparation, penalty, internal validation. */
function fitting(d: ProtocolDocument, model: FittedModelPlan, invalid: (path: string, detail: string) => void): void {
  const { keep, method } = model.preparation?.select ?? {};
  if (keep !== undefined && keep > model.predictors.length)
    invalid("model.preparation.select.keep", `${keep} of ${model.predictors.length} predictors cannot be kept.`);
  if (model.preparation?.harmonise && model.predictors.length < 2)
    invalid("model.preparation.harmonise", "ComBat learns from several predictors at once; there is one.");
  for (const [i, { predictor }] of (model.preparation?.dichotomise ?? []).entries())
    if (!model.predictors.includes(predictor))
      invalid(
        `model.preparation.dichotomise.${i}.predictor`,
        `'${predictor}' is no predictor of the model; those are ${model.predictors.join(", ")}.`,
      );
  if (method !== undefined && (method === "strongest-concordance") !== (model.type === "cox"))
    invalid(
      "model.preparation.select.method",
      model.type === "cox"
        ? "a time to event is selected for by strongest-concordance."
        : "a binary endpoint is selected for by strongest-auc.",
    );
  const chosen = model.penalty === "none" ? "none" : "penalty-by-cross-validation";
  if (d.development.hyperParameters !== chosen)
    invalid(
      "development.hyperParameters",
      `the model's penalty is ${model.penalty === "none" ? "none" : "chosen by cross-validation"}; write '${chosen}'.`,
    );
  const internal = d.development.internalValidation;
  if (internal.method === "cross-validation" && internal.folds.by !== "subject" && internal.repeats > 1)
    invalid(
      "development.internalValidation.repeats",
      `folds by ${internal.folds.by} are the same each time; repeat folds that are drawn, or write 1.`,
    );
}
