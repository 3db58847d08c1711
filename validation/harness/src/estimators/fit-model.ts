import { type FittedModelPlan, isImportedModel, type ProtocolDocument, refuse } from "@nadir/domain";
import { sealTrainingView, type TrainingView } from "../cohort/training-view.ts";
import { type AppliedModel, type FittedModel, prepared } from "./apply-model.ts";
import { centreAndScale, type Scale } from "./centre-and-scale.ts";
import { combatBySite } from "./combat-by-site.ts";
import { type CompleteConfig, completeChained } from "./complete-chained.ts";
import { cox } from "./cox.ts";
import { elasticNetHazard, elasticNetLogit } from "./elastic-net.ts";
import { type Artefact, artefactHash, fitArtefact } from "./estimator.ts";
import { importedFit, isImportedArtefact } from "./imported-model.ts";
import { imputeChained } from "./impute-chained.ts";
import { imputeMedian } from "./impute-median.ts";
import type { LinearModel } from "./linear-model.ts";
import { logistic } from "./logistic.ts";
import { pooledCox, pooledLogistic } from "./pooled-regression.ts";
import { quantileCut } from "./quantile-cut.ts";
import type { RiskCuts } from "./risk-cuts.ts";
import { riskGroupCuts } from "./risk-group-cuts.ts";
import { strongest } from "./strongest.ts";

export { type AppliedModel, type FittedModel, predict, prepared } from "./apply-model.ts";
export type { Prediction } from "./prediction.ts";

/** The protocol's model: what came from elsewhere as it is, everything else fitted on the training subjects. */
export const modelOf = (view: TrainingView, protocol: ProtocolDocument): AppliedModel =>
  importedFit(protocol) ?? fitModel(view, protocol);

export function fitModel(view: TrainingView, protocol: ProtocolDocument): FittedModel {
  const plan = protocol.model;
  if (isImportedModel(plan))
    return refuse("MODEL_NOT_ESTIMABLE", "The protocol's model came frozen from elsewhere; nothing is fitted here.");
  const preparation: Artefact[] = [];
  let rows = view;
  const add = (artefact: Artefact) => {
    preparation.push(artefact);
    rows = sealTrainingView(rows.rows.map((row) => prepared([artefact], row)));
  };
  const parents = () => preparation.slice(-1);
  let { predictors } = plan;
  const gaps = protocol.missing.predictors.filter((m) => m.rule === "impute-median").map((m) => m.predictor);
  const toFill = predictors.filter((p) => gaps.includes(p));
  if (toFill.length > 0)
    add(fitArtefact(imputeMedian, rows, { id: "impute", config: { predictors: toFill }, parents: parents() }));
  const { harmonise, dichotomise, select } = plan.preparation ?? {};
  if (harmonise) add(fitArtefact(combatBySite, rows, { id: "harmonise", config: { predictors }, parents: parents() }));
  if (dichotomise)
    add(fitArtefact(quantileCut, rows, { id: "cut", config: { cuts: dichotomise }, parents: parents() }));
  if (select) {
    const config = { predictors, keep: select.keep };
    const chosen = fitArtefact(strongest[select.method], rows, { id: "select", config, parents: parents() });
    add(chosen);
    predictors = [...chosen.output.kept];
  }
  // The scale is that of the values that were measured; imputed ones are put on it.
  const scale = fitArtefact(centreAndScale, rows, { id: "scale", config: { predictors }, parents: parents() });
  const chained = chainedConfig(protocol);
  const model = chained
    ? fitPooled(rows, chained, { scale, preparation, horizonDays: horizonOf(protocol) })
    : fitLine(rows, plan, predictors, scale);
  const cuts = protocol.secondary.flatMap((groups) =>
    groups.kind === "survival-by-risk-group" && groups.cuts.from === "training-quantiles"
      ? [
          fitArtefact(riskGroupCuts, view, {
            id: `cuts-${groups.id}`,
            config: {
              at: groups.cuts.at,
              predictors: plan.predictors,
              of: { preparation, scale, model, cuts: [] },
            },
            parents: [model],
          }),
        ]
      : [],
  );
  return { preparation, scale, model, cuts };
}

