import { type BandLine, bandPlot } from "./band-plot.ts";
import type { ChartOptions } from "./options.ts";
import { el } from "./svg.ts";
import { themeOf } from "./theme.ts";

export interface CalibrationPlotData {
  /** Smoothed observed risk over predicted risk, within the observed predictions. */
  readonly curve: readonly {
    readonly predicted: number;
    readonly observed: number;
    readonly lower?: number | null;
    readonly upper?: number | null;
  }[];
  /** Every prediction of those with and without the outcome, for the histogram below the axis. */
  readonly withOutcome: readonly number[];
  readonly without: readonly number[];
}

const BINS = 50;
const STRIP = 46;

const percent = (v: number) => `${Math.round(v * 100)} %`;

/** Calibration: smooth curve with its band against the diagonal, and the distribution of predictions below. */
export function calibrationPlot(data: CalibrationPlotData, options: ChartOptions = {}): string {
  const highest = Math.max(
    0,
    ...data.curve.flatMap((c) => [c.predicted, c.observed, c.upper ?? 0]),
    ...data.withOutcome,
    ...data.without,
  );
  const top = Math.min(1, Math.max(0.1, Math.ceil(highest * 10 - 1e-9) / 10));
  const ticks = [0, 0.2, 0.4, 0.6, 0.8, 1].map((v) => Number((v * top).toFixed(3)));
  const lines: BandLine[] = [
    {
      label: "Perfect calibration",
      kind: "reference",
      points: [
        { x: 0, y: 0 },
        { x: top, y: top },
      ],
    },
    {
      label: "Smoothed observed risk",
      kind: "main",
      points: data.curve.map((c) => ({
        x: c.predicted,
        y: c.observed,
        lower: c.lower ?? null,
        upper: c.upper ?? null,
      })),
    },
  ];
  const first = data.curve[0];
  const last = data.curve.at(-1);
  return bandPlot(lines, {
    ...options,
    x: { domain: [0, top], ticks, format: percent, label: "Predicted risk" },
    y: { domain: [0, top], ticks, format: percent, label: "Observed risk" },
    strip: {
      height: STRIP,
      draw: (x) => {
        const theme = themeOf(options.theme);
        const count = (values: readonly number[]) => {
          const bins = new Array<number>(BINS).fill(0);
          for (const v of values) bins[Math.min(BINS - 1, Math.max(0, Math.floor((v / top) * BINS)))]!++;
          return bins;
        };
        const [up, down] = [count(data.withOutcome), count(data.without)];
        const tallest = Math.max(1, ...up, ...down);
        const bar = (k: number, n: number, sign: 1 | -1) => {
          if (n === 0) return "";
          const h = (n / tallest) * (STRIP / 2 - 2);
          const left = x((k / BINS) * top);
          const width = Math.max(0.5, x(((k + 1) / BINS) * top) - left - 0.5);
          const y = sign === 1 ? STRIP / 2 - h : STRIP / 2 + 1;
          return el("rect", {
            x: left,
            y,
            width,
            height: h,
            class: "predictions",
            fill: sign === 1 ? theme.accent : theme.faint,
          });
        };
        return up.map((n, k) => bar(k, n, 1)).join("") + down.map((n, k) => bar(k, n, -1)).join("");
      },
    },
    what: "No calibration curve",
    hint: "A smooth curve needs both classes and at least five distinct predictions.",
    summary:
      first && last
        ? `Calibration curve from a predicted risk of ${percent(first.predicted)} (observed ${percent(first.observed)}) to ${percent(last.predicted)} (observed ${percent(last.observed)}). Below: predictions of ${data.withOutcome.length} with the outcome (up) and ${data.without.length} without (down).`
        : "No calibration curve.",
    notice: options.notice ?? "Bars: predictions with the outcome upward, without downward.",
  });
}
