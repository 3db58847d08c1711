import { dayAxis, elapsedWords } from "./day-axis.ts";
import { emptyChart } from "./empty-state.ts";
import { type LegendItem, legend } from "./legend.ts";
import { figure } from "./numerals.ts";
import type { ChartOptions } from "./options.ts";
import { responseLegend } from "./response-legend.ts";
import { mark, responseMark, responseStyle } from "./response-mark.ts";
import { el, line, px, subjectOf, svgDocument, text, tip } from "./svg.ts";
import { fitted, textWidth } from "./text-width.ts";
import { themeOf } from "./theme.ts";

export interface SwimmerSubject {
  readonly key: string;
  readonly label?: string;
  /** Last day known. */
  readonly end: number;
  /** Alive and followed on: an arrow. */
  readonly ongoing?: boolean;
  readonly died?: boolean;
  /** Treated, off treatment, …: parts of the lane, in days. */
  readonly segments?: readonly { readonly from: number; readonly to: number; readonly kind: string }[];
  readonly responses?: readonly { readonly day: number; readonly category: string; readonly confirmed?: boolean }[];
}

export interface SwimmerOptions extends ChartOptions {
  readonly origin?: string;
  /** `longest` first (default) or as given. */
  readonly order?: "longest" | "given";
}

/** One lane a subject, longest first: treatment as bars, responses as signs, the end as death or an arrow. */
export function swimmerPlot(subjects: readonly SwimmerSubject[], options: SwimmerOptions = {}): string {
  const theme = themeOf(options.theme);
  const width = options.width ?? 720;
  const { origin = "treatment start" } = options;
  if (subjects.length === 0)
    return emptyChart(options, {
      width,
      height: 180,
      what: "No subjects to follow yet",
      hint: "A lane begins with a subject's first day of treatment.",
    });
  const sorted =
    options.order === "given" ? [...subjects] : [...subjects].sort((a, b) => b.end - a.end || (a.key < b.key ? -1 : 1));
  const lane = sorted.length > 60 ? 9 : sorted.length > 30 ? 13 : 18;
  const named = lane >= 13;
  const left = named ? Math.min(140, 10 + Math.max(...sorted.map((s) => textWidth(s.label ?? s.key, 10)))) : 10;
  const right = width - 22;
  const from = Math.min(
    0,
    ...sorted.flatMap((s) => [...(s.segments ?? []).map((g) => g.from), ...(s.responses ?? []).map((r) => r.day)]),
  );
  const to = Math.max(7, ...sorted.map((s) => s.end));
  const x = (day: number) => left + ((day - from) / (to - from)) * (right - left);
  const axis = dayAxis(from, to, Math.max(3, Math.floor((right - left) / 52)));
  const kinds = [...new Set(sorted.flatMap((s) => (s.segments ?? []).map((g) => g.kind)))];
  const fillOf = (kind: string) => {
    const i = kinds.indexOf(kind);
    return i === 0 ? theme.accentSoft : i === 1 ? theme.grid : theme.band;
  };
  const top = 8;
  const bottom = top + sorted.length * lane;
  const thick = Math.max(4, Math.min(10, lane - 5));

  const grid = axis.ticks
    .map(
      ({ day, label }) =>
        line(x(day), top - 2, x(day), bottom + 4, { stroke: theme.grid }) +
        text(x(day), bottom + 17, label, { "text-anchor": "middle", fill: theme.muted }),
    )
    .join("");
  const lanes = sorted
    .map((s, i) => {
      const y = top + i * lane + lane / 2;
      const name = named
        ? text(0, y + 3.5, fitted(s.label ?? s.key, left - 8, 10), { "font-size": 10, fill: theme.muted })
        : "";
      const track = line(x(Math.min(0, from)), y, x(s.end), y, { stroke: theme.axis, "stroke-width": 1 });
      const bars = (s.segments ?? []).map((g) =>
        el(
          "rect",
          {
            x: x(g.from),
            y: y - thick / 2,
            width: Math.max(1, x(Math.min(g.to, s.end)) - x(g.from)),
            height: thick,
            fill: fillOf(g.kind),
            stroke: kinds.indexOf(g.kind) > 0 ? theme.axis : undefined,
            class: "segment",
          },
          tip(`${s.label ?? s.key}, ${g.kind}: ${figure(g.from)} to ${figure(g.to)} days from ${origin}`),
        ),
      );
      const signs = (s.responses ?? []).map((r) =>
        responseMark(
          theme,
          r.category,
          { x: x(r.day), y, size: Math.min(9, lane - 4), confirmed: r.confirmed },
          tip(
            `${s.label ?? s.key}, ${elapsedWords(r.day, origin)}: ${r.category} (${responseStyle(r.category, r.confirmed).words})`,
          ),
        ),
      );
      const ex = x(s.end);
      const end = s.died
        ? mark("cross", ex + 5, y, 8, { colour: theme.ink, filled: true, surface: theme.surface })
        : s.ongoing
          ? el("path", {
              d: `M${px(ex)} ${px(y)}h10m-4 -3.5l4 3.5l-4 3.5`,
              fill: "none",
              stroke: theme.ink,
              "stroke-width": 1.25,
            })
          : line(ex, y - thick / 2, ex, y + thick / 2, { stroke: theme.ink, "stroke-width": 1.25 });
      const area = options.linked
        ? el("rect", { x: 0, y: y - lane / 2, width, height: lane, fill: theme.surface, "fill-opacity": 0 })
        : "";
      return el("g", { class: "swimmer", ...subjectOf(options, s.key) }, area, name, track, ...bars, ...signs, end);
    })
    .join("");

  const items: LegendItem[] = [
    ...kinds.map(
      (kind): LegendItem => ({
        label: kind,
        draw: (a, b) =>
          el("rect", { x: a - 7, y: b - 4, width: 14, height: 8, fill: fillOf(kind), stroke: theme.axis }),
      }),
    ),
    ...responseLegend(
      theme,
      sorted.flatMap((s) => s.responses ?? []),
    ),
    ...(sorted.some((s) => s.died)
      ? [
          {
            label: "death",
            draw: (a: number, b: number) =>
              mark("cross", a, b, 8, { colour: theme.ink, filled: true, surface: theme.surface }),
          },
        ]
      : []),
    ...(sorted.some((s) => s.ongoing)
      ? [
          {
            label: "followed on",
            draw: (a: number, b: number) =>
              el("path", {
                d: `M${px(a - 6)} ${px(b)}h11m-4 -3.5l4 3.5l-4 3.5`,
                fill: "none",
                stroke: theme.ink,
                "stroke-width": 1.25,
              }),
          },
        ]
      : []),
  ];
  const key = legend(items, width - left, theme.muted);
  return svgDocument(
    {
      width,
      height: bottom + 38 + (key.height > 0 ? key.height + 8 : 0),
      description: `Course of ${sorted.length} subjects from ${origin}; longest ${figure(to)} days; ${sorted.filter((s) => s.died).length} died, ${sorted.filter((s) => s.ongoing).length} followed on.`,
    },
    options,
    grid +
      lanes +
      text(right, bottom + 33, `${axis.unit} from ${origin}`, {
        "text-anchor": "end",
        fill: theme.muted,
      }) +
      (key.height > 0 ? el("g", { transform: `translate(${px(left)} ${bottom + 44})` }, key.svg) : ""),
  );
}