/** The equations that the plan asks for; null where it imputes nothing by them. */
export function chainedConfig({ missing, model }: ProtocolDocument): CompleteConfig | null {
  const impute = missing.predictors.filter((m) => m.rule === "impute-chained-equations").map((m) => m.predictor);
  if (impute.length === 0 || !missing.chainedEquations) return null;
  const { imputations, chainedEquations } = missing;
  const outcome = model.type === "cox" ? "time-to-event" : "binary";
  return { predictors: model.predictors, impute, imputations, ...chainedEquations, outcome };
}

const horizonOf = ({ model }: ProtocolDocument) => (model.type === "cox" ? { horizonDays: model.horizonDays } : {});

/** Equations for new subjects, completed training sets, and the regression pooled over those. */
function fitPooled(
  rows: TrainingView,
  complete: CompleteConfig,
  of: { readonly scale: Artefact<Scale>; readonly preparation: Artefact[]; readonly horizonDays: object },
): Artefact<LinearModel> {
  const { scale, preparation, horizonDays } = of;
  const parents = preparation.slice(-1);
  const { outcome, ...config } = complete;
  const equations = fitArtefact(imputeChained, rows, { id: "impute-chained", config, parents });
  const completed = fitArtefact(completeChained, rows, { id: "complete-chained", config: complete, parents });
  preparation.push(equations, completed);
  return fitArtefact(outcome === "binary" ? pooledLogistic : pooledCox, rows, {
    id: "model",
    config: { complete, completed, scale, ...horizonDays },
    parents: [scale, equations, completed],
  });
}

function fitLine(rows: TrainingView, plan: FittedModelPlan, predictors: readonly string[], scale: Artefact<Scale>) {
  const config = { predictors, scale };
  const of = { id: "model", parents: [scale] };
  const { penalty } = plan;
  if (plan.type === "cox") {
    const { horizonDays } = plan;
    return penalty === "none"
      ? fitArtefact(cox, rows, { ...of, config: { ...config, horizonDays } })
      : fitArtefact(elasticNetHazard, rows, { ...of, config: { ...config, horizonDays, penalty } });
  }
  return penalty === "none"
    ? fitArtefact(logistic, rows, { ...of, config })
    : fitArtefact(elasticNetLogit, rows, { ...of, config: { ...config, penalty } });
}

export const artefactsOf = (applied: AppliedModel): readonly Artefact[] =>
  "imported" in applied ? [applied.imported] : [...applied.preparation, applied.scale, applied.model, ...applied.cuts];

/** The artefact that is the model itself. */
export const modelArtefact = (applied: AppliedModel): Artefact =>
  "imported" in applied ? applied.imported : applied.model;

const LINES: readonly string[] = [logistic, cox, elasticNetLogit, elasticNetHazard, pooledLogistic, pooledCox].map(
  (e) => e.kind,
);

/** Puts the stored artefacts together again; refuses where one is not what its hash says. */
export function modelFromArtefacts(artefacts: readonly Artefact[]): AppliedModel {
  for (const a of artefacts)
    if (artefactHash(a) !== a.outputHash)
      refuse("MODEL_HASH_MISMATCH", `Artefact ${a.id} does not have the content of its hash ${a.outputHash}.`);
  const [only] = artefacts;
  if (artefacts.length === 1 && only && isImportedArtefact(only)) return { imported: only, cuts: [] };
  const scale = artefacts.find((a) => a.kind === centreAndScale.kind) as Artefact<Scale> | undefined;
  const model = artefacts.find((a) => LINES.includes(a.kind)) as Artefact<LinearModel> | undefined;
  if (!scale || !model)
    return refuse(
      "ARTEFACT_WITHOUT_PROVENANCE",
      "The protocol's model needs a scale and a regression; one is missing.",
    );
  const cuts = artefacts.filter((a) => a.kind === riskGroupCuts.kind) as Artefact<RiskCuts>[];
  return {
    preparation: artefacts.filter((a) => a !== scale && a !== model && !cuts.some((c) => c === a)),
    scale,
    model,
    cuts,
  };
}
