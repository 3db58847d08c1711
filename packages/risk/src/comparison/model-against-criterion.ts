import {
  bootstrap,
  bootstrapSignP,
  type ChiSquareTest,
  type Concordance,
  type ConcordanceDifference,
  chiSquareUpper,
  concordance,
  concordanceDifference,
  coxRegression,
  type Estimated,
  estimated,
  horizonAuc,
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

/** A figure of the model, of the criterion, and the first less the second with limits from the same resamples. */
export interface PairedFigure {
  readonly model: number;
  readonly criterion: number;
  readonly difference: number;
  readonly interval: Interval;
  readonly p: number;
}

/** What each adds to the other in Cox regression (likelihood ratio, Efron's ties). */
export interface AddedValue {
  readonly logLikelihood: { readonly model: number; readonly criterion: number; readonly both: number };
  /** Model score added to the criterion's categories: 1 degree of freedom. */
  readonly modelToCriterion: ChiSquareTest;
  /** The response (groups response and progression; stable disease the reference) added to the score. */
  readonly criterionToModel: ChiSquareTest;
  /** The groups with a coefficient; one without an event has none and stays with the reference. */
  readonly categories: readonly string[];
}

export interface ModelAgainstCriterion {
  readonly patients: number;
  readonly events: number;
  /** Patients whom the criterion could not evaluate (NE) or who had no disease (NED): in neither figure, and counted. */
  readonly leftOut: number;
  readonly categories: Readonly<Record<string, number>>;
  /** Harrell's C of the model's score and of the criterion's categories, on the same patients. */
  readonly model: Concordance;
  readonly criterion: Concordance;
  /** C of the model less C of the criterion; percentile limits of a bootstrap over patients. */
  readonly difference: number;
  readonly interval: Interval;
  readonly p: number;
  /** The same difference with the paired standard error by the infinitesimal jackknife. */
  readonly byJackknife: Estimated<ConcordanceDifference>;
  /** Cumulative/dynamic AUC at the horizon; null where none was asked for. */
  readonly auc: Estimated<PairedFigure & { readonly horizon: number }> | null;
  readonly likelihood: Estimated<AddedValue>;
  readonly replicates: number;
  readonly seed: number;
}

/** The order of the categories as a predictor: progression is the worst. */
const RISK: Readonly<Partial<Record<CommonCategory, number>>> = { CR: 0, PR: 1, MR: 2, SD: 3, PD: 4 };

export interface ModelAgainstCriterionOptions {
  readonly seed: number;
  readonly replicates?: number;
  readonly level?: number;
  /** Time from the landmark at which the AUC is taken. */
  readonly horizon?: number;
}

/**
 * A model beside a response criterion as predictor of survival: Harrell's C, AUC at a horizon, both as paired differences,
 * and what each adds to the other. Score and response must stand before the follow-up that is predicted: give the survival
 * from the landmark at which both were known (`landmarkCohort`).
 */
export function modelAgainstCriterion(
  patients: readonly ScoredPatient[],
  { seed, replicates = 2000, level = 0.95, horizon }: ModelAgainstCriterionOptions,
): Estimated<ModelAgainstCriterion> {
  const kept = patients.filter(({ category }) => RISK[category] !== undefined);
  if (kept.length === 0) return notEstimable("No patient could be evaluated by the criterion.");
  const columns = columnsOf(kept);
  const model = concordance({ ...columns, score: columns.scores[0] }, { level });
  const criterion = concordance({ ...columns, score: columns.scores[1] }, { level });
  if (!model.estimable) return model;
  if (!criterion.estimable) return criterion;
  const sampled = { n: kept.length, replicates, seed };
  const drawnRows = (rows: Int32Array) => columnsOf(Array.from(rows, (row) => kept[row] as ScoredPatient));
  const resampled = bootstrap(sampled, (rows) => {
    const drawn = drawnRows(rows);
    const [a, b] = drawn.scores.map((score) => concordance({ ...drawn, score }, { level }));
    return a?.estimable && b?.estimable ? a.c - b.c : null;
  });
  if (!resampled.estimable) return resampled;
  const counts: Record<string, number> = {};
  for (const { category } of kept) counts[category] = (counts[category] ?? 0) + 1;
  return estimated({
    patients: kept.length,
    events: kept.filter(({ event }) => event).length,
    leftOut: patients.length - kept.length,
    categories: counts,
    model,
    criterion,
    difference: model.c - criterion.c,
    interval: percentileInterval(resampled.values, level),
    p: bootstrapSignP(resampled.values).plusOne,
    byJackknife: concordanceDifference(columns, level),
    auc:
      horizon === undefined
        ? null
        : aucAt(columns, horizon, level, (statistic) => bootstrap(sampled, (rows) => statistic(drawnRows(rows)))),
    likelihood: addedValue(kept),
    replicates,
    seed,
  });
}

const columnsOf = (rows: readonly ScoredPatient[]) => ({
  time: rows.map(({ time }) => time),
  event: rows.map(({ event }) => (event ? 1 : 0)),
  scores: [rows.map(({ score }) => score), rows.map(({ category }) => RISK[category] as number)] as const,
});
type Columns = ReturnType<typeof columnsOf>;

function aucAt(
  columns: Columns,
  horizon: number,
  level: number,
  resample: (statistic: (drawn: Columns) => number | null) => ReturnType<typeof bootstrap>,
): Estimated<PairedFigure & { readonly horizon: number }> {
  const both = (given: Columns) => given.scores.map((score) => horizonAuc({ ...given, score }, horizon, level));
  const [model, criterion] = both(columns);
  if (!model?.estimable) return model ?? notEstimable("No score.");
  if (!criterion?.estimable) return criterion ?? notEstimable("No response.");
  const resampled = resample((drawn) => {
    const [a, b] = both(drawn);
    return a?.estimable && b?.estimable ? a.auc - b.auc : null;
  });
  if (!resampled.estimable) return resampled;
  return estimated({
    horizon,
    model: model.auc,
    criterion: criterion.auc,
    difference: model.auc - criterion.auc,
    interval: percentileInterval(resampled.values, level),
    p: bootstrapSignP(resampled.values).plusOne,
  });
}

const GROUPS = { response: ["CR", "PR", "MR"], progression: ["PD"] } as const satisfies Record<
  string,
  readonly CommonCategory[]
>;

/** Which groups of the criterion can have a coefficient; everybody else is the reference beside stable disease. */
function indicatorsOf(kept: readonly ScoredPatient[]): Record<string, number[]> {
  const columns = Object.entries(GROUPS).map(([name, group]): [string, number[]] => [
    name,
    kept.map(({ category }) => ((group as readonly CommonCategory[]).includes(category) ? 1 : 0)),
  ]);
  // Without an event its coefficient is infinite; a group that is nobody or everybody tells nobody apart.
  const usable = columns.filter(
    ([, column]) => column.includes(0) && column.some((member, i) => member === 1 && kept[i]?.event === true),
  );
  // Without a third group the two are each other's complement: one of them says it.
  const others = kept.some((_, i) => usable.every(([, column]) => column[i] === 0));
  return Object.fromEntries(usable.length === 2 && !others ? usable.slice(1) : usable);
}

function addedValue(kept: readonly ScoredPatient[]): Estimated<AddedValue> {
  const { time, event, scores } = columnsOf(kept);
  const indicators = indicatorsOf(kept);
  const categories = Object.keys(indicators);
  if (categories.length === 0)
    return notEstimable("No group of responses has an event and others beside it: the response tells nobody apart.");
  const cox = (covariates: Record<string, readonly number[]>) => coxRegression({ time, event, covariates });
  const model = cox({ score: scores[0] });
  const criterion = cox(indicators);
  const both = cox({ score: scores[0], ...indicators });
  if (!model.estimable) return model;
  if (!criterion.estimable) return criterion;
  if (!both.estimable) return both;
  const ratio = (smaller: number, df: number): ChiSquareTest => {
    const chiSquare = Math.max(0, 2 * (both.logLikelihood - smaller));
    return { chiSquare, df, p: chiSquareUpper(chiSquare, df) };
  };
  return estimated({
    logLikelihood: {
      model: model.logLikelihood,
      criterion: criterion.logLikelihood,
      both: both.logLikelihood,
    },
    modelToCriterion: ratio(criterion.logLikelihood, 1),
    criterionToModel: ratio(model.logLikelihood, categories.length),
    categories,
  });
}
