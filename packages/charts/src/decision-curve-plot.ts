import { type BandLine, bandPlot, roundTicks } from "./band-plot.ts";
import type { ChartOptions } from "./options.ts";

export interface DecisionCurvePoint {
  readonly threshold: number;
  readonly model: number;
  readonly lower?: number | null;
  readonly upper?: number | null;
  readonly all: number;
}

/** Net benefit over the thresholds fixed in advance: model with its band, treat all, treat none. */
export function decisionCurvePlot(points: readonly DecisionCurvePoint[], options: ChartOptions = {}): string {
  const sorted = [...points].sort((a, b) => a.threshold - b.threshold);
  const [from, to] = [sorted[0]?.threshold ?? 0, sorted.at(-1)?.threshold ?? 1];
  const highest = Math.max(0.01, ...sorted.flatMap((p) => [p.model, p.upper ?? p.model, p.all]));
  // The line of treat-all falls without end: it is followed a little way below nought.
  const lowest = Math.max(-0.35 * highest, Math.min(0, ...sorted.flatMap((p) => [p.model, p.lower ?? p.model, p.all])));
  const domain: readonly [number, number] = [lowest * 1.05 - 0.004, highest * 1.05];
  const lines: BandLine[] = [
    {
      label: "Treat none",
      kind: "reference",
      points: [
        { x: from, y: 0 },
        { x: to, y: 0 },
      ],
    },
    { label: "Treat all", kind: "other", points: sorted.map((p) => ({ x: p.threshold, y: p.all })) },
    {
      label: "Model",
      kind: "main",
      points: sorted.map((p) => ({ x: p.threshold, y: p.model, lower: p.lower ?? null, upper: p.upper ?? null })),
    },
  ];
  return bandPlot(lines, {
    ...options,
    x: {
      domain: [from, to > from ? to : from + 0.01],
      ticks: roundTicks([from, to > from ? to : from + 0.01]),
      format: (v) => `${Math.round(v * 1000) / 10} %`,
      label: "Threshold probability",
    },
    y: { domain, ticks: roundTicks(domain), format: (v) => v.toFixed(2), label: "Net benefit" },
    what: "No decision curve",
    hint: "Net benefit needs events, probabilities and a range of thresholds fixed in advance.",
    summary: `Decision curve over thresholds from ${from} to ${to}: ${sorted.filter((p) => p.model > Math.max(0, p.all)).length} of ${sorted.length} thresholds with more net benefit than treating all or none.`,
  });
}
