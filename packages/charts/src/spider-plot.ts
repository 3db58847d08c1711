import { dayAxis, elapsedWords } from "./day-axis.ts";
import { emptyChart } from "./empty-state.ts";
import { type LegendItem, legend } from "./legend.ts";
import { percentChange, ticks } from "./numerals.ts";
import type { ChartOptions } from "./options.ts";
import { type Box, clearest, type Segment, spread } from "./placement.ts";
import { Plot, plotArea, xAxis, yGrid } from "./plot-area.ts";
import { seriesLook } from "./series-look.ts";
import { linkedLines } from "./spider-lines.ts";
import { el, haloed, line, svgDocument, text } from "./svg.ts";
import { fitted, textWidth } from "./text-width.ts";
import { themeOf } from "./theme.ts";

export interface SpiderSubject {
  readonly key: string;
  /** Shown at the end of the line; default the key. */
  readonly label?: string;
  /** Colour and legend by group (arm, best response, cohort). */
  readonly group?: string;
  /** Drawn above the others in the accent colour. */
  readonly highlight?: boolean;
  /** Change of the tumour burden from baseline in percent; null where a visit has no value. */
  readonly points: readonly { readonly day: number; readonly changePercent: number | null }[];
}

export interface SpiderOptions extends ChartOptions {
  readonly height?: number;
  /** What the criterion in force adds up, e.g. "sum of diameters". */
  readonly measure: string;
  /** What day 0 is; default "baseline". */
  readonly origin?: string;
  /** Reference lines by the criterion's thresholds: of a response, and of progression if baseline is the nadir. */
  readonly references: readonly { readonly percent: number; readonly label: string }[];
  /** Growth from nadir that means progression, in percent: drawn for a single subject. Null: no line. */
  readonly progressionPercent: number | null;
  /** Weeks over any span; default by the span. */
  readonly unit?: "weeks";
  /** Values above are drawn at the edge with an arrow; default 150. */
  readonly cap?: number;
}

type Point = { key: string; day: number; value: number };

/** Pieces of curves that a name is kept clear of. */
const MOST_LOOKED_AT = 500;

