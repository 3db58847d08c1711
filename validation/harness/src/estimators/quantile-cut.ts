import { refuse } from "@nadir/domain";
import { quantile } from "@nadir/statistics";
import type { PredictorRow } from "../cohort/predictors.ts";
import type { Artefact, Estimator } from "./estimator.ts";

export interface QuantileCutConfig {
  readonly cuts: readonly { readonly predictor: string; readonly at: "median" | "first-quartile" | "third-quartile" }[];
}
export interface QuantileCuts {
  readonly cuts: readonly {
    readonly predictor: string;
    readonly at: string;
    /** On the predictor's scale after the steps before: 1 above it, 0 at or below it. */
    readonly threshold: number;
    readonly n: number;
  }[];
}

const SHARE = { "first-quartile": 0.25, median: 0.5, "third-quartile": 0.75 } as const;

/** Cut-offs at quantiles of the training subjects that have a value (Hyndman & Fan, type 7); frozen with the model. */
export const quantileCut: Estimator<QuantileCutConfig, QuantileCuts> = {
  kind: "quantile-cut",
  codeVersion: "1",
  usesOutcome: false,
  inputs: ({ cuts }) => cuts.map((c) => c.predictor),
  estimate(view, { cuts }) {
    const tags = new Set<string>();
    const output = cuts.map(({ predictor, at }) => {
      const known = view.rows.flatMap((row) => {
        const value = row.predictors[predictor]?.value ?? null;
        if (value === null) return [];
        tags.add(row.tag);
        return [value];
      });
      if (known.length === 0)
        refuse("MODEL_NOT_ESTIMABLE", `No training subject has a value of ${predictor}: there is no ${at} to cut at.`);
      return { predictor, at, threshold: quantile(known, SHARE[at]), n: known.length };
    });
    return { output: { cuts: output }, tags: [...tags] };
  },
};

/** The row with each cut predictor as 1 (above) or 0; one without a value keeps its reason. */
export function cutRow<Row extends PredictorRow>(artefact: Artefact<QuantileCuts>, row: Row): Row {
  const predictors = { ...row.predictors };
  for (const { predictor, threshold } of artefact.output.cuts) {
    const found = predictors[predictor];
    if (found && found.value !== null) predictors[predictor] = { ...found, value: found.value > threshold ? 1 : 0 };
  }
  return { ...row, predictors };
}
