import { type ProtocolDocument, refuse } from "@nadir/domain";
import type { CombatModel } from "@nadir/statistics";
import type { PredictorRow } from "../cohort/predictors.ts";
import { sealTrainingView, type TrainingView } from "../cohort/training-view.ts";
import { centreAndScale, type Scale, scaled } from "./centre-and-scale.ts";
import { combatBySite, harmonised } from "./combat-by-site.ts";
import { type Artefact, artefactHash, fitArtefact } from "./estimator.ts";
import { imputed, imputeMedian, type Medians } from "./impute-median.ts";
import { type LogisticModel, logistic } from "./logistic.ts";
import { inverseLogit } from "./maximum-likelihood.ts";
import { strongestAuc } from "./strongest-auc.ts";

/** The fitted steps of the protocol's model, in the order in which they were fitted: each on what the one before gives. */
export interface FittedModel {
  /** Imputation, harmonisation, selection: those that the protocol names. */
  readonly preparation: readonly Artefact[];
  readonly scale: Artefact<Scale>;
  readonly model: Artefact<LogisticModel>;
}

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
  const { harmonise, select } = protocol.model.preparation ?? {};
  if (harmonise) add(fitArtefact(combatBySite, rows, { id: "harmonise", config: { predictors }, parents: parents() }));
  if (select) {
    const config = { predictors, keep: select.keep };
    const chosen = fitArtefact(strongestAuc, rows, { id: "select", config, parents: parents() });
    add(chosen);
    predictors = [...chosen.output.kept];
  }
  const scale = fitArtefact(centreAndScale, rows, { id: "scale", config: { predictors }, parents: parents() });
  const model = fitArtefact(logistic, rows, { id: "model", config: { predictors, scale }, parents: [scale] });
  return { preparation, scale, model };
}

/** A row as the model sees it: every preparing step applied in its order. Selection leaves the row as it is. */
export function prepared<Row extends PredictorRow>(preparation: readonly Artefact[], row: Row): Row {
  return preparation.reduce(
    (r, a) =>
      a.kind === imputeMedian.kind
        ? imputed(a as Artefact<Medians>, r)
        : a.kind === combatBySite.kind
          ? harmonised(a as Artefact<CombatModel>, r)
          : r,
    row,
  );
}

export const artefactsOf = (fitted: FittedModel): readonly Artefact[] => [
  ...fitted.preparation,
  fitted.scale,
  fitted.model,
];

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
  return { preparation: artefacts.filter((a) => a !== scale && a !== model), scale, model };
}

export type Prediction =
  | { readonly subjectId: string; readonly subjectKey: string; readonly value: number; readonly reason: null }
  | { readonly subjectId: string; readonly subjectKey: string; readonly value: null; readonly reason: string };

/** The model's probability for one subject, or the reason why there is none. */
export function predict({ preparation, scale, model }: FittedModel, measured: PredictorRow): Prediction {
  const row = prepared(preparation, measured);
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