/** Change of tumour burden from baseline over time: one line a subject; for a single subject also the nadir. */
export function spiderPlot(subjects: readonly SpiderSubject[], options: SpiderOptions): string {
  const theme = themeOf(options.theme);
  const width = options.width ?? 720;
  const height = options.height ?? Math.round(Math.max(260, Math.min(420, width * 0.5)));
  const { measure, references, origin = "baseline" } = options;
  const lines = subjects
    .map((s) => ({
      ...s,
      values: s.points
        .filter((p): p is { day: number; changePercent: number } => p.changePercent !== null)
        .map((p): Point => ({ key: s.key, day: p.day, value: p.changePercent }))
        .sort((a, b) => a.day - b.day),
    }))
    .filter((s) => s.values.length > 0);
  if (lines.length === 0)
    return emptyChart(options, {
      width,
      height: Math.min(height, 200),
      what: "No change from baseline yet",
      hint: "A line begins with a baseline and one follow-up measurement of the target lesions.",
    });

  const cap = options.cap ?? 150;
  const all = lines.flatMap((s) => s.values);
  const single = lines.length === 1;
  const highest = Math.min(cap, Math.max(40, ...all.map((p) => p.value)));
  const lowest = Math.min(-40, ...all.map((p) => p.value));
  const low = lowest < -80 ? (single ? -118 : -104) : lowest - (single ? (height < 300 ? 22 : 16) : 8);
  const high = highest + (highest - low) * 0.06;
  const days = all.map((p) => p.day);
  const from = Math.min(0, ...days);
  const to = Math.max(from + 7, ...days);
  const labelled = single || lines.length <= 12 ? lines : lines.filter((s) => s.highlight);
  const labelRoom = single
    ? 76
    : labelled.length > 0
      ? Math.min(120, 20 + Math.max(...labelled.map((s) => textWidth(s.label ?? s.key, 10))))
      : 16;
  const margin = { top: 12, right: labelRoom, bottom: 42, left: 52 };
  const axis = dayAxis(from, to, Math.max(3, Math.floor((width - margin.left - margin.right) / 52)), options.unit);

  // In the order of their names: a group then looks as it does in the curves of survival.
  const groups = [...new Set(lines.flatMap((s) => (s.group ? [s.group] : [])))].sort();
  // While there is a colour for each, full lines; hundreds of them are easier read than dashes.
  const looks = groups.map((_, i) => {
    const look = seriesLook(theme, i);
    return groups.length > theme.series.length ? look : { ...look, dash: null };
  });
  const highlighted = lines.some((s) => s.highlight);
  const colourOf = (s: (typeof lines)[number]): string => {
    if (s.highlight) return theme.accent;
    if (s.group) return looks[groups.indexOf(s.group)]!.stroke;
    return single ? theme.ink : theme.muted;
  };
  const dashOf = (s: (typeof lines)[number]): string | null =>
    s.highlight || !s.group ? null : looks[groups.indexOf(s.group)]!.dash;
  const opacityOf = (s: (typeof lines)[number]): number => {
    if (s.highlight || single) return 1;
    if (highlighted) return 0.35;
    return lines.length > 200 ? 0.22 : lines.length > 60 ? 0.4 : lines.length > 15 ? 0.6 : 0.9;
  };
  const shown = (v: number) => Math.min(v, high);
  const ordered = [...lines].sort((a, b) => Number(a.highlight ?? false) - Number(b.highlight ?? false));
  const dots = lines.length <= 60;

  const area = plotArea(theme, {
    width,
    height,
    margin,
    x: { domain: [from, to] },
    y: { domain: [low, high] },
    marks: [
      yGrid(theme, ticks(Math.max(-100, low), high, height / 52), (v) => percentChange(v)),
      xAxis(
        theme,
        axis.ticks.map((t) => t.day),
        (d) => axis.ticks.find((t) => t.day === d)?.label ?? "",
      ),
      Plot.ruleY([0], { stroke: theme.axis }),
      references
        .filter((r) => r.percent > low && r.percent < high)
        .map((r) => Plot.ruleY([r.percent], { stroke: theme.muted, strokeDasharray: "4 3" })),
      (options.linked ? [] : ordered).map((s) => [
        Plot.line(s.values, {
          x: "day",
          y: (p: Point) => shown(p.value),
          stroke: colourOf(s),
          strokeOpacity: opacityOf(s),
          strokeWidth: s.highlight || single ? 2 : 1.1,
          ...(dashOf(s) === null ? {} : { strokeDasharray: dashOf(s)! }),
          className: "subject",
        } as Plot.LineOptions),
        dots
          ? Plot.dot(
              s.values.filter((p) => p.value <= high),
              {
                x: "day",
                y: "value",
                r: s.highlight || single ? 3 : 1.8,
                fill: colourOf(s),
                fillOpacity: opacityOf(s),
                title: (p: Point) =>
                  `${s.label ?? s.key}, ${elapsedWords(p.day, origin)}: ${percentChange(p.value, 1)}`,
              },
            )
          : null,
      ]),
    ],
  });

  const { x, y } = area;
  let over = options.linked
    ? linkedLines(theme, ordered, { x, y, cap: high, dots, origin, colourOf, dashOf, opacityOf })
    : "";
  // Beyond the cap: an arrow at the edge, with the figure where it is alone.
  for (const s of ordered)
    for (const p of s.values.filter((q) => q.value > high)) {
      const x = area.x(p.day);
      over += el("path", {
        d: `M${x.toFixed(2)} ${margin.top - 4}l4 7h-8Z`,
        fill: colourOf(s),
        "fill-opacity": Math.max(0.5, opacityOf(s)),
        class: "beyond",
      });
      if (single || s.highlight)
        over += text(x - 6, margin.top + 3, percentChange(p.value), {
          "text-anchor": "end",
          "font-size": 10,
          ...haloed(theme),
        });
    }
  // Names of the reference lines stand on them where the fewest curves pass; of equal places at the left.
  const curves = lines.flatMap(({ values }) =>
    values.slice(1).map((p, i): Segment => {
      const before = values[i]!;
      return [area.x(before.day), area.y(shown(before.value)), area.x(p.day), area.y(shown(p.value))];
    }),
  );
  // Of thousands some tell where there is room as well as all of them.
  const step = Math.ceil(curves.length / MOST_LOOKED_AT);
  const someCurves = curves.filter((_, i) => i % step === 0);
  const drawnReferences = references.filter((q) => q.percent > low && q.percent < high);
  const across = (percent: number): Segment => {
    const y = area.y(percent);
    return [margin.left, y, width - margin.right, y];
  };
  const taken: Segment[] = [];
  for (const r of drawnReferences) {
    const label = `${r.label} ${percentChange(r.percent)}`;
    const w = textWidth(label, 10);
    const [first, last] = [margin.left + 4, width - margin.right - w - 4];
    const at = (x: number, below: boolean) => labelAt(x, area.y(r.percent) + (below ? 12 : -5), w);
    const along = Array.from({ length: 25 }, (_, i) => first + (Math.max(0, last - first) * i) / 24);
    const own = at(first, r.percent < 0);
    const place = clearest(
      [own, ...along.flatMap((x) => [at(x, r.percent < 0), at(x, r.percent >= 0)])],
      [...someCurves, ...drawnReferences.filter((q) => q !== r).map((q) => across(q.percent)), across(0), ...taken],
    );
    taken.push(middleOf(place.box));
    over += text(place.x, place.y, label, { "font-size": 10, fill: theme.muted, class: "reference", ...haloed(theme) });
  }
  if (single) over += nadirMarks(lines[0]!, options.progressionPercent);
  else if (labelled.length > 0) {
    const ends = labelled.map((s) => s.values.at(-1)!);
    const ys = spread(
      ends.map((p) => area.y(shown(p.value))),
      12.5,
      margin.top,
      height - margin.bottom - 4,
    );
    labelled.forEach((s, i) => {
      const x = area.x(ends[i]!.day);
      const y0 = area.y(shown(ends[i]!.value));
      const at = width - margin.right + 8;
      if (at - x > 14 || Math.abs(ys[i]! - y0) > 3)
        over += line(x + 4, y0, at - 3, ys[i]!, { stroke: colourOf(s), "stroke-opacity": 0.35, "stroke-width": 0.75 });
      over += text(at, ys[i]! + 3.5, fitted(s.label ?? s.key, labelRoom - 10, 10), {
        "font-size": 10,
        fill: colourOf(s),
        "font-weight": s.highlight ? 600 : null,
      });
    });
  }

  const items: LegendItem[] = groups.map((g, i) => ({
    label: `${g} (${lines.filter((s) => s.group === g).length})`,
    draw: (x, y) =>
      line(x - 8, y, x + 7, y, {
        ...{ stroke: looks[i]!.stroke, "stroke-width": 2.5, "stroke-dasharray": looks[i]!.dash, class: "curve-key" },
      }),
  }));
  const beyond = lines.filter((s) => s.values.some((p) => p.value > high)).length;
  const key = legend(items, width - margin.left, theme.muted);
  const note =
    beyond > 0 && !single
      ? `Values above ${percentChange(Math.floor(high))} are drawn at the edge (${beyond} ${beyond === 1 ? "subject" : "subjects"}).`
      : "";
  const axisName = text(width - margin.right, height - 8, `${axis.unit} from ${origin}`, {
    "text-anchor": "end",
    fill: theme.muted,
  });
  const yName = text(0, -4, `Change in ${measure} from baseline`, { fill: theme.muted });
  const noteAt = 20 + height + key.height + (key.height > 0 ? 8 : 0);
  return svgDocument(
    {
      width,
      height: noteAt + (note ? 16 : 0),
      description: describeSpider(
        lines.map((s) => s.values),
        measure,
      ),
    },
    options,
    el("g", { transform: "translate(0 16)" }, yName, area.svg, over, axisName) +
      (key.height > 0 ? el("g", { transform: `translate(${margin.left} ${20 + height})` }, key.svg) : "") +
      (note ? text(margin.left, noteAt + 8, note, { fill: theme.muted, "font-size": 10 }) : ""),
  );

  function nadirMarks({ values, points }: (typeof lines)[number], progression: number | null): string {
    const after = values.filter((p) => p.day >= 0);
    const course = after.length > 0 ? after : values;
    const last = course.at(-1)!;
    // Baseline itself (0 %) is the nadir until something is lower.
    const nadir = course.reduce((m, p) => (p.value < m.value ? p : m), { key: "", day: 0, value: 0 });
    let out = "";
    // A later visit without a value: the end of the line is the last that is known, not how it stands now.
    const isLastKnown = points.some((p) => p.changePercent === null && p.day > last.day);
    const figures = [
      { label: percentChange(last.value), at: area.y(shown(last.value)), weight: 600, size: 12, fill: theme.ink },
      ...(isLastKnown
        ? [{ label: "last known", at: area.y(shown(last.value)) + 1, weight: 400, size: 10, fill: theme.muted }]
        : []),
    ];
    if (nadir.value < 0) {
      out += el("circle", {
        cx: area.x(nadir.day),
        cy: area.y(nadir.value),
        r: 5.5,
        fill: theme.surface,
        stroke: theme.accent,
        "stroke-width": 2,
        class: "nadir",
      });
      const label = `${nadir === last ? "new lowest" : "nadir"} ${percentChange(nadir.value)}`;
      const threshold = progression === null ? null : (1 + nadir.value / 100) * (1 + progression / 100) * 100 - 100;
      const w = textWidth(label, 10);
      const within = (x: number) => Math.min(width - margin.right - w, Math.max(margin.left, x));
      const [x, y] = [area.x(nadir.day), area.y(nadir.value)];
      const beneath = [19, 32, 45].filter((by) => y + by < height - margin.bottom).map((by) => y + by);
      const above = [-12, -25, -38].filter((by) => y + by > margin.top + 9).map((by) => y + by);
      const rows = [...beneath, ...above];
      const place = clearest(
        [
          labelAt(within(x - w / 2), rows[0] ?? y - 12, w),
          ...rows.flatMap((row) => [x - w / 2, x - w - 10, x + 10].map((left) => labelAt(within(left), row, w))),
          ...[x - w - 10, x + 10].map((left) => labelAt(within(left), y + 4, w)),
        ],
        [
          ...curves,
          ...drawnReferences.map((r) => across(r.percent)),
          across(0),
          ...(threshold === null ? [] : [across(threshold)]),
          ...taken,
        ],
      );
      out += text(place.x, place.y, label, {
        "font-size": 10,
        fill: theme.accent,
        class: "nadir-name",
        ...haloed(theme),
      });
      if (threshold !== null && threshold < high && nadir.day < to) {
        const ty = area.y(threshold);
        out += line(area.x(nadir.day), ty, width - margin.right, ty, {
          stroke: theme.tone.progression,
          "stroke-dasharray": "2 2",
        });
        figures.push({ label: `nadir +${progression} %`, at: ty, weight: 400, size: 10, fill: theme.tone.progression });
      }
    }
    const ys = spread(
      figures.map((f) => f.at),
      14,
      margin.top,
      height - margin.bottom - 2,
    );
    return (
      out +
      figures
        .map((f, i) =>
          text(width - margin.right + 8, ys[i]! + 4, f.label, {
            "font-size": f.size,
            "font-weight": f.weight,
            fill: f.fill,
          }),
        )
        .join("")
    );
  }
}

/** A label of `w` px that begins at x on the line of writing y, with the room that it takes. */
const labelAt = (x: number, y: number, w: number) => ({
  ...{ x, y, box: { left: x - 2, right: x + w + 2, top: y - 9, bottom: y + 3 } },
});

/** What stands for a label that was placed, where others are placed after it. */
const middleOf = ({ left, right, top, bottom }: Box): Segment => [left, (top + bottom) / 2, right, (top + bottom) / 2];

function describeSpider(lines: readonly (readonly Point[])[], measure: string): string {
  const best = lines.map((v) => Math.min(0, ...v.map((p) => p.value)));
  const lowest = Math.min(...best);
  return `Change in ${measure} from baseline over time for ${lines.length} ${lines.length === 1 ? "subject" : "subjects"}; deepest ${percentChange(lowest)}, ${best.filter((b) => b <= -30).length} reach −30 %.`;
}
