import { refuse } from "@nadir/domain";
import { applyCombat, type CombatModel, fitCombat } from "@nadir/statistics";
import type { PredictorRow } from "../cohort/predictors.ts";
import type { Artefact, Estimator } from "./estimator.ts";

export interface CombatConfig {
  readonly predictors: readonly string[];
}

/**
 * ComBat over sites (Johnson 2007), parametric, without covariates: the outcome of later subjects is unknown, so it
 * protects none. Fitted on training subjects that have every predictor; the parameters are then frozen.
 */
export const combatBySite: Estimator<CombatConfig, CombatModel> = {
  kind: "combat-by-site",
  codeVersion: "1",
  usesOutcome: false,
  inputs: ({ predictors }) => predictors,
  estimate(view, { predictors }) {
    const complete = view.rows.filter((r) => predictors.every((p) => (r.predictors[p]?.value ?? null) !== null));
    const features = Object.fromEntries(predictors.map((p) => [p, complete.map((r) => r.predictors[p]!.value!)]));
    const fitted = fitCombat({ features, batch: complete.map((r) => r.site) });
    if (!fitted.estimable)
      return refuse("MODEL_NOT_ESTIMABLE", `Harmonisation over sites cannot be fitted: ${fitted.reason}`);
    const { estimable: _, ...output } = fitted;
    return { output: output as CombatModel, tags: complete.map((r) => r.tag) };
  },
};

/** The row brought to the mean of the training sites; a row of an unseen site, or with a gap, stays as it is. */
export function harmonised<Row extends PredictorRow>(artefact: Artefact<CombatModel>, row: Row): Row {
  const { output: model } = artefact;
  const values = model.features.map((f) => row.predictors[f]?.value ?? null);
  if (values.some((v) => v === null) || !model.batches.some((b) => b.label === row.site)) return row;
  const corrected = applyCombat(model, {
    features: Object.fromEntries(model.features.map((f, i) => [f, [values[i]!]])),
    batch: [row.site],
  });
  const predictors = { ...row.predictors };
  for (const f of model.features) {
    const before = predictors[f]!;
    if (before.value !== null) predictors[f] = { ...before, value: corrected[f]![0]! };
  }
  return { ...row, predictors };
}
