import { type Estimated, logisticRegression, logit } from "@nadir/statistics";
import type { Cohort } from "./cohort.ts";
import { discrimination, judgedOf } from "./measure.ts";

/** Does a model over several tumour types tell more than the type? */
export interface ByType {
  readonly types: readonly {
    readonly type: string;
    readonly subjects: number;
    readonly events: number;
    /** AUC (C) among the subjects of this type; null where it does not exist. */
    readonly discrimination: number | null;
  }[];
  /** Mean of these, weighted by pairs of with and without: only subjects of one type are compared. */
  readonly within: number | null;
  /** Over all types, where differences between them count too. */
  readonly overall: number | null;
  /** Odds ratio of one unit of the log odds predicted, beside a term for each type: 1 = the type is all that it tells. */
  readonly adjusted: Estimated<{ readonly oddsRatio: number; readonly p: number }> | null;
  /** Said where the model does better over all than within the types. */
  readonly warning: string | null;
}

/** Predictions of subjects by models that have not seen them, looked at within each tumour type. */
export function judgeByType(cohort: Cohort, predictions: readonly (number | null)[]): ByType | null {
  const groups = cohort.types;
  if (!groups) return null;
  const known = predictions.flatMap((p, i) => (p === null ? [] : [i]));
  const of = (rows: readonly number[]): number | null =>
    rows.length === 0
      ? null
      : discrimination(
          Float64Array.from(rows, (i) => predictions[i]!),
          judgedOf(cohort, rows),
        );
  const labels = [...new Set(groups)].sort();
  const types = labels.map((type) => {
    const rows = known.filter((i) => groups[i] === type);
    const events = rows.reduce((s, i) => s + cohort.outcome[i]!, 0);
    return { type, subjects: rows.length, events, discrimination: of(rows), pairs: pairsOf(cohort, rows, events) };
  });
  const judged = types.filter((t) => t.discrimination !== null);
  const pairs = judged.reduce((s, t) => s + t.pairs, 0);
  const within = pairs > 0 ? judged.reduce((s, t) => s + t.pairs * t.discrimination!, 0) / pairs : null;
  const overall = of(known);
  return {
    types: types.map(({ pairs: _, ...t }) => t),
    within,
    overall,
    adjusted: cohort.time ? null : adjusted(cohort, groups, predictions, known, labels),
    warning:
      within !== null && overall !== null && overall - within > 0.05
        ? `Over all types it parts at ${overall.toFixed(2)}, among subjects of one type at ${within.toFixed(2)}: part of what it tells is the tumour type.`
        : null,
  };
}

const pairsOf = (cohort: Cohort, rows: readonly number[], events: number): number =>
  // With follow-up every event is compared with whoever is followed longer; their number goes with events × subjects.
  cohort.time ? events * (rows.length - 1) : events * (rows.length - events);

function adjusted(
  cohort: Cohort,
  groups: readonly string[],
  predictions: readonly (number | null)[],
  rows: readonly number[],
  labels: readonly string[],
): ByType["adjusted"] {
  const inside = (p: number): number => Math.min(1 - 1e-6, Math.max(1e-6, p));
  const fit = logisticRegression({
    outcome: rows.map((i) => cohort.outcome[i]!),
    covariates: {
      predicted: rows.map((i) => logit(inside(predictions[i]!))),
      ...Object.fromEntries(labels.slice(1).map((t) => [`type ${t}`, rows.map((i) => Number(groups[i] === t))])),
    },
  });
  if (!fit.estimable) return fit;
  const own = fit.coefficients.find((c) => c.name === "predicted")!;
  return { estimable: true, oddsRatio: Math.exp(own.coefficient), p: own.p };
}
