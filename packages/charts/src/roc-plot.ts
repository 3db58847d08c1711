import { emptyChart } from "./empty-state.ts";
import type { ChartOptions } from "./options.ts";
import { Plot, plotArea, xAxis, yGrid } from "./plot-area.ts";
import { seriesLook } from "./series-look.ts";
import { el, haloed, line, svgDocument, text, tip } from "./svg.ts";
import { textWidth, wrap } from "./text-width.ts";
import { themeOf } from "./theme.ts";

export interface RocSeries {
  readonly label: string;
  /** As `rocCurve` of `@nadir/statistics` gives them: any order along the curve. */
  readonly points: readonly { readonly sensitivity: number; readonly specificity: number }[];
  readonly auc: number | null;
  readonly interval?: { readonly lower: number; readonly upper: number; readonly level: number } | null;
  readonly cases: number;
  readonly controls: number;
  /** The threshold fixed in advance. */
  readonly operatingPoint?: { readonly sensitivity: number; readonly specificity: number; readonly label: string };
}

/** ROC curves on a square with the diagonal of chance; AUC with its interval written below. */
export function rocPlot(series: readonly RocSeries[], options: ChartOptions = {}): string {
  const theme = themeOf(options.theme);
  const width = options.width ?? 380;
  const drawn = series.filter((s) => s.points.length > 1);
  if (drawn.length === 0)
    return emptyChart(options, {
      width,
      height: Math.min(width, 240),
      what: "No ROC curve",
      hint: series[0]
        ? `A curve needs both classes: ${series[0].cases} with the outcome, ${series[0].controls} without.`
        : "A curve needs predictions with known outcomes of both classes.",
    });
  const margin = { top: 8, right: 24, bottom: 40, left: 52 };
  const side = Math.min(width, 520) - margin.left - margin.right;
  const plotWidth = side + margin.left + margin.right;
  const plotHeight = side + margin.top + margin.bottom;
  const lookOf = (i: number) => (drawn.length === 1 ? { stroke: theme.accent, dash: null } : seriesLook(theme, i));
  const colour = (i: number) => lookOf(i).stroke;
  const marksAt = [0, 0.25, 0.5, 0.75, 1];
  const area = plotArea(theme, {
    width: plotWidth,
    height: plotHeight,
    margin,
    x: { domain: [0, 1] },
    y: { domain: [0, 1] },
    marks: [
      yGrid(theme, marksAt, (v) => `${v * 100} %`),
      Plot.ruleX(marksAt, { stroke: theme.grid }),
      xAxis(theme, marksAt, (v) => `${v * 100} %`),
      Plot.line(
        [
          [0, 0],
          [1, 1],
        ],
        { stroke: theme.axis, strokeDasharray: "4 3" },
      ),
      drawn.map((s, i) =>
        Plot.line(
          [...s.points].sort((a, b) => b.specificity - a.specificity || a.sensitivity - b.sensitivity),
          {
            x: (p: { specificity: number }) => 1 - p.specificity,
            y: "sensitivity",
            stroke: colour(i),
            strokeWidth: 2,
            strokeLinejoin: "round",
            ...(lookOf(i).dash === null ? {} : { strokeDasharray: lookOf(i).dash! }),
          },
        ),
      ),
    ],
  });
  let over = "";
  drawn.forEach((s, i) => {
    const p = s.operatingPoint;
    if (!p) return;
    const [x, y] = [area.x(1 - p.specificity), area.y(p.sensitivity)];
    const w = textWidth(p.label, 10);
    const right = x + 9 + w < plotWidth - margin.right;
    over +=
      el(
        "circle",
        { cx: x, cy: y, r: 4.5, fill: theme.surface, stroke: colour(i), "stroke-width": 2, class: "operating-point" },
        tip(p.label),
      ) +
      text(right ? x + 9 : x - 9, y + 13, p.label, {
        "text-anchor": right ? null : "end",
        "font-size": 10,
        ...haloed(theme),
      });
  });
  const entries = drawn.flatMap((s, i) => {
    const name = drawn.length > 1 ? `${s.label}: ` : "";
    const level = s.interval ? Number((s.interval.level * 100).toFixed(1)) : 95;
    const auc =
      s.auc === null
        ? "AUC not estimable"
        : `AUC ${s.auc.toFixed(2)}${s.interval ? ` (${level}% CI ${s.interval.lower.toFixed(2)} to ${s.interval.upper.toFixed(2)})` : ""}`;
    const counts = `${s.cases} with the outcome, ${s.controls} without`;
    return [
      ...wrap(name + auc, width - 24, 11.5, true).map((l) => ({
        l,
        size: 11.5,
        weight: 600,
        sign: i,
        fill: theme.ink,
      })),
      ...wrap(counts, width - 24, 10.5).map((l) => ({ l, size: 10.5, weight: 400, sign: -1, fill: theme.muted })),
    ];
  });
  let previous = -1;
  const below = entries
    .map((e, k) => {
      const y = k * 16;
      const sign =
        e.sign >= 0 && e.sign !== previous
          ? line(0, y - 4, 16, y - 4, {
              stroke: colour(e.sign),
              "stroke-width": 2.5,
              "stroke-dasharray": lookOf(e.sign).dash,
            })
          : "";
      if (e.sign >= 0) previous = e.sign;
      return sign + text(24, y, e.l, { "font-size": e.size, "font-weight": e.weight, fill: e.fill });
    })
    .join("");
  const top = 18;
  return svgDocument(
    {
      width,
      height: top + plotHeight + 14 + entries.length * 16,
      description: `ROC curve. ${drawn.map((s) => `${s.label}: AUC ${s.auc === null ? "not estimable" : s.auc.toFixed(2)}, ${s.cases} with and ${s.controls} without the outcome`).join("; ")}.`,
    },
    options,
    text(0, 11, "Sensitivity", { fill: theme.muted }) +
      el("g", { transform: `translate(0 ${top})` }, area.svg, over) +
      text(plotWidth - margin.right, top + plotHeight - 6, "1 − specificity", {
        "text-anchor": "end",
        fill: theme.muted,
      }) +
      el("g", { transform: `translate(0 ${top + plotHeight + 18})` }, below),
  );
}
