import { emptyChart } from "./empty-state.ts";
import { significant, ticks } from "./numerals.ts";
import type { ChartOptions } from "./options.ts";
import { el, line, subjectOf, svgDocument, text, tip } from "./svg.ts";
import { fitted, textWidth } from "./text-width.ts";
import { themeOf } from "./theme.ts";

export interface StripGroup {
  readonly label: string;
  readonly points: readonly { readonly key: string; readonly value: number }[];
}

export interface StripOptions extends ChartOptions {
  /** Name and unit of the variable. */
  readonly variable: string;
}

const ROW = 64;

/** Quantile by linear interpolation between order statistics (type 7 of Hyndman & Fan 1996, R's default). */
export function quantileOf(sorted: readonly number[], p: number): number {
  const at = (sorted.length - 1) * p;
  const below = Math.floor(at);
  const [a, b] = [sorted[below]!, sorted[Math.min(sorted.length - 1, below + 1)]!];
  return a + (at - below) * (b - a);
}

/** Every subject's value as a dot, one band a group, with the quartiles and the median as lines. */
export function stripPlot(groups: readonly StripGroup[], options: StripOptions): string {
  const theme = themeOf(options.theme);
  const width = options.width ?? 560;
  const used = groups
    .map((g) => ({ ...g, points: g.points.filter((p) => Number.isFinite(p.value)) }))
    .filter((g) => g.points.length > 0);
  const all = used.flatMap((g) => g.points.map((p) => p.value));
  if (all.length === 0)
    return emptyChart(options, {
      width,
      height: 160,
      what: "No values",
      hint: `The distribution of ${options.variable} is drawn once there are values.`,
    });
  const least = all.reduce((a, b) => Math.min(a, b));
  const most = all.reduce((a, b) => Math.max(a, b));
  const room = most > least ? (most - least) * 0.04 : Math.max(1, Math.abs(most) * 0.1);
  const [low, high] = [least - room, most + room];
  const left = Math.min(150, width * 0.32, 12 + Math.max(...used.map((g) => textWidth(g.label, 11))));
  const right = width - 14;
  const x = (v: number) => left + ((v - low) / (high - low)) * (right - left);
  const top = 8;
  const bottom = top + used.length * ROW;
  const grid = ticks(low, high, Math.max(3, (right - left) / 76))
    .map(
      (v) =>
        line(x(v), top, x(v), bottom + 4, { stroke: theme.grid }) +
        text(x(v), bottom + 17, significant(v), { "text-anchor": "middle", fill: theme.muted }),
    )
    .join("");
  const rows = used
    .map((g, i) => {
      const middle = top + i * ROW + ROW / 2;
      const sorted = g.points.map((p) => p.value).sort((a, b) => a - b);
      const [q1, q2, q3] = [0.25, 0.5, 0.75].map((p) => quantileOf(sorted, p)) as [number, number, number];
      const colour = used.length === 1 ? theme.accent : theme.series[i % theme.series.length]!;
      const dots = g.points.map((p, k) =>
        el(
          "circle",
          {
            cx: x(p.value),
            cy: middle + scatter(k) * 18,
            r: g.points.length > 400 ? 2 : 3,
            fill: colour,
            "fill-opacity": 0.6,
            class: "value",
            ...subjectOf(options, p.key),
          },
          tip(`${p.key}, ${g.label}: ${significant(p.value)}`),
        ),
      );
      return (
        text(0, middle, fitted(g.label, left - 8, 11), {}) +
        text(0, middle + 14, `n = ${g.points.length}`, { fill: theme.muted, "font-size": 10 }) +
        el("rect", {
          x: x(q1),
          y: middle - 24,
          width: Math.max(0.5, x(q3) - x(q1)),
          height: 48,
          fill: theme.band,
          stroke: theme.axis,
        }) +
        dots.join("") +
        line(x(q2), middle - 24, x(q2), middle + 24, { stroke: theme.ink, "stroke-width": 2, class: "median" })
      );
    })
    .join("");
  return svgDocument(
    {
      width,
      height: bottom + 36,
      description: `${options.variable} by group: ${used
        .map((g) => {
          const sorted = g.points.map((p) => p.value).sort((a, b) => a - b);
          return `${g.label} n = ${sorted.length}, median ${significant(quantileOf(sorted, 0.5))}`;
        })
        .join("; ")}.`,
    },
    options,
    grid +
      rows +
      text(right, bottom + 33, fitted(options.variable, width, 11), { "text-anchor": "end", fill: theme.muted }),
  );
}

/** Spreads dots over the band, −1 … 1, by the golden ratio: the same place at every drawing, neighbours far apart. */
const scatter = (k: number): number => ((k * 0.618_033_988_75) % 1) * 2 - 1;
