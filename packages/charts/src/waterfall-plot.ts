import { emptyChart } from "./empty-state.ts";
import { legend } from "./legend.ts";
import { percentChange, ticks } from "./numerals.ts";
import type { ChartOptions } from "./options.ts";
import { Plot, plotArea, yGrid } from "./plot-area.ts";
import { responseLegend } from "./response-legend.ts";
import { responseMark, responseStyle } from "./response-mark.ts";
import { el, haloed, subjectOf, svgDocument, text, tip } from "./svg.ts";
import { textWidth, wrap } from "./text-width.ts";
import { themeOf } from "./theme.ts";

export interface WaterfallBar {
  readonly key: string;
  readonly label?: string;
  /** Best (lowest) change from baseline up to progression, in percent. */
  readonly changePercent: number;
  /** Best overall response; gives colour and sign. */
  readonly category?: string;
  readonly highlight?: boolean;
}

export interface WaterfallOptions extends ChartOptions {
  readonly height?: number;
  /** What the criterion in force adds up, e.g. "sum of diameters". */
  readonly measure: string;
  /** The criterion's thresholds, signed: what falls to a negative one is a response. */
  readonly references: readonly { readonly percent: number; readonly label: string }[];
  /** Bars above are cut, with their figure; default 100. */
  readonly cap?: number;
  /** Subjects without a measurement between baseline and progression: named beneath, so that nobody drops out unseen. */
  readonly without?: readonly string[];
}

