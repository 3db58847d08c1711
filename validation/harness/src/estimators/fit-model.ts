import { type ProtocolDocument, refuse } from "@nadir/domain";
import { sealTrainingView, type TrainingView } from "../cohort/training-view.ts";
import { type FittedModel, prepared } from "./apply-model.ts";
import { centreAndScale, type Scale } from "./centre-and-scale.ts";
import { combatBySite } from "./combat-by-site.ts";
import { cox } from "./cox.ts";
import { elasticNetHazard, elasticNetLogit } from "./elastic-net.ts";
import { type Artefact, artefactHash, fitArtefact } from "./estimator.ts";
import { imputeMedian } from "./impute-median.ts";
import type { LinearModel } from "./linear-model.ts";
import { logistic } from "./logistic.ts";
import { quantileCut } from "./quantile-cut.ts";
import type { RiskCuts } from "./risk-cuts.ts";
import { riskGroupCuts } from "./risk-group-cuts.ts";
import { strongest } from "./strongest.ts";

export { type FittedModel, type Prediction, predict, prepared } from "./apply-model.ts";

export function fitModel(view: TrainingView, protocol: ProtocolDocument): FittedModel {
  const preparation: Artefact[] = [];
  let rows = view;
  const add = (artefact: Artefact) => {
    preparation.push(artefact);
    rows = sealTrainingView(rows.rows.map((row) => prepared([artefact], row)));
  };
  const parents = () => preparation.slice(-1);
  let { predictors } = protocol.model;
  const gaps = protocol.missing.predictors.filter((m) => m.rule === "impute-median").map((m) => m.predictor);
  const toFill = predictors.filter((p) => gaps.includes(p));
  if (toFill.length > 0)
    add(fitArtefact(imputeMedian, rows, { id: "impute", config: { predictors: toFill }, parents: parents() }));
  const { harmonise, dichotomise, select } = protocol.model.preparation ?? {};
  if (harmonise) add(fitArtefact(combatBySite, rows, { id: "harmonise", config: { predictors }, parents: parents() }));
  if (dichotomise)
    add(fitArtefact(quantileCut, rows, { id: "cut", config: { cuts: dichotomise }, parents: parents() }));
  if (select) {
    const config = { predictors, keep: select.keep };
    const chosen = fitArtefact(strongest[select.method], rows, { id: "select", config, parents: parents() });
    add(chosen);
    predictors = [...chosen.output.kept];
  }
  const scale = fitArtefact(centreAndScale, rows, { id: "scale", config: { predictors }, parents: parents() });
  const model = fitLine(rows, protocol, predictors, scale);
  const cuts = protocol.secondary.flatMap((plan) =>
    plan.kind === "survival-by-risk-group" && plan.cuts.from === "training-quantiles"
      ? [
          fitArtefact(riskGroupCuts, view, {
            id: `cuts-${plan.id}`,
            config: {
              at: plan.cuts.at,
              predictors: protocol.model.predictors,
              of: { preparation, scale, model, cuts: [] },
            },
            parents: [model],
          }),
        ]
      : [],
  );
  return { preparation, scale, model, cuts };
}

function fitLine(
  rows: TrainingView,
  { model: plan }: ProtocolDocument,
  predictors: readonly string[],
  scale: Artefact<Scale>,
) {
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

export const artefactsOf = (fitted: FittedModel): readonly Artefact[] => [
  ...fitted.preparation,
  fitted.scale,
  fitted.model,
  ...fitted.cuts,
];

const LINES: readonly string[] = [logistic.kind, cox.kind, elasticNetLogit.kind, elasticNetHazard.kind];

/** Puts the stored artefacts together again; refuses where one is not what its hash says. */
export function modelFromArtefacts(artefacts: readonly Artefact[]): FittedModel {
  for (const a of artefacts)
    if (artefactHash(a) !== a.outputHash)
      refuse("MODEL_HASH_MISMATCH", `Artefact ${a.id} does not have the content of its hash ${a.outputHash}.`);
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
