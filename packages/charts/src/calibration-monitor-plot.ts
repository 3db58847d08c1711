import { bandPlot, roundTicks } from "./band-plot.ts";
import type { ChartOptions } from "./options.ts";

/** Calibration in the large of one period: observed less expected log odds, with its limits; null where it does not exist. */
export interface CalibrationPeriod {
  readonly label: string;
  readonly intercept: number | null;
  readonly lower: number | null;
  readonly upper: number | null;
}

/** Calibration in the large by period: 0 = as predicted, above = more events than predicted. */
export function calibrationByPeriodPlot(periods: readonly CalibrationPeriod[], options: ChartOptions = {}): string {
  const known = periods.flatMap((p, x) => (p.intercept === null ? [] : [{ ...p, intercept: p.intercept, x }]));
  const reach = Math.max(
    1,
    ...known.flatMap((p) => [Math.abs(p.lower ?? p.intercept), Math.abs(p.upper ?? p.intercept)]),
  );
  const y: readonly [number, number] = [-Math.min(4, reach), Math.min(4, reach)];
  const x: readonly [number, number] = [-0.5, Math.max(1, periods.length) - 0.5];
  return bandPlot(
    [
      {
        label: "As predicted",
        kind: "reference",
        points: [
          { x: x[0], y: 0 },
          { x: x[1], y: 0 },
        ],
      },
      {
        label: "Observed, 95 % limits",
        kind: "main",
        dots: true,
        points: known.map((p) => ({ x: p.x, y: p.intercept, lower: p.lower, upper: p.upper })),
      },
    ],
    {
      ...options,
      x: { domain: x, ticks: periodTicks(periods.length), format: (v) => periods[v]?.label ?? "", label: "Period" },
      y: { domain: y, ticks: roundTicks(y), format: (v) => v.toFixed(1), label: "Log odds, observed − predicted" },
      what: "No calibration by period",
      hint: "A period needs subjects with the outcome and without.",
      summary: `Calibration in the large by period: ${known.map((p) => `${p.intercept.toFixed(2)} in ${p.label}`).join(", ")}.`,
    },
  );
}

/** At most five labels fit beside each other. */
const periodTicks = (count: number): number[] => {
  const step = Math.max(1, Math.ceil(count / 5));
  return Array.from({ length: count }, (_, i) => i).filter((i) => i % step === 0);
};

export interface CusumPlotData {
  readonly above: ArrayLike<number>;
  readonly below: ArrayLike<number>;
  readonly limit: number;
  readonly oddsRatio: number;
  readonly falseAlarm: number;
}

/** Both paths of the cumulative sum over subjects in the order of time, with the limit. */
export function calibrationCusumPlot(data: CusumPlotData, options: ChartOptions = {}): string {
  const n = data.above.length;
  const top = 1.1 * Math.max(data.limit, ...Array.from(data.above), ...Array.from(data.below));
  const y: readonly [number, number] = [0, top > 0 ? top : 1];
  const x: readonly [number, number] = [0, Math.max(1, n)];
  const path = (of: ArrayLike<number>) => [{ x: 0, y: 0 }, ...Array.from(of, (v, i) => ({ x: i + 1, y: v }))];
  return bandPlot(
    n === 0
      ? []
      : [
          {
            label: `Limit (${(100 * data.falseAlarm).toFixed(0)} % false alarms over this series)`,
            kind: "reference",
            points: [
              { x: 0, y: data.limit },
              { x: n, y: data.limit },
            ],
          },
          { label: `Odds ${data.oddsRatio} times those predicted`, kind: "main", points: path(data.above) },
          { label: `Odds 1/${data.oddsRatio} of those predicted`, kind: "other", points: path(data.below) },
        ],
    {
      ...options,
      x: {
        domain: x,
        ticks: roundTicks(x).filter(Number.isInteger),
        format: String,
        label: "Subjects with known outcome, by date",
      },
      y: { domain: y, ticks: roundTicks(y), format: (v) => v.toFixed(1), label: "Cumulative log likelihood ratio" },
      what: "No cumulative sum",
      hint: "It needs subjects whose outcome is known.",
      summary: `Cumulative sum over ${n} subjects: highest ${Math.max(0, ...Array.from(data.above)).toFixed(2)} upwards and ${Math.max(0, ...Array.from(data.below)).toFixed(2)} downwards, limit ${data.limit.toFixed(2)}.`,
    },
  );
}
