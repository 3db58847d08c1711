import { hashOf, refuse } from "@nadir/domain";
import { applyImputation, fitImputation, type ImputationArtefact } from "@nadir/statistics";
import type { PredictorRow } from "../cohort/predictors.ts";
import type { Artefact, Estimator } from "./estimator.ts";

export interface ChainedConfig {
  /** The model's predictors: the columns of every equation. */
  readonly predictors: readonly string[];
  /** Those that are imputed; a subject without one of the others stays not computable. */
  readonly impute: readonly string[];
  readonly imputations: number;
  readonly iterations: number;
  readonly seed: number;
}
export interface ChainedEquations extends ImputationArtefact {
  readonly impute: readonly string[];
}

/**
 * Chained equations with predictive mean matching over the predictors alone (rule book validation §4.8): what completes a
 * subject whose outcome is unknown, as every new patient's is. Every imputed predictor has its equation, though nobody in
 * training may lack it. No outcome is used.
 */
export const imputeChained: Estimator<ChainedConfig, ChainedEquations> = {
  kind: "impute-chained-equations",
  codeVersion: "1",
  usesOutcome: false,
  inputs: ({ predictors }) => predictors,
  estimate(view, { predictors, impute, imputations, iterations, seed }) {
    const rows = view.rows.filter((r) => canComplete(r, predictors, impute));
    const columns = Object.fromEntries(predictors.map((p) => [p, rows.map((r) => r.predictors[p]?.value ?? null)]));
    const fitted = fitImputation(columns, { imputations, iterations, seed, equationsFor: impute });
    if (!fitted.estimable)
      return refuse("MODEL_NOT_ESTIMABLE", `Chained equations cannot be fitted on ${rows.length}: ${fitted.reason}`);
    const { estimable: _, completed: __, ...artefact } = fitted;
    return { output: { ...artefact, impute }, tags: rows.map((r) => r.tag) };
  },
};

/** Whether nothing but imputed predictors is missing. A subject without an index time was never there to be measured. */
export function canComplete(row: PredictorRow, predictors: readonly string[], impute: readonly string[]): boolean {
  return (
    row.indexDay !== null && predictors.every((p) => impute.includes(p) || (row.predictors[p]?.value ?? null) !== null)
  );
}

/**
 * The row completed once a chain by the frozen equations, or null where it cannot be. Its random numbers come from the
 * subject's own key: who else is imputed, and in which order, changes nothing.
 */
export function completions<Row extends PredictorRow>(artefact: Artefact<ChainedEquations>, row: Row): Row[] | null {
  const { columns, impute } = artefact.output;
  if (!canComplete(row, columns, impute)) return null;
  const gaps = columns.filter((p) => (row.predictors[p]?.value ?? null) === null);
  if (gaps.length === 0) return artefact.output.chains.map(() => row);
  const values = Object.fromEntries(columns.map((p) => [p, row.predictors[p]?.value ?? null]));
  const stream = Number.parseInt(hashOf(row.subjectKey).slice(0, 8), 16);
  return applyImputation(artefact.output, values, stream).map((filled) => ({
    ...row,
    predictors: { ...row.predictors, ...known(gaps, (p) => filled[p]!) },
  }));
}

/**
 * The row with each gap filled by the mean of its imputations. The model's line is linear in its predictors, so this gives
 * the mean of the m lines: one prediction a subject.
 */
export function chainedImputed<Row extends PredictorRow>(artefact: Artefact<ChainedEquations>, row: Row): Row {
  const gaps = artefact.output.columns.filter((p) => (row.predictors[p]?.value ?? null) === null);
  const completed = gaps.length === 0 ? null : completions(artefact, row);
  if (!completed) return row;
  const middle = (p: string) => completed.reduce((s, c) => s + c.predictors[p]!.value!, 0) / completed.length;
  return { ...row, predictors: { ...row.predictors, ...known(gaps, middle) } };
}

const known = (gaps: readonly string[], value: (p: string) => number) =>
  Object.fromEntries(gaps.map((p) => [p, { value: value(p), effectiveDay: null }]));
