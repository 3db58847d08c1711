import { bandPlot, roundTicks } from "./band-plot.ts";
import { significant } from "./numerals.ts";
import type { ChartOptions } from "./options.ts";

/** What a model does with one predictor, at values of its training. */
export interface EffectPlotData {
  readonly predictor: string;
  /** Mean prediction with every subject at the value (Friedman 2001). */
  readonly partialDependence: readonly { readonly at: number; readonly prediction: number }[];
  /** Accumulated local effect (Apley & Zhu 2020), mean 0. */
  readonly accumulatedLocal: readonly { readonly at: number; readonly effect: number }[];
}

/** Partial dependence, and the accumulated local effect lifted to its mean so that both can be compared. */
export function effectPlot(data: EffectPlotData, options: ChartOptions = {}): string {
  const { partialDependence: whole, accumulatedLocal: local, predictor } = data;
  const mean = whole.reduce((s, p) => s + p.prediction, 0) / Math.max(1, whole.length);
  const lifted = local.map(({ at, effect }) => ({ x: at, y: mean + effect }));
  const points = whole.map(({ at, prediction }) => ({ x: at, y: prediction }));
  const x = spread([...points, ...lifted].map((p) => p.x));
  const y = spread([...points, ...lifted].map((p) => p.y));
  const first = points[0];
  const last = points.at(-1);
  return bandPlot(
    [
      { label: "Partial dependence", kind: "main", points },
      { label: "Accumulated local effect", kind: "reference", points: lifted },
    ],
    {
      ...options,
      x: { domain: x, ticks: roundTicks(x), format: (v) => significant(v), label: predictor },
      y: { domain: y, ticks: roundTicks(y), format: (v) => significant(v), label: "Mean prediction" },
      what: "No effect to draw",
      hint: "The predictor has one value only.",
      summary:
        first && last
          ? `${predictor}: mean prediction ${significant(first.y)} at ${significant(first.x)} and ${significant(last.y)} at ${significant(last.x)}.`
          : `${predictor}: no effect.`,
    },
  );
}

/** The range of the values with a little room; of one value a range around it. */
function spread(values: readonly number[]): readonly [number, number] {
  const [low, high] = [Math.min(...values), Math.max(...values)];
  if (!(high > low)) return [low - 0.5, low + 0.5];
  const room = 0.05 * (high - low);
  return [low - room, high + room];
}
