import type {
  CalibrationPeriod,
  CalibrationPlotData,
  CategoryFlow,
  EffectPlotData,
  ForestRow,
  SurvivalGroup,
} from "@nadir/charts";
import type { PrismaFlow } from "@nadir/domain";
import type { FigureTable } from "./figure-table.ts";

/** The data of charts of `@nadir/charts` as tables, one function a chart. */

export const forestTable = (rows: readonly ForestRow[]): FigureTable => ({
  columns: ["name", "estimate", "lower", "upper", "not_estimable_because"],
  rows: rows.map((r) => [r.label, r.estimate, r.lower, r.upper, r.reason]),
});

export const survivalTable = (groups: readonly SurvivalGroup[]): FigureTable => ({
  columns: ["group", "time_days", "at_risk", "censored", "survival", "lower", "upper"],
  rows: groups.flatMap(({ label, steps }) =>
    steps.map((s) => [label, s.time, s.atRisk, s.censored, s.survival, s.lower, s.upper]),
  ),
});

export const flowTable = ({ categories, table, first, second }: CategoryFlow): FigureTable => ({
  columns: ["first_criterion", "first_category", "second_criterion", "second_category", "patients"],
  rows: categories.flatMap((a, i) => categories.map((b, j) => [first, a, second, b, table[i]?.[j] ?? 0])),
});

export const periodTable = (periods: readonly CalibrationPeriod[]): FigureTable => ({
  columns: ["at", "calibration_intercept", "lower", "upper"],
  rows: periods.map((p) => [p.label, p.intercept, p.lower, p.upper]),
});

export const calibrationTable = ({ curve, withOutcome, without }: CalibrationPlotData): FigureTable => ({
  columns: ["what", "predicted", "observed", "lower", "upper"],
  rows: [
    ...curve.map((p) => ["curve", p.predicted, p.observed, p.lower, p.upper]),
    ...withOutcome.map((predicted) => ["prediction, with the outcome", predicted, null, null, null]),
    ...without.map((predicted) => ["prediction, without", predicted, null, null, null]),
  ],
});

export const effectTable = ({ predictor, partialDependence, accumulatedLocal }: EffectPlotData): FigureTable => ({
  columns: ["predictor", "curve", "at", "value"],
  rows: [
    ...partialDependence.map(({ at, prediction }) => [predictor, "partial dependence", at, prediction]),
    ...accumulatedLocal.map(({ at, effect }) => [predictor, "accumulated local effect", at, effect]),
  ],
});

/** What was not counted by the review (null) has no row. */
export const studyFlowTable = (flow: PrismaFlow): FigureTable => ({
  columns: ["step", "reason", "n"],
  rows: [
    ["records identified", null, flow.identified],
    ["duplicates removed", null, flow.duplicates],
    ["records screened", null, flow.screened],
    ...flow.excludedAtScreening.map(({ reason, n }) => ["excluded at screening", reason, n]),
    ["reports assessed", null, flow.assessed],
    ...flow.excludedAfterAssessment.map(({ reason, n }) => ["excluded after assessment", reason, n]),
    ["studies included", null, flow.included],
    ...flow.split.map(({ label, n }) => ["studies included, of them", label, n]),
  ].filter(([, , n]) => n !== null),
});

/** Both paths over the patients in the order of time. */
export const cusumTable = ({ above, below, limit }: CusumPaths): FigureTable => ({
  columns: ["patient_number", "more_events_than_predicted", "fewer_events_than_predicted", "limit"],
  rows: above.map((value, i) => [i + 1, value, below[i], limit]),
});
interface CusumPaths {
  readonly above: readonly number[];
  readonly below: readonly number[];
  readonly limit: number;
}
