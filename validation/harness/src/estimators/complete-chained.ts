import { refuse } from "@nadir/domain";
import { baselineHazard, fitImputation } from "@nadir/statistics";
import type { TrainingRow, TrainingView } from "../cohort/training-view.ts";
import type { Estimator } from "./estimator.ts";
import { type ChainedConfig, canComplete } from "./impute-chained.ts";

export interface CompleteConfig extends ChainedConfig {
  readonly outcome: "binary" | "time-to-event";
}
/** The imputed values of the training subjects, for the fit of the model. */
export interface CompletedSets {
  readonly imputations: number;
  readonly iterations: number;
  readonly seed: number;
  /** Training subjects in the fit, and how many of them lack a value. */
  readonly n: number;
  readonly incomplete: number;
  readonly imputed: readonly {
    readonly predictor: string;
    /** By place among the rows of the fit, in subject order: one value a completed data set. */
    readonly gaps: readonly { readonly at: number; readonly values: readonly number[] }[];
  }[];
}

/** Training subjects with a known outcome of whom nothing but imputed predictors is missing, in subject order. */
export function completableRows(view: TrainingView, config: CompleteConfig): readonly TrainingRow[] {
  return view.rows.filter(
    (r) =>
      canComplete(r, config.predictors, config.impute) &&
      (config.outcome === "binary" ? r.event !== null : (r.followUp ?? null) !== null),
  );
}

/**
 * Completes the training subjects for the fit. Here the outcome is among the columns, or the model's coefficients would be
 * drawn towards 0 (Moons 2006): the event of a binary endpoint; event and Nelson–Aalen cumulative hazard of a time to
 * event (White & Royston 2009). It completes nobody else: `imputeChained` does, and knows no outcome.
 */
export const completeChained: Estimator<CompleteConfig, CompletedSets> = {
  kind: "complete-chained-equations",
  codeVersion: "1",
  usesOutcome: true,
  inputs: ({ predictors }) => predictors,
  estimate(view, config) {
    const { predictors, impute, imputations, iterations, seed } = config;
    const rows = completableRows(view, config);
    const columns = Object.fromEntries(predictors.map((p) => [p, rows.map((r) => r.predictors[p]?.value ?? null)]));
    const fitted = fitImputation({ ...columns, ...outcomeColumns(rows, config) }, { imputations, iterations, seed });
    if (!fitted.estimable)
      return refuse("MODEL_NOT_ESTIMABLE", `Training subjects cannot be completed: ${fitted.reason}`);
    const gapsOf = (p: string) => columns[p]!.flatMap((v, at) => (v === null ? [at] : []));
    return {
      output: {
        imputations: fitted.completed.length,
        iterations,
        seed,
        n: rows.length,
        incomplete: rows.filter((_, i) => predictors.some((p) => columns[p]![i] === null)).length,
        imputed: impute.map((predictor) => ({
          predictor,
          gaps: gapsOf(predictor).map((at) => ({ at, values: fitted.completed.map((c) => c[predictor]![at]!) })),
        })),
      },
      tags: rows.map((r) => r.tag),
    };
  },
};

/** Names with a blank, which no predictor's key has. */
function outcomeColumns(rows: readonly TrainingRow[], { outcome }: CompleteConfig): Record<string, number[]> {
  if (outcome === "binary") return { "the outcome": rows.map((r) => (r.event ? 1 : 0)) };
  const follow = { time: rows.map((r) => r.followUp!.time), event: rows.map((r) => r.followUp!.event) };
  const steps = rows.length === 0 ? [] : baselineHazard({ ...follow, linearPredictor: rows.map(() => 0) }, "breslow");
  const hazard = (time: number) => steps.findLast((s) => s.time <= time)?.cumulativeHazard ?? 0;
  return { "the event": follow.event.map((e) => (e ? 1 : 0)), "the cumulative hazard": follow.time.map(hazard) };
}

/** The columns of the fit in completed data set k. */
export function completedValues(
  rows: readonly TrainingRow[],
  predictors: readonly string[],
  sets: CompletedSets,
  k: number,
): number[][] {
  const filled = new Map(
    sets.imputed.map(({ predictor, gaps }) => [predictor, new Map(gaps.map((g) => [g.at, g.values[k]!]))]),
  );
  return rows.map((r, at) => predictors.map((p) => r.predictors[p]?.value ?? filled.get(p)!.get(at)!));
}
