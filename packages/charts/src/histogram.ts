import { emptyChart } from "./empty-state.ts";
import { legend } from "./legend.ts";
import { significant, ticks } from "./numerals.ts";
import type { ChartOptions } from "./options.ts";
import { Plot, plotArea, xAxis, yGrid } from "./plot-area.ts";
import { el, haloed, line, svgDocument, text, tip } from "./svg.ts";
import { textWidth } from "./text-width.ts";
import { themeOf } from "./theme.ts";

export interface HistogramGroup {
  readonly label: string;
  readonly values: readonly number[];
}

export interface HistogramOptions extends ChartOptions {
  readonly height?: number;
  /** Name and unit of the variable. */
  readonly variable: string;
  /** Range; default from the values. */
  readonly domain?: readonly [number, number];
  /** Wish for the number of bins; edges are round. Default by the square root of n, 8 to 40. */
  readonly bins?: number;
  /** Vertical lines with a name, e.g. a threshold. */
  readonly markers?: readonly { readonly value: number; readonly label: string }[];
}

/** Counts of one group, or of two back to back (the first above the axis, the second below). */
export function histogram(groups: readonly HistogramGroup[], options: HistogramOptions): string {
  const theme = themeOf(options.theme);
  const width = options.width ?? 520;
  const height = options.height ?? Math.round(Math.max(180, Math.min(280, width * 0.42)));
  const all = groups.flatMap((g) => g.values.filter(Number.isFinite));
  if (all.length === 0)
    return emptyChart(options, {
      width,
      height: 160,
      what: "No values",
      hint: `The distribution of ${options.variable} is drawn once there are values.`,
    });
  const used = groups.slice(0, 2);
  const [least, most] = options.domain ?? [Math.min(...all), Math.max(...all)];
  const wish = options.bins ?? Math.max(8, Math.min(40, Math.ceil(Math.sqrt(all.length))));
  const edges = binEdges(least, most, wish);
  const counted = used.map((g) => {
    const counts = new Array<number>(edges.length - 1).fill(0);
    let outside = 0;
    for (const v of g.values) {
      if (!Number.isFinite(v) || v < edges[0]! || v > edges.at(-1)!) outside++;
      // Bins are closed on the left; the last also on the right.
      else
        counts[
          Math.min(
            counts.length - 1,
            edges.findLastIndex((e) => e <= v),
          )
        ]!++;
    }
    return { counts, outside };
  });
  const up = Math.max(1, ...counted[0]!.counts);
  const down = counted[1] ? Math.max(1, ...counted[1].counts) : 0;
  const margin = { top: (options.markers ?? []).length > 0 ? 26 : 10, right: 14, bottom: 24, left: 44 };
  const whole = ticks(-down, up, height / 44).filter(Number.isInteger);
  const colour = (i: number) => (used.length === 1 ? theme.accent : theme.series[i]!);
  const area = plotArea(theme, {
    width,
    height,
    margin,
    x: { domain: [edges[0]!, edges.at(-1)!] },
    y: { domain: [-down, up] },
    marks: [
      yGrid(theme, whole, (v) => String(Math.abs(v))),
      xAxis(theme, ticks(edges[0]!, edges.at(-1)!, (width - 60) / 64), significant),
      counted.map(({ counts }, i) =>
        Plot.rectY(
          counts.map((n, k) => ({ x1: edges[k]!, x2: edges[k + 1]!, n: i === 0 ? n : -n })).filter((b) => b.n !== 0),
          {
            x1: "x1",
            x2: "x2",
            y: "n",
            fill: colour(i),
            fillOpacity: 0.85,
            insetLeft: 0.5,
            insetRight: 0.5,
            title: (b: { x1: number; x2: number; n: number }) =>
              `${significant(b.x1)} to ${significant(b.x2)}: ${Math.abs(b.n)}`,
          },
        ),
      ),
      Plot.ruleY([0], { stroke: theme.axis }),
    ],
  });
  const markers = (options.markers ?? [])
    .filter((m) => m.value >= edges[0]! && m.value <= edges.at(-1)!)
    .map((m) => {
      const x = area.x(m.value);
      const w = textWidth(m.label, 10);
      const at = Math.max(w / 2, Math.min(width - w / 2, x));
      return (
        line(x, margin.top - 6, x, height - margin.bottom, { stroke: theme.ink, "stroke-dasharray": "4 3" }) +
        text(at, margin.top - 10, m.label, { "text-anchor": "middle", "font-size": 10, ...haloed(theme) })
      );
    })
    .join("");
  const items =
    used.length > 1
      ? used.map((g, i) => ({
          label: `${g.label} (${g.values.length}), ${i === 0 ? "above" : "below"} the axis`,
          draw: (x: number, y: number) =>
            el("rect", { x: x - 6, y: y - 5, width: 12, height: 10, fill: colour(i) }, tip(g.label)),
        }))
      : [];
  const key = legend(items, width - margin.left, theme.muted);
  const outside = counted.reduce((s, c) => s + c.outside, 0);
  const name = outside > 0 ? `${options.variable} (${outside} outside the range)` : options.variable;
  return svgDocument(
    {
      width,
      height: 16 + height + 14 + (key.height > 0 ? key.height + 6 : 0),
      description: `Distribution of ${options.variable}: ${used.map((g) => `${g.label} n = ${g.values.length}`).join("; ")}; ${significant(Math.min(...all))} to ${significant(Math.max(...all))}.`,
    },
    options,
    text(0, 11, "Subjects", { fill: theme.muted }) +
      el("g", { transform: "translate(0 16)" }, area.svg, markers) +
      text(width - margin.right, 16 + height + 10, name, { "text-anchor": "end", fill: theme.muted }) +
      (key.height > 0 ? el("g", { transform: `translate(${margin.left} ${16 + height + 18})` }, key.svg) : ""),
  );
}

/** Round, equal bins that cover [least, most]. */
function binEdges(least: number, most: number, wish: number): number[] {
  if (!(most > least)) return [least - 0.5, least + 0.5];
  const [a, b] = ticks(least, most, wish);
  const step = b !== undefined ? b - a! : most - least;
  const from = Math.floor(least / step + 1e-9) * step;
  const count = Math.max(1, Math.ceil((most - from) / step - 1e-9));
  return Array.from({ length: count + 1 }, (_, i) => Number((from + i * step).toPrecision(12)));
}
