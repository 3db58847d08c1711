import { emptyChart } from "./empty-state.ts";
import { figure, percentChange } from "./numerals.ts";
import type { ChartOptions } from "./options.ts";
import { el, haloed, line, subjectOf, svgDocument, text, tip } from "./svg.ts";
import { cutApart, fitted, textWidth } from "./text-width.ts";
import { type Theme, type Tone, themeOf } from "./theme.ts";

/** Strength of a colour for a value whose full strength is `full`: 0 … 0.9, steps of 0.01. */
const strength = (value: number, full: number): number => Math.round(Math.min(1, Math.abs(value) / full) * 90) / 100;

/** The colours above and below zero: blue and orange (Okabe & Ito). */
type Sides = readonly [above: Tone, below: Tone];
/** As in the waterfall: what grows is orange. */
const CHANGE: Sides = ["progression", "response"];
const CORRELATION: Sides = ["response", "progression"];

/** Coloured by the side of zero on which the value lies; what has no value is crossed out. */
function cell(
  theme: Theme,
  at: { readonly x: number; readonly y: number; readonly width: number; readonly height: number },
  value: number | null,
  full: number,
  [above, below]: Sides,
): string {
  const box = { x: at.x, y: at.y, width: at.width, height: at.height };
  if (value === null)
    return (
      el("rect", { ...box, fill: theme.band }) +
      (at.width < 6
        ? ""
        : line(at.x + 2, at.y + at.height - 2, at.x + at.width - 2, at.y + 2, {
            stroke: theme.faint,
            "stroke-width": 0.75,
          }))
    );
  return (
    el("rect", { ...box, fill: theme.band }) +
    el("rect", {
      ...box,
      fill: theme.tone[value >= 0 ? above : below],
      "fill-opacity": strength(value, full),
      class: "cell",
    })
  );
}

/** The key of the colours: −full to +full. */
function scale(theme: Theme, y: number, full: number, sides: Sides, say: (value: number) => string): string {
  const swatches = [-1, -0.5, 0, 0.5, 1];
  return swatches
    .map(
      (s, i) =>
        cell(theme, { x: i * 70, y, width: 14, height: 12 }, s * full, full, sides) +
        text(i * 70 + 18, y + 10, say(s * full), { fill: theme.muted, "font-size": 10 }),
    )
    .join("");
}

export interface DeltaHeatMap {
  /** Names of the features, one a row. */
  readonly features: readonly string[];
  /** Keys of the subjects, one a column, in the order in which they are drawn. */
  readonly subjects: readonly string[];
  /** By row and column: relative change from baseline in per cent; null where there is none. */
  readonly changes: readonly (readonly (number | null)[])[];
}

/** Changes of features (rows) over subjects (columns), growth in orange: full colour at a change of 100 %. */
export function deltaHeatMap(map: DeltaHeatMap, options: ChartOptions = {}): string {
  const theme = themeOf(options.theme);
  const width = options.width ?? 720;
  const { features, subjects, changes } = map;
  const known = changes.flat().filter((v) => v !== null).length;
  if (known === 0)
    return emptyChart(options, {
      width,
      height: 160,
      what: "No changes of features yet",
      hint: "A cell appears for each subject with features at baseline and at a later scan.",
    });
  const names = Math.min(width * 0.36, 230, 8 + Math.max(...features.map((f) => textWidth(f, 10.5))));
  const step = (width - names) / subjects.length;
  const gap = step > 6 ? 1 : 0;
  const row = 16;
  const top = 6;
  const columns = subjects
    .map((key, c) =>
      el(
        "g",
        { class: "column", ...subjectOf(options, key) },
        ...features.map((feature, r) => {
          const value = changes[r]![c] ?? null;
          return el(
            "g",
            {},
            tip(`${key}, ${feature}: ${value === null ? "no value" : percentChange(value, 1)}`),
            cell(
              theme,
              { x: names + c * step, y: top + r * row, width: Math.max(0.3, step - gap), height: row - 1 },
              value,
              100,
              CHANGE,
            ),
          );
        }),
      ),
    )
    .join("");
  const bottom = top + features.length * row;
  const labels = cutApart(features, names - 8, 10.5);
  const { keys, height: keysHeight } = columnKeys(theme, subjects, { left: names, step, top: bottom + 4 });
  const below = bottom + keysHeight;
  return svgDocument(
    {
      width,
      height: below + 42,
      description: `Relative change from baseline of ${features.length} features over ${subjects.length} subjects; ${known} of ${features.length * subjects.length} cells have a value.`,
    },
    options,
    labels
      .map((label, r) => text(names - 6, top + r * row + 12, label, { "text-anchor": "end", "font-size": 10.5 }))
      .join("") +
      columns +
      keys +
      text(width, below + 14, fitted("subjects, deepest shrinkage first", width, 10), {
        "text-anchor": "end",
        fill: theme.muted,
        "font-size": 10,
      }) +
      scale(theme, below + 24, 100, CHANGE, (v) => percentChange(v)),
  );
}