/** Best change of each subject, largest growth left, deepest shrinkage right. */
export function waterfallPlot(bars: readonly WaterfallBar[], options: WaterfallOptions): string {
  const theme = themeOf(options.theme);
  const width = options.width ?? 720;
  const height = options.height ?? Math.round(Math.max(240, Math.min(380, width * 0.45)));
  const { measure, references } = options;
  if (bars.length === 0)
    return emptyChart(options, {
      width,
      height: Math.min(height, 200),
      what: "No best change yet",
      hint: "A bar appears for each subject with a baseline and at least one follow-up measurement.",
    });
  const cap = options.cap ?? 100;
  const sorted = [...bars].sort((a, b) => b.changePercent - a.changePercent || (a.key < b.key ? -1 : 1));
  const high = Math.min(cap, Math.max(30, ...bars.map((b) => b.changePercent))) + 10;
  const lowest = Math.min(-40, ...bars.map((b) => b.changePercent));
  const low = Math.max(-110, lowest - 10);
  const margin = { top: 14, right: 12, bottom: 12, left: 52 };
  const slot = (width - margin.left - margin.right) / sorted.length;
  const gap = slot > 12 ? 3 : slot > 5 ? 1 : 0;
  const cutLabel = (v: number) => (textWidth(percentChange(v), 10) + 3 < slot ? percentChange(v) : "");
  const signed = slot >= 11;
  const colour = (b: WaterfallBar) =>
    b.category ? theme.tone[responseStyle(b.category).tone] : b.highlight ? theme.accent : theme.muted;
  const shown = (v: number) => Math.min(v, cap);

  const area = plotArea(theme, {
    width,
    height,
    margin,
    x: { domain: [0, sorted.length] },
    y: { domain: [low, high] },
    marks: [
      yGrid(theme, ticks(Math.max(-100, low), Math.min(cap, high), height / 52), (v) => percentChange(v)),
      Plot.ruleY([0], { stroke: theme.axis }),
      references
        .filter((r) => r.percent > low && r.percent < high)
        .map((r) => Plot.ruleY([r.percent], { stroke: theme.muted, strokeDasharray: "4 3" })),
    ],
  });
  // Bars thinner than a pixel can be told apart by nobody: those of one look are drawn as one shape.
  const merged = slot < 1 && !options.linked;
  let drawn = merged ? silhouettes(sorted, { area, slot, shown, colour }) : "";
  sorted.forEach((b, i) => {
    if (merged && !b.highlight) return;
    const x0 = area.x(i) + gap / 2;
    const w = Math.max(0.5, slot - gap);
    const zero = area.y(0);
    const end = area.y(shown(b.changePercent));
    const up = b.changePercent > 0;
    const words = `${b.label ?? b.key}: ${percentChange(b.changePercent, 1)}${b.category ? `, ${b.category} ${responseStyle(b.category).words}` : ""}`;
    drawn += el(
      "rect",
      {
        x: x0,
        y: Math.min(zero, end),
        width: w,
        // A change of exactly 0 keeps a hairline, so that the subject is seen.
        height: Math.max(1, Math.abs(end - zero)),
        fill: colour(b),
        "fill-opacity": b.highlight === false ? 0.5 : 0.9,
        class: "bar",
        ...subjectOf(options, b.key),
      },
      tip(words),
    );
    if (b.highlight)
      drawn += el("rect", {
        x: x0 - 1,
        y: Math.min(zero, end) - 1,
        width: w + 2,
        height: Math.abs(end - zero) + 2,
        fill: "none",
        stroke: theme.ink,
        "stroke-width": 1.5,
      });
    if (b.changePercent > cap) {
      // Cut bars carry a break and their true figure.
      if (slot > 8)
        drawn += el("path", {
          d: `M${(x0 - 1).toFixed(2)} ${(end + 8).toFixed(2)}l${(w + 2).toFixed(2)} -4v3l${(-w - 2).toFixed(2)} 4Z`,
          fill: theme.surface,
        });
      if (cutLabel(b.changePercent))
        drawn += text(x0 + w / 2, end - 4, cutLabel(b.changePercent), {
          "text-anchor": "middle",
          "font-size": 10,
          ...haloed(theme),
        });
    }
    if (b.category && signed && !(b.changePercent > cap))
      drawn += responseMark(theme, b.category, {
        x: x0 + w / 2,
        y: up ? end - 7 : end + 7,
        size: Math.min(8, slot - 4),
      });
  });
  const barAt = (i: number) => {
    const [zero, end] = [area.y(0), area.y(shown(sorted[i]!.changePercent))];
    return { top: Math.min(zero, end), bottom: Math.max(zero, end) };
  };
  for (const r of references.filter((q) => q.percent > low && q.percent < high)) {
    const label = `${r.label} ${percentChange(r.percent)}`;
    const w = textWidth(label, 10);
    const y = area.y(r.percent) + (r.percent > 0 ? -5 : 12);
    const isFree = (left: number) => {
      const [from, to] = [(left - margin.left) / slot, (left + w - margin.left) / slot];
      return sorted.every((_, i) => {
        const bar = barAt(i);
        return i + 1 <= from || i >= to || bar.bottom <= y - 9 || bar.top >= y + 3;
      });
    };
    // Growth stands at the left, shrinkage at the right; the names of the lines at the other end, or where no bar is.
    const ends = [margin.left + 4, width - margin.right - w];
    const sides = r.percent > 0 ? [ends[1]!, ends[0]!] : [ends[0]!, ends[1]!];
    const free = sides.find(isFree);
    const x = free ?? sides[0]!;
    // Where bars are everywhere it gets a ground of its own.
    if (free === undefined)
      drawn += el("rect", {
        ...{ x: x - 3, y: y - 10, width: w + 6, height: 14, rx: 2 },
        ...{ fill: theme.surface, class: "name-ground" },
      });
    drawn += text(x, y, label, { "font-size": 10, fill: theme.muted, ...haloed(theme) });
  }
  const key = legend(
    responseLegend(
      theme,
      sorted.flatMap((b) => (b.category ? [{ category: b.category }] : [])),
    ),
    width - margin.left,
    theme.muted,
  );
  const cut = sorted.filter((b) => b.changePercent > cap);
  const note = cut.some((b) => !cutLabel(b.changePercent))
    ? `Bars are cut at ${percentChange(cap)} (${cut.length} ${cut.length === 1 ? "subject" : "subjects"}, up to ${percentChange(cut[0]!.changePercent)}).`
    : "";
  const notes = [...(note ? [note] : []), ...withoutNote(options.without ?? [], width - margin.left)];
  const name = wrap(
    `Best change in ${measure} from baseline until progression, ${sorted.length} ${sorted.length === 1 ? "subject" : "subjects"}`,
    width,
    11,
  );
  const top = 16 + 14 * (name.length - 1);
  const below = top + 4 + height;
  const noteAt = below + key.height + (key.height > 0 ? 8 : 0);
  const shrunk = references
    .filter(({ percent }) => percent < 0)
    .map(
      ({ percent }) =>
        `; ${sorted.filter((b) => b.changePercent <= percent).length} shrank by ${Math.abs(percent)} % or more`,
    )
    .join("");
  return svgDocument(
    {
      width,
      height: noteAt + 16 * notes.length,
      description: `Best change in ${measure} of ${sorted.length} ${sorted.length === 1 ? "subject" : "subjects"} until progression, from ${percentChange(sorted[0]!.changePercent)} to ${percentChange(sorted.at(-1)!.changePercent)}${shrunk}.`,
    },
    options,
    el(
      "g",
      { transform: `translate(0 ${top})` },
      ...name.map((l, i) => text(0, -4 - 14 * (name.length - 1 - i), l, { fill: theme.muted })),
      area.svg,
      drawn,
    ) +
      (key.height > 0 ? el("g", { transform: `translate(${margin.left} ${below})` }, key.svg) : "") +
      notes.map((n, i) => text(margin.left, noteAt + 8 + 16 * i, n, { fill: theme.muted, "font-size": 10 })).join(""),
  );
}

