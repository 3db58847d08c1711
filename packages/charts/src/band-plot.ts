import { emptyChart } from "./empty-state.ts";
import { legend } from "./legend.ts";
import type { ChartOptions } from "./options.ts";
import { Plot, plotArea, xAxis, yGrid } from "./plot-area.ts";
import { el, line, svgDocument, text } from "./svg.ts";
import { type Theme, themeOf } from "./theme.ts";

/** A line over x, with its pointwise band where there is one. */
export interface BandLine {
  readonly label: string;
  readonly points: readonly {
    readonly x: number;
    readonly y: number;
    readonly lower?: number | null;
    readonly upper?: number | null;
  }[];
  /** `main` carries the accent; `reference` is drawn thin and dashed. */
  readonly kind: "main" | "reference" | "other";
  /** Show a dot at each point (few points). */
  readonly dots?: boolean;
}

export interface BandPlotOptions extends ChartOptions {
  readonly x: {
    readonly domain: readonly [number, number];
    readonly ticks: readonly number[];
    readonly format: (v: number) => string;
    readonly label: string;
  };
  readonly y: {
    readonly domain: readonly [number, number];
    readonly ticks: readonly number[];
    readonly format: (v: number) => string;
    readonly label: string;
  };
  readonly height?: number;
  /** Drawn under the x axis, e.g. a histogram; returns contents for a strip of this height. */
  readonly strip?: { readonly height: number; readonly draw: (x: (value: number) => number, theme: Theme) => string };
  readonly what: string;
  readonly hint: string;
  readonly summary: string;
}

const DASHES: Readonly<Record<BandLine["kind"], string>> = { main: "", reference: "5 3", other: "2 3" };

/** Lines with bands on common axes: the body of the calibration plot, the decision curve and AUC over time. */
export function bandPlot(lines: readonly BandLine[], options: BandPlotOptions): string {
  const theme = themeOf(options.theme);
  const width = options.width ?? 420;
  const drawn = lines.filter((l) => l.points.length > 1 || (l.dots && l.points.length > 0));
  if (!drawn.some((l) => l.kind === "main"))
    return emptyChart(options, { width, height: Math.min(width, 240), what: options.what, hint: options.hint });
  const margin = { top: 8, right: 20, bottom: 28, left: 56 };
  const plotHeight = options.height ?? Math.round(Math.min(width, 460) * 0.8);
  const others = drawn.filter((l) => l.kind === "other");
  const colour = (l: BandLine) =>
    l.kind === "main"
      ? theme.accent
      : l.kind === "reference"
        ? theme.muted
        : theme.series[(others.indexOf(l) + 1) % theme.series.length]!;
  const within = (v: number) => Math.min(options.y.domain[1], Math.max(options.y.domain[0], v));
  const area = plotArea(theme, {
    width,
    height: plotHeight,
    margin,
    x: { domain: options.x.domain },
    y: { domain: options.y.domain },
    marks: [
      yGrid(theme, options.y.ticks, options.y.format),
      xAxis(theme, options.x.ticks, options.x.format),
      drawn.map((l) => {
        const banded = l.points.filter((p) => typeof p.lower === "number" && typeof p.upper === "number");
        return banded.length > 1
          ? Plot.areaY(banded, {
              x: "x",
              y1: (p: BandLine["points"][number]) => within(p.lower!),
              y2: (p: BandLine["points"][number]) => within(p.upper!),
              fill: l.kind === "main" ? theme.accentSoft : theme.band,
              fillOpacity: 0.8,
            })
          : [];
      }),
      drawn.map((l) =>
        Plot.line(
          // A line leaves the picture where its values do; it is not bent along the edge.
          l.points.map((p) => ({
            x: p.x,
            y: p.y < options.y.domain[0] || p.y > options.y.domain[1] ? Number.NaN : p.y,
          })),
          {
            x: "x",
            y: "y",
            stroke: colour(l),
            strokeWidth: l.kind === "main" ? 2.2 : 1.4,
            strokeLinejoin: "round",
            ...(DASHES[l.kind] ? { strokeDasharray: DASHES[l.kind] } : {}),
          },
        ),
      ),
      drawn.flatMap((l) =>
        l.dots
          ? [
              Plot.ruleX(
                l.points.filter((p) => typeof p.lower === "number" && typeof p.upper === "number"),
                { x: "x", y1: (p) => within(p.lower), y2: (p) => within(p.upper), stroke: colour(l), strokeWidth: 1.2 },
              ),
              Plot.dot(l.points, { x: "x", y: "y", r: 3, fill: colour(l) }),
            ]
          : [],
      ),
    ],
  });
  const key = legend(
    drawn.map((l) => ({
      label: l.label,
      draw: (x, y) =>
        line(x - 7, y, x + 7, y, {
          stroke: colour(l),
          "stroke-width": 2.2,
          "stroke-dasharray": DASHES[l.kind] || null,
        }),
    })),
    width,
    theme.ink,
  );
  const top = 18;
  const strip = options.strip;
  const stripTop = top + plotHeight + 2;
  const axisTitle = stripTop + (strip?.height ?? 0) + 12;
  return svgDocument(
    { width, height: axisTitle + 12 + key.height, description: options.summary },
    options,
    text(0, 11, options.y.label, { fill: theme.muted }) +
      el("g", { transform: `translate(0 ${top})` }, area.svg) +
      (strip ? el("g", { transform: `translate(0 ${stripTop})`, class: "strip" }, strip.draw(area.x, theme)) : "") +
      text(width - margin.right, axisTitle, options.x.label, { "text-anchor": "end", fill: theme.muted }) +
      el("g", { transform: `translate(0 ${axisTitle + 10})` }, key.svg),
  );
}

/** Four to six round ticks over a range. */
export function roundTicks([from, to]: readonly [number, number]): number[] {
  const raw = (to - from) / 5;
  const power = 10 ** Math.floor(Math.log10(raw));
  const step = [1, 2, 2.5, 5, 10].map((m) => m * power).find((s) => s >= raw) ?? raw;
  const first = Math.ceil(from / step - 1e-9);
  return Array.from({ length: Math.floor(to / step + 1e-9) - first + 1 }, (_, k) =>
    Number(((first + k) * step).toFixed(10)),
  );
}