/** The least width of a column whose key is legible beside the next one, px. */
const KEY_STEP = 10;
const LONGEST_KEY = 90;

/** Whose columns they are, written upwards below them; of columns too narrow for that, every second, third … is named. */
function columnKeys(
  theme: Theme,
  subjects: readonly string[],
  { left, step, top }: { readonly left: number; readonly step: number; readonly top: number },
): { readonly keys: string; readonly height: number } {
  const every = Math.ceil(KEY_STEP / step);
  const labels = cutApart(subjects, LONGEST_KEY, 10);
  const height = 6 + Math.max(...labels.map((label) => textWidth(label, 10)));
  const keys = labels.map((label, c) => {
    if (c % every !== 0) return "";
    const x = left + c * step + step / 2 + 3;
    return text(x, top, label, {
      "text-anchor": "end",
      "font-size": 10,
      fill: theme.muted,
      transform: `rotate(-90 ${x} ${top})`,
    });
  });
  return { keys: keys.join(""), height };
}

export interface CorrelationMatrix {
  readonly names: readonly string[];
  /** By row and column: rho from −1 to 1, null where there is none, and the subjects that it rests on. */
  readonly pairs: readonly (readonly { readonly rho: number | null; readonly n: number }[])[];
}

/** Rank correlations of every two variables, positive ones in blue; the figure stands in the cell where there is room, the count in its tooltip. */
export function correlationMatrix(matrix: CorrelationMatrix, options: ChartOptions = {}): string {
  const theme = themeOf(options.theme);
  const width = options.width ?? 560;
  const { names, pairs } = matrix;
  const used = pairs.some((row, r) => row.some((p, c) => r !== c && p.rho !== null));
  if (!used)
    return emptyChart(options, {
      width,
      height: 160,
      what: "No correlations yet",
      hint: "Two features known of the same three subjects are the least.",
    });
  const left = Math.min(width * 0.42, 230, 8 + Math.max(...names.map((f) => textWidth(f, 10.5)))) + 22;
  const step = Math.min(40, (width - left) / names.length);
  // Names keep their height where columns are narrow.
  const row = Math.max(12, step);
  const every = Math.ceil(15 / step);
  const top = 18;
  const label = (r: number) => names[r]!;
  const cells = names.flatMap((_, r) =>
    names.map((_, c) => {
      const { rho, n } = pairs[r]![c]!;
      const [x, y] = [left + c * step, top + r * row];
      return el(
        "g",
        {},
        tip(
          r === c
            ? `${label(r)}: ${n} subjects`
            : `${label(r)} and ${label(c)}: ${rho === null ? "not estimable" : `rho ${figure(rho, 2)}`}, ${n} subjects`,
        ),
        cell(theme, { x, y, width: step - 1, height: row - 1 }, r === c ? null : rho, 1, CORRELATION),
        step >= 24 && rho !== null && r !== c
          ? text(x + step / 2 - 0.5, y + row / 2 + 3, figure(rho, 1), {
              "text-anchor": "middle",
              "font-size": 10,
              // On any strength of colour, light or dark.
              ...haloed(theme),
              "stroke-width": 2,
            })
          : "",
      );
    }),
  );
  const heads = names.map((_, i) =>
    i % every !== 0
      ? ""
      : text(left + i * step + step / 2, top - 6, String(i + 1), {
          "text-anchor": "middle",
          "font-size": 10,
          fill: theme.muted,
        }),
  );
  const labels = cutApart(names, left - 34, 10.5);
  const rows = names.map((_, r) =>
    text(left - 6, top + r * row + row / 2 + 3, `${labels[r]}  ${r + 1}`, {
      "text-anchor": "end",
      "font-size": 10.5,
    }),
  );
  const bottom = top + names.length * row;
  const counts = pairs.flatMap((row, r) => row.filter((_, c) => c < r).map((p) => p.n));
  return svgDocument(
    {
      width,
      height: bottom + 32,
      description: `Spearman rank correlations of ${names.length} variables, on ${Math.min(...counts)} to ${Math.max(...counts)} subjects.`,
    },
    options,
    [...heads, ...rows, ...cells].join("") + scale(theme, bottom + 12, 1, CORRELATION, (v) => figure(v, 1)),
  );
}
