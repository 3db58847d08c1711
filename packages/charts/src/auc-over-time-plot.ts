import { bandPlot, roundTicks } from "./band-plot.ts";
import type { ChartOptions } from "./options.ts";

export interface AucAtTime {
  readonly time: number;
  readonly auc: number;
  readonly lower?: number | null;
  readonly upper?: number | null;
}

/** Cumulative/dynamic AUC by time since the origin, with its limits. */
export function aucOverTimePlot(
  points: readonly AucAtTime[],
  { unit = "days", ...options }: ChartOptions & { readonly unit?: string } = {},
): string {
  const sorted = [...points].sort((a, b) => a.time - b.time);
  const last = Math.max(1, sorted.at(-1)?.time ?? 1);
  const domain: readonly [number, number] = [0, last * 1.05];
  const lowest = Math.min(0.5, ...sorted.map((p) => p.lower ?? p.auc));
  const bottom = Math.max(0, Math.floor(lowest * 10) / 10);
  return bandPlot(
    [
      {
        label: "Chance",
        kind: "reference",
        points: [
          { x: 0, y: 0.5 },
          { x: domain[1], y: 0.5 },
        ],
      },
      {
        label: "AUC(t)",
        kind: "main",
        dots: true,
        points: sorted.map((p) => ({ x: p.time, y: p.auc, lower: p.lower ?? null, upper: p.upper ?? null })),
      },
    ],
    {
      ...options,
      x: { domain, ticks: roundTicks(domain), format: String, label: `Time, ${unit}` },
      y: { domain: [bottom, 1], ticks: roundTicks([bottom, 1]), format: (v) => v.toFixed(2), label: "AUC(t)" },
      what: "No AUC over time",
      hint: "A time needs cases before it and at least ten subjects followed beyond it.",
      summary: `AUC by time: ${sorted.map((p) => `${p.auc.toFixed(2)} at ${p.time} ${unit}`).join(", ")}.`,
    },
  );
}
