import { refuse } from "@nadir/domain";
import { median } from "@nadir/statistics";
import type { PredictorRow } from "../cohort/predictors.ts";
import type { Artefact, Estimator } from "./estimator.ts";

export interface ImputeConfig {
  readonly predictors: readonly string[];
}
export interface Medians {
  readonly [predictor: string]: { readonly median: number; readonly n: number };
}

/** The median of each predictor over the training subjects that have it. No outcome is used. */
export const imputeMedian: Estimator<ImputeConfig, Medians> = {
  kind: "impute-median",
  codeVersion: "1",
  usesOutcome: false,
  inputs: ({ predictors }) => predictors,
  estimate(view, { predictors }) {
    const tags = new Set<string>();
    const output: Record<string, Medians[string]> = {};
    for (const id of predictors) {
      const known: number[] = [];
      for (const r of view.rows) {
        const value = r.predictors[id]?.value ?? null;
        if (value === null) continue;
        known.push(value);
        tags.add(r.tag);
      }
      const middle = known.length === 0 ? null : median(known);
      if (middle === null)
        refuse("PREDICTOR_UNKNOWN", `${id} has no value in training; nothing can be put in its place.`);
      output[id] = { median: middle!, n: known.length };
    }
    return { output, tags: [...tags] };
  },
};

/** The row with gaps filled. A subject without an index time keeps its gaps: it was never there to be measured. */
export function imputed<Row extends PredictorRow>(artefact: Artefact<Medians>, row: Row): Row {
  if (row.indexDay === null) return row;
  const predictors = { ...row.predictors };
  for (const [id, { median: value }] of Object.entries(artefact.output))
    if (predictors[id]?.value === null) predictors[id] = { value, effectiveDay: null };
  return { ...row, predictors };
}
