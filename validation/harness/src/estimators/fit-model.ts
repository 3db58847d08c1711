import { type ProtocolDocument, refuse } from "@nadir/domain";
import type { PredictorRow } from "../cohort/predictors.ts";
import type { TrainingView } from "../cohort/training-view.ts";
import { centreAndScale, type Scale, scaled } from "./centre-and-scale.ts";
import { type Artefact, artefactHash, fitArtefact } from "./estimator.ts";
import { type LogisticModel, logistic } from "./logistic.ts";
import { inverseLogit } from "./maximum-likelihood.ts";

/** The fitted steps of the protocol's model: the scale and, on it, the logistic regression. */
export interface FittedModel {
  readonly scale: Artefact<Scale>;
  readonly model: Artefact<LogisticModel>;
}

export function fitModel(view: TrainingView, protocol: ProtocolDocument): FittedModel {
  const { predictors } = protocol.model;
  const scale = fitArtefact(centreAndScale, view, { id: "scale", config: { predictors } });
  const model = fitArtefact(logistic, view, { id: "model", config: { predictors, scale }, parents: [scale] });
  return { scale, model };
}

export const artefactsOf = (fitted: FittedModel): readonly Artefact[] => [fitted.scale, fitted.model];

/** Puts the stored artefacts together again; refuses where one is not what its hash says. */
export function modelFromArtefacts(artefacts: readonly Artefact[]): FittedModel {
  for (const a of artefacts)
    if (artefactHash(a) !== a.outputHash)
      refuse("MODEL_HASH_MISMATCH", `Artefact ${a.id} does not have the content of its hash ${a.outputHash}.`);
  const scale = artefacts.find((a) => a.kind === centreAndScale.kind) as Artefact<Scale> | undefined;
  const model = artefacts.find((a) => a.kind === logistic.kind) as Artefact<LogisticModel> | undefined;
  if (!scale || !model)
    return refuse(
      "ARTEFACT_WITHOUT_PROVENANCE",
      "The protocol's model needs a scale and a logistic regression; one is missing.",
    );
  return { scale, model };
}

export type Prediction =
  | { readonly subjectId: string; readonly subjectKey: string; readonly value: number; readonly reason: null }
  | { readonly subjectId: string; readonly subjectKey: string; readonly value: null; readonly reason: string };

/** The model's probability for one subject, or the reason why there is none. */
export function predict({ scale, model }: FittedModel, row: PredictorRow): Prediction {
  const named = { subjectId: row.subjectId, subjectKey: row.subjectKey };
  let eta = model.output.intercept;
  for (const { predictor, coefficient } of model.output.coefficients) {
    const found = row.predictors[predictor];
    if (!found || found.value === null)
      return { ...named, value: null, reason: found?.reason ?? `${predictor} not computed` };
    eta += coefficient * scaled(scale, predictor, found.value);
  }
  return { ...named, value: inverseLogit(eta), reason: null };
}
