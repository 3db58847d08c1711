import {
  bootstrap,
  bootstrapSignP,
  type Concordance,
  concordance,
  type Estimated,
  estimated,
  type Interval,
  notEstimable,
  percentileInterval,
} from "@nadir/statistics";
import type { CommonCategory } from "./common-category.ts";

/** A patient at a landmark: a model's score, the response by a criterion, and the survival from there on. */
export interface ScoredPatient {
  readonly id: string;
  /** Larger = earlier event. */
  readonly score: number;
  readonly category: CommonCategory;
  /** From the landmark, any unit. */
  readonly time: number;
  readonly event: boolean;
}

export interface ModelAgainstCriterion {
  readonly patients: number;
  readonly events: number;
  /** Patients whom the criterion could not evaluate (NE) or who had no disease (NED): in neither figure, and counted. */
  readonly leftOut: number;
  /** Harrell's C of the model's score and of the criterion's categories, on the same patients. */
  readonly model: Concordance;
  readonly criterion: Concordance;
  /** C of the model less C of the criterion; percentile limits of a bootstrap over patients. */
  readonly difference: number;
  readonly interval: Interval;
  readonly p: number;
  readonly replicates: number;
  readonly seed: number;
}

/** The order of the categories as a predictor: progression is the worst. */
const RISK: Readonly<Partial<Record<CommonCategory, number>>> = { CR: 0, PR: 1, MR: 2, SD: 3, PD: 4 };

/**
 * A model beside a response criterion as predictor of survival (Harrell's C, paired difference). Score and response must
 * stand before the follow-up that is predicted: give the survival from the landmark at which both were known.
 */
export function modelAgainstCriterion(
  patients: readonly ScoredPatient[],
  { seed, replicates = 2000, level = 0.95 }: { seed: number; replicates?: number; level?: number },
): Estimated<ModelAgainstCriterion> {
  const kept = patients.filter(({ category }) => RISK[category] !== undefined);
  if (kept.length === 0) return notEstimable("No patient could be evaluated by the criterion.");
  const cOf = (rows: readonly ScoredPatient[], score: (p: ScoredPatient) => number) =>
    concordance(
      { time: rows.map(({ time }) => time), event: rows.map(({ event }) => (event ? 1 : 0)), score: rows.map(score) },
      { level },
    );
  const byModel = ({ score }: ScoredPatient) => score;
  const byCriterion = ({ category }: ScoredPatient) => RISK[category] as number;
  const model = cOf(kept, byModel);
  const criterion = cOf(kept, byCriterion);
  if (!model.estimable) return model;
  if (!criterion.estimable) return criterion;
  const resampled = bootstrap({ n: kept.length, replicates, seed }, (rows) => {
    const drawn = Array.from(rows, (row) => kept[row] as ScoredPatient);
    const [a, b] = [cOf(drawn, byModel), cOf(drawn, byCriterion)];
    return a.estimable && b.estimable ? a.c - b.c : null;
  });
  if (!resampled.estimable) return resampled;
  return estimated({
    patients: kept.length,
    events: kept.filter(({ event }) => event).length,
    leftOut: patients.length - kept.length,
    model,
    criterion,
    difference: model.c - criterion.c,
    interval: percentileInterval(resampled.values, level),
    p: bootstrapSignP(resampled.values).plusOne,
    replicates,
    seed,
  });
}
