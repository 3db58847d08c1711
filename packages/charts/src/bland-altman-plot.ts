import { emptyChart } from "./empty-state.ts";
import { significant, ticks } from "./numerals.ts";
import type { ChartOptions } from "./options.ts";
import { el, line, subjectOf, svgDocument, text, tip } from "./svg.ts";
import { fitted, textWidth } from "./text-width.ts";
import { themeOf } from "./theme.ts";

/** One thing measured twice, in the unit of the options. */
export interface PairOfReadings {
  readonly subject: string;
  /** What was measured, e.g. "lesion T1 at week 8". */
  readonly what: string;
  readonly first: number;
  readonly second: number;
}

export interface BlandAltmanOptions extends ChartOptions {
  /** Name and unit of what was measured, e.g. "Size of a lesion, mm". */
  readonly variable: string;
  readonly readers: readonly [string, string];
  /** Mean of first less second and its limits of agreement; null where too few pairs allow none. */
  readonly agreement: {
    readonly bias: number;
    readonly limits: { readonly lower: number; readonly upper: number };
  } | null;
}

/** Above so many pairs each is a dot of one path, without a word of its own. */
const MOST_NAMED = 1500;
const HEIGHT = 280;

/** Difference of two readings over their mean, with the mean difference and the limits of agreement (Bland & Altman 1986, figure 2). */
export function blandAltmanPlot(pairs: readonly PairOfReadings[], options: BlandAltmanOptions): string {
  const theme = themeOf(options.theme);
  const width = options.width ?? 560;
  const { agreement, readers, variable } = options;
  if (pairs.length === 0)
    return emptyChart(options, {
      width,
      height: 160,
      what: "Nothing measured by both",
      hint: "A point appears for each thing that both readers have measured.",
    });
  const points = pairs.map((p) => ({ ...p, mean: (p.first + p.second) / 2, difference: p.first - p.second }));
  const [least, most] = ends(points.map((p) => p.mean));
  const [low, high] = ends([
    0,
    ...points.map((p) => p.difference),
    ...(agreement ? [agreement.limits.lower, agreement.limits.upper] : []),
  ]);
  const [left, top, bottom] = [46, 30, HEIGHT - 40];
  const lines = agreement
    ? [
        { value: agreement.limits.upper, name: "upper limit", dash: "5 4" },
        { value: agreement.bias, name: "mean", dash: undefined },
        { value: agreement.limits.lower, name: "lower limit", dash: "5 4" },
      ]
    : [];
  const words = lines.map(({ name, value }) => `${name} ${signed(value)}`);
  const right = width - Math.max(8, ...words.map((w) => textWidth(w, 10.5) + 10));
  const x = (v: number) => left + ((v - least) / (most - least)) * (right - left);
  const y = (v: number) => bottom - ((v - low) / (high - low)) * (bottom - top);
  const grid =
    ticks(low, high, 6)
      .map(
        (t) =>
          line(left, y(t), right, y(t), { stroke: t === 0 ? theme.axis : theme.grid }) +
          text(left - 8, y(t) + 4, signed(t), { "text-anchor": "end", fill: theme.muted }),
      )
      .join("") +
    ticks(least, most, Math.max(3, (right - left) / 76))
      .map(
        (t) =>
          line(x(t), bottom, x(t), bottom + 4, { stroke: theme.axis }) +
          text(x(t), bottom + 17, significant(t), { "text-anchor": "middle", fill: theme.muted }),
      )
      .join("");
  const places = spread(lines.map(({ value }) => y(value)));
  const levels = lines
    .map(
      ({ value, dash }, at) =>
        line(left, y(value), right, y(value), {
          stroke: theme.ink,
          "stroke-width": 1.25,
          class: "level",
          ...(dash ? { "stroke-dasharray": dash } : {}),
        }) + text(right + 6, places[at]! + 3.5, words[at]!, { "font-size": 10.5 }),
    )
    .join("");
  const dots =
    points.length > MOST_NAMED
      ? el("path", {
          d: points.map((p) => `M${x(p.mean).toFixed(1)} ${y(p.difference).toFixed(1)}h0`).join(""),
          stroke: theme.accent,
          "stroke-width": 3,
          "stroke-linecap": "round",
          "stroke-opacity": 0.5,
          class: "pairs",
        })
      : points
          .map((p) =>
            el(
              "circle",
              {
                ...{
                  cx: x(p.mean),
                  cy: y(p.difference),
                  r: 3.5,
                  fill: theme.accent,
                  "fill-opacity": 0.65,
                  class: "pair",
                },
                ...subjectOf(options, p.subject),
              },
              tip(
                `${p.subject}, ${p.what}: ${readers[0]} ${significant(p.first)}, ${readers[1]} ${significant(p.second)}, difference ${signed(p.difference)}`,
              ),
            ),
          )
          .join("");
  return svgDocument(
    {
      width,
      height: HEIGHT,
      description: `${variable}: difference of ${pairs.length} pairs over their mean, ${readers[0]} less ${readers[1]}${agreement ? `; ${words.join(", ")}` : ""}.`,
    },
    options,
    text(0, 13, fitted(`Difference, ${readers[0]} less ${readers[1]}`, width, 11), { fill: theme.muted }) +
      grid +
      dots +
      levels +
      text(right, HEIGHT - 4, fitted(`Mean of both: ${variable}`, right, 11), {
        "text-anchor": "end",
        fill: theme.muted,
      }),
  );
}

const signed = (value: number): string => `${value > 0 ? "+" : ""}${significant(value)}`;

/** Both ends with some room; never one point. */
function ends(values: readonly number[]): readonly [number, number] {
  const least = values.reduce((a, b) => Math.min(a, b));
  const most = values.reduce((a, b) => Math.max(a, b));
  const room = most > least ? (most - least) * 0.06 : Math.max(1, Math.abs(most) * 0.1);
  return [least - room, most + room];
}

/** Heights of labels, from above, far enough from each other to be read; the middle one stays where its line is. */
function spread(heights: readonly number[]): readonly number[] {
  const [upper, middle, lower] = heights;
  if (upper === undefined || middle === undefined || lower === undefined) return heights;
  return [Math.min(upper, middle - 12), middle, Math.max(lower, middle + 12)];
}
