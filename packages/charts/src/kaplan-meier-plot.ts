import { emptyChart } from "./empty-state.ts";
import { legend } from "./legend.ts";
import { figure, pValue, ticks } from "./numerals.ts";
import type { ChartOptions } from "./options.ts";
import { type Box, enters, type Segment } from "./placement.ts";
import { Plot, plotArea, xAxis, yGrid } from "./plot-area.ts";
import { seriesLook } from "./series-look.ts";
import { type SurvivalSubject, subjectMarks } from "./survival-subjects.ts";
import { el, escapeText, haloed, line, svgDocument, text, tip } from "./svg.ts";
import { fitted, textWidth, wrap } from "./text-width.ts";
import { themeOf } from "./theme.ts";

/** A curve as `@nadir/statistics` computes it. */
export interface SurvivalGroup {
  readonly label: string;
  readonly n: number;
  readonly events: number;
  readonly steps: readonly {
    readonly time: number;
    /** Under observation just before `time`. */
    readonly atRisk: number;
    readonly censored: number;
    readonly survival: number;
    readonly lower: number | null;
    readonly upper: number | null;
  }[];
  readonly median?: { readonly estimate: number | null; readonly lower: number | null; readonly upper: number | null };
}

export interface KaplanMeierOptions extends ChartOptions {
  readonly height?: number;
  /** Unit of time, e.g. `months`. */
  readonly unit: string;
  /** What survives: default "Survival". E.g. "Progression-free survival". */
  readonly endpoint?: string;
  /** Stands in place of the curves where there are none; default that nobody was followed. */
  readonly whyNone?: string;
  /** Shown with the test that gave it. */
  readonly logRank?: { readonly p: number; readonly label?: string };
  /** Free line of figures, e.g. a hazard ratio with its interval. */
  readonly annotation?: string;
  readonly timeMax?: number;
  /** Distance of ticks on the time axis; default: round steps. */
  readonly timeStep?: number;
  /** Bands of confidence; default on with up to three groups. */
  readonly bands?: boolean;
  readonly level?: number;
  /** Where each subject's time ended, as small marks on its group's curve. */
  readonly subjects?: readonly SurvivalSubject[];
}