interface Drawing {
  readonly area: { readonly x: (i: number) => number; readonly y: (percent: number) => number };
  readonly slot: number;
  readonly shown: (percent: number) => number;
  readonly colour: (bar: WaterfallBar) => string;
}

/** The bars of each colour as one path, in tenths of a pixel; neighbours of one colour are one outline. */
function silhouettes(bars: readonly WaterfallBar[], { area, slot, shown, colour }: Drawing): string {
  const zero = area.y(0).toFixed(1);
  const paths = new Map<string, string>();
  const endOf = (bar: WaterfallBar): string => {
    const reach = area.y(shown(bar.changePercent)) - area.y(0);
    return (area.y(0) + (Math.abs(reach) < 1 ? 1 : reach)).toFixed(1);
  };
  for (let from = 0; from < bars.length; ) {
    const fill = colour(bars[from]!);
    let outline = `M${area.x(from).toFixed(1)} ${zero}`;
    let to = from;
    while (to < bars.length && colour(bars[to]!) === fill) {
      const [first, end] = [to, endOf(bars[to]!)];
      while (to < bars.length && colour(bars[to]!) === fill && endOf(bars[to]!) === end) to++;
      const right = Math.max(area.x(first) + 0.5, area.x(first) + (to - first) * slot);
      outline += `V${end}H${right.toFixed(1)}`;
    }
    paths.set(fill, `${paths.get(fill) ?? ""}${outline}V${zero}`);
    from = to;
  }
  return [...paths].map(([fill, d]) => el("path", { d, fill, "fill-opacity": 0.9, class: "bars" })).join("");
}

const MOST_NAMED = 30;

/** How many have no bar and who they are; of many the first names and how many more. */
function withoutNote(keys: readonly string[], width: number): string[] {
  if (keys.length === 0) return [];
  const more = keys.length > MOST_NAMED ? ` and ${keys.length - MOST_NAMED} more` : "";
  return wrap(
    `No bar, no change known until progression (${keys.length}): ${keys.slice(0, MOST_NAMED).join(", ")}${more}.`,
    width,
    10,
  );
}
