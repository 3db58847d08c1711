import { refuse } from "@nadir/domain";
import { quantile } from "@nadir/statistics";
import type { PredictorRow } from "../cohort/predictors.ts";
import { type FittedModel, predict } from "./apply-model.ts";
import type { Estimator } from "./estimator.ts";
import type { RiskCuts } from "./risk-cuts.ts";

export interface RiskCutsConfig {
  readonly at: readonly number[];
  readonly predictors: readonly string[];
  readonly of: FittedModel;
}
/** Cut-points of the risk groups: quantiles of the training subjects' predicted risks. No outcome is used beyond the model's. */
export const riskGroupCuts: Estimator<RiskCutsConfig, RiskCuts> = {
  kind: "risk-group-cuts",
  codeVersion: "1",
  usesOutcome: false,
  inputs: ({ predictors }) => predictors,
  estimate(view, { at, of }) {
    const known = view.rows.flatMap((row) => {
      const { value } = predict(of, row as PredictorRow);
      return value === null ? [] : [{ tag: row.tag, value }];
    });
    if (known.length === 0)
      return refuse("MODEL_NOT_ESTIMABLE", "No training subject has a predicted risk; risk groups cannot be cut.");
    const values = known.map((k) => k.value);
    const sorted = [...at].sort((a, b) => a - b);
    return {
      output: { at: sorted, risks: sorted.map((p) => quantile(values, p)), n: known.length },
      tags: known.map((k) => k.tag),
    };
  },
};
