import { emptyChart } from "./empty-state.ts";
import { significant } from "./numerals.ts";
import type { ChartOptions } from "./options.ts";
import { el, line, svgDocument, text, tip } from "./svg.ts";
import { fitted, textWidth } from "./text-width.ts";
import { themeOf } from "./theme.ts";

export interface NomogramChart {
  readonly axes: readonly {
    readonly label: string;
    readonly unit: string;
    readonly marks: readonly (readonly [value: number, points: number])[];
  }[];
  readonly outcome: string;
  readonly total: readonly (readonly [points: number, probability: number])[];
}

const ROW = 46;
const TICK = 5;

/** A nomogram: points at the top, an axis for each input below, the sum of points and what it says at the bottom. */
export function nomogramChart({ axes, outcome, total }: NomogramChart, options: ChartOptions = {}): string {
  const theme = themeOf(options.theme);
  const width = options.width ?? 680;
  if (axes.length === 0)
    return emptyChart(options, {
      width,
      height: 160,
      what: "No input to draw",
      hint: "A nomogram has an axis for each input of a formula.",
    });
  const narrow = width < 520;
  const words = axes.map((a) => (a.unit === "1" ? a.label : `${a.label} [${a.unit}]`));
  const labelRoom = narrow ? 0 : Math.min(width * 0.36, 12 + Math.max(...words.map((w) => textWidth(w, 11.5)), 84));
  const [left, right] = [labelRoom + 18, width - 22];
  const most = axes.reduce((s, a) => s + Math.max(...a.marks.map(([, p]) => p)), 0);
  const point = (p: number): number => left + (p / 100) * (right - left);
  const sum = (p: number): number => left + (p / most) * (right - left);
  const round = (upTo: number, step: number): number[] =>
    Array.from({ length: Math.floor(upTo / step) + 1 }, (_, k) => k * step);
  const rows = [
    { label: "Points", at: point, marks: round(100, 10).map((p) => [p, p] as const), isInput: false },
    ...axes.map((a, i) => ({ label: words[i]!, at: point, marks: a.marks, isInput: true })),
    {
      label: "Total points",
      at: sum,
      marks: round(most, most > 300 ? 50 : most > 120 ? 20 : 10).map((p) => [p, p] as const),
      isInput: false,
    },
    { label: outcome, at: sum, marks: total.map(([p, probability]) => [probability, p] as const), isInput: false },
  ];
  const rowHeight = narrow ? ROW + 12 : ROW;
  const body = rows.map(({ label, at, marks, isInput }, i) => {
    const y = 22 + i * rowHeight + (narrow ? 12 : 0);
    const places = marks.map(([, p]) => at(p));
    const name = narrow
      ? text(0, y - 12, fitted(label, width, 11.5), {
          fill: theme.ink,
          "font-size": 11.5,
          "font-weight": isInput ? null : 600,
        })
      : text(0, y + 4, fitted(label, labelRoom, 11.5), {
          fill: theme.ink,
          "font-size": 11.5,
          "font-weight": isInput ? null : 600,
        });
    const bar =
      places.length > 1
        ? line(Math.min(...places), y, Math.max(...places), y, { stroke: theme.ink, "stroke-width": 1.2 })
        : "";
    let free = Number.NEGATIVE_INFINITY;
    const drawn = marks
      .map(([value, p]) => ({ value, p, x: at(p) }))
      .sort((a, b) => a.x - b.x)
      .map(({ value, p, x }) => {
        const label = significant(value);
        const half = textWidth(label, 10.5) / 2;
        // A number that would touch the one before it is left out; its mark stands.
        const fits = x - half > free;
        if (fits) free = x + half + 4;
        return el(
          "g",
          { class: isInput ? "input-mark" : null },
          tip(isInput ? `${value}: ${significant(p)} points` : String(value)),
          line(x, y, x, y + TICK, { stroke: theme.ink }),
          fits ? text(x, y + TICK + 12, label, { "text-anchor": "middle", fill: theme.muted, "font-size": 10.5 }) : "",
        );
      });
    return el("g", {}, name, bar, ...drawn);
  });
  const height = 22 + rows.length * rowHeight + (narrow ? 12 : 0);
  const description = `Nomogram. ${axes
    .map(
      (a, i) => `${words[i]}: ${a.marks.map(([v, p]) => `${significant(v)} has ${significant(p)} points`).join(", ")}`,
    )
    .join(". ")}. ${outcome}: ${total.map(([p, v]) => `${significant(v)} at ${significant(p)}`).join(", ")}.`;
  return svgDocument({ width, height, description }, options, body.join(""));
}