/** Kaplan–Meier curves with bands, censoring, medians and the numbers at risk below the axis. */
export function kaplanMeierPlot(groups: readonly SurvivalGroup[], options: KaplanMeierOptions): string {
  const theme = themeOf(options.theme);
  const width = options.width ?? 640;
  const plotHeight = options.height ?? Math.round(Math.max(220, Math.min(360, width * 0.52)));
  const drawn = groups.filter((g) => g.steps.length > 0);
  const endpoint = options.endpoint ?? "Survival";
  if (drawn.length === 0)
    return emptyChart(options, {
      width,
      height: 200,
      what: options.whyNone === undefined ? "No follow-up to draw" : "Not estimable",
      hint:
        options.whyNone ?? `The curve of ${endpoint.toLowerCase()} needs at least one subject with a follow-up time.`,
    });
  const narrow = width < 480;
  const longest = Math.max(...drawn.map((g) => g.steps.at(-1)!.time));
  const timeMax = options.timeMax ?? longest;
  // Names stand left of their numbers where they fit, above them where not.
  const longestName = 34 + Math.max(...drawn.map((g) => textWidth(g.label, 11, true)));
  const stacked = drawn.length > 1 && (narrow || longestName > 150);
  const margin = {
    top: 10,
    right: 14,
    bottom: 26,
    left: Math.max(52, stacked || drawn.length === 1 ? 0 : longestName),
  };
  const times = options.timeStep
    ? Array.from({ length: Math.floor(timeMax / options.timeStep + 1e-9) + 1 }, (_, i) => i * options.timeStep!)
    : ticks(0, timeMax, Math.max(3, Math.floor((width - margin.left) / (narrow ? 62 : 80))));
  const looks = drawn.map((_, i) => (drawn.length === 1 ? { stroke: theme.accent, dash: null } : seriesLook(theme, i)));
  const colour = (i: number) => looks[i]!.stroke;
  const bands = options.bands ?? drawn.length <= 3;
  const within = (g: SurvivalGroup) => g.steps.filter((s) => s.time <= timeMax);
  // Limits hold from a step to the next; where survival is 0 they do not exist and the band ends.
  const stairs = drawn.map((g) => [{ time: 0, survival: 1, lower: 1, upper: 1 }, ...within(g), ...tail(g, timeMax)]);

  const area = plotArea(theme, {
    width,
    height: plotHeight,
    margin,
    x: { domain: [0, timeMax] },
    y: { domain: [0, 1] },
    marks: [
      yGrid(theme, [0, 0.25, 0.5, 0.75, 1], (v) => `${figure(v * 100)} %`),
      xAxis(theme, times, (t) => figure(t, Number.isInteger(t) ? 0 : 1)),
      bands
        ? stairs.map((s, i) =>
            Plot.areaY(
              s.filter((p) => p.lower !== null && p.upper !== null),
              {
                x: "time",
                y1: "lower",
                y2: "upper",
                curve: "step-after",
                fill: colour(i),
                fillOpacity: theme.name === "dark" ? 0.2 : 0.13,
              },
            ),
          )
        : null,
      drawn.some((g) => g.median?.estimate != null)
        ? Plot.ruleY([0.5], { stroke: theme.axis, strokeDasharray: "3 3" })
        : null,
      stairs.map((s, i) =>
        Plot.line(s, {
          x: "time",
          y: "survival",
          curve: "step-after",
          stroke: colour(i),
          strokeWidth: 2,
          ...(looks[i]!.dash === null ? {} : { strokeDasharray: looks[i]!.dash }),
        }),
      ),
    ],
  });

  let over = "";
  drawn.forEach((g, i) => {
    for (const s of within(g).filter((q) => q.censored > 0)) {
      const [x, y] = [area.x(s.time), area.y(s.survival)];
      over += el(
        "path",
        { d: `M${x.toFixed(2)} ${(y - 4).toFixed(2)}v8`, stroke: colour(i), "stroke-width": 1.25, class: "censored" },
        tip(`${g.label}: ${s.censored} censored at ${figure(s.time, 1)} ${options.unit}`),
      );
    }
    const m = g.median?.estimate;
    if (m != null && m <= timeMax)
      over += line(area.x(m), area.y(0.5), area.x(m), area.y(0), {
        stroke: colour(i),
        "stroke-dasharray": "3 3",
        class: "median",
      });
  });

  over += subjectMarks(options, drawn, { x: area.x, y: area.y, timeMax, colour });

  const names = drawn.length > 1 ? namesOfCurves() : null;
  over += names?.inside ?? "";

  const head = [
    options.annotation,
    options.logRank ? `${options.logRank.label ?? "Log-rank"} ${pValue(options.logRank.p)}` : undefined,
  ].filter((s): s is string => Boolean(s));
  const headLines = head.flatMap((h) => wrap(h, width, 11, true));

  const table = atRiskTable();
  const medians = medianLines();
  const top = 16 + headLines.length * 15;
  const axisAt = top + plotHeight + 12;
  const namesAt = axisAt + 10;
  const tableAt = namesAt + 8 + (names?.below ? names.below.height + 8 : 0);
  const mediansAt = tableAt + table.height + 14;
  return svgDocument(
    { width, height: mediansAt + medians.height, description: describeCurves(drawn, endpoint, options) },
    options,
    text(0, 11, endpoint, { fill: theme.muted }) +
      headLines.map((l, i) => text(0, 27 + 15 * i, l, { "font-weight": 600 })).join("") +
      el("g", { transform: `translate(0 ${top})` }, area.svg, over) +
      text(width - margin.right, axisAt, options.unit, { "text-anchor": "end", fill: theme.muted }) +
      (names?.below ? el("g", { transform: `translate(0 ${namesAt})` }, names.below.svg) : "") +
      el("g", { transform: `translate(0 ${tableAt})`, class: "at-risk" }, table.svg) +
      el("g", { transform: `translate(0 ${mediansAt})`, class: "medians" }, medians.svg),
  );

  /** Names where the curves leave room, top right or bottom left; beneath the axis where a name would lie on a curve. */
  function namesOfCurves(): { inside: string; below: { svg: string; height: number } | null } {
    const key = (i: number, from: number, to: number, y: number) =>
      line(from, y, to, y, {
        ...{ stroke: colour(i), "stroke-width": 2, "stroke-dasharray": looks[i]!.dash, class: "curve-key" },
      });
    const labels = drawn.map((g) => fitted(g.label, (width - margin.left) * 0.6, 11, true));
    const w = Math.max(...labels.map((n) => textWidth(n, 11, true)));
    const high = 16 * (labels.length - 1);
    const topRight = { x: width - margin.right - w, y: margin.top + 12 };
    const bottomLeft = { x: margin.left + 36, y: plotHeight - margin.bottom - 10 - high };
    const place = [topRight, bottomLeft].find(
      ({ x, y }) => y >= margin.top && isFree({ left: x - 30, right: x + w + 4, top: y - 14, bottom: y + high + 6 }),
    );
    if (!place) {
      const items = drawn.map((g, i) => ({
        label: fitted(g.label, width - 24, 11),
        draw: (x: number, y: number) => key(i, x - 8, x + 7, y),
      }));
      return { inside: "", below: legend(items, width, theme.ink) };
    }
    const inside = labels.map(
      (n, i) =>
        key(i, place.x - 26, place.x - 6, place.y + 16 * i - 4) +
        text(place.x, place.y + 16 * i, n, { "font-weight": 600, fill: colour(i), ...haloed(theme) }),
    );
    return { inside: inside.join(""), below: null };
  }

  /** Whether no curve and no line of a median enters the box, px. */
  function isFree(box: Box): boolean {
    const curves = stairs.flatMap((s) =>
      s.flatMap((p, k): Segment[] => {
        const next = s[k + 1] ?? p;
        const [x, y, toX, toY] = [area.x(p.time), area.y(p.survival), area.x(next.time), area.y(next.survival)];
        return [
          [x, y, toX, y],
          [toX, y, toX, toY],
        ];
      }),
    );
    const medians = drawn.flatMap(({ median }): Segment[] => {
      const m = median?.estimate;
      return m != null && m <= timeMax ? [[area.x(m), area.y(0.5), area.x(m), area.y(0)]] : [];
    });
    return ![...curves, ...medians].some((line) => enters(line, box));
  }

  function atRiskTable(): { svg: string; height: number } {
    const row = stacked ? 30 : 17;
    let svg = text(0, 0, "At risk", { fill: theme.muted, "font-size": 10.5 });
    drawn.forEach((g, i) => {
      const y = 17 + i * row;
      const single = drawn.length === 1;
      if (!single)
        svg += stacked
          ? text(0, y, fitted(g.label, width, 10.5, true), { "font-size": 10.5, "font-weight": 600, fill: colour(i) })
          : text(0, y, g.label, { "font-weight": 600, fill: colour(i) });
      for (const t of times) {
        const n = g.steps.find((s) => s.time >= t)?.atRisk ?? 0;
        svg += text(area.x(t), stacked ? y + 13 : y, figure(n), { "text-anchor": "middle", "font-size": 10.5 });
      }
    });
    return { svg, height: 17 + (drawn.length - 1) * row + (stacked ? 18 : 4) };
  }

  function medianLines(): { svg: string; height: number } {
    const percent = Math.round((options.level ?? 0.95) * 100);
    const lines = drawn.flatMap((g, i) => {
      const say = (v: number | null) => (v === null ? "not reached" : figure(v, v >= 100 ? 0 : 1));
      const m = g.median;
      const middle = m
        ? `median ${say(m.estimate)}${m.estimate === null ? "" : ` ${options.unit}`} (${percent}% CI ${say(m.lower)} to ${say(m.upper)})`
        : "";
      const words = `${g.events} of ${g.n} with event${middle ? `, ${middle}` : ""}`;
      const name = drawn.length > 1 ? `${g.label}: ` : "";
      return wrap(name + words, width, 10.5, true).map((l, k) => ({
        l,
        colour: colour(i),
        named: k === 0 ? name : "",
      }));
    });
    const svg = lines
      .map(({ l, colour: c, named }, i) =>
        el(
          "text",
          { x: 0, y: i * 15, "font-size": 10.5, fill: theme.muted },
          named && l.startsWith(named) ? el("tspan", { fill: c, "font-weight": 600 }, escapeText(named)) : "",
          escapeText(named && l.startsWith(named) ? l.slice(named.length) : l),
        ),
      )
      .join("");
    return { svg, height: lines.length * 15 - 6 };
  }
}

/** The last value holds to the end of follow-up or of the axis, whichever comes first. */
function tail(g: SurvivalGroup, timeMax: number) {
  const last = g.steps.filter((s) => s.time <= timeMax).at(-1);
  const end = Math.min(timeMax, g.steps.at(-1)!.time);
  return last && last.time < end
    ? [{ ...last, time: end }]
    : last
      ? []
      : [{ time: end, survival: 1, lower: 1, upper: 1 }];
}

function describeCurves(groups: readonly SurvivalGroup[], endpoint: string, options: KaplanMeierOptions): string {
  const each = groups.map((g) => {
    const m = g.median?.estimate;
    return `${g.label}: ${g.n} subjects, ${g.events} events${g.median ? `, median ${m == null ? "not reached" : `${figure(m, m >= 100 ? 0 : 1)} ${options.unit}`}` : ""}`;
  });
  return `${endpoint} by Kaplan–Meier. ${each.join("; ")}.${options.logRank ? ` Log-rank ${pValue(options.logRank.p)}.` : ""}`;
}
