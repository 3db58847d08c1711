import { emptyChart } from "./empty-state.ts";
import { figure, significant } from "./numerals.ts";
import type { ChartOptions } from "./options.ts";
import { el, px, svgDocument, text, tip } from "./svg.ts";
import { fitted, fittedEnd, textWidth } from "./text-width.ts";
import { themeOf } from "./theme.ts";

export interface AssociationCell {
  /** -1 … 1 (a correlation), or 0 … 1 where there is no direction; null where no test was possible. */
  readonly effect: number | null;
  /** p adjusted for all tests; null where no test was possible. */
  readonly q: number | null;
  readonly n: number;
  /** Found again in other subjects. */
  readonly replicated?: boolean;
}

export interface AssociationHeatMap {
  readonly rows: readonly string[];
  readonly columns: readonly string[];
  /** One list a row, one cell a column. */
  readonly cells: readonly (readonly AssociationCell[])[];
  /** Largest q that counts as found. */
  readonly level: number;
}

const CELL = 18;
const HEAD = 110;

/**
 * Associations as coloured cells: blue for a positive, orange for a negative effect, stronger with its size; a dot where it
 * is found at the level, a ring where it was found again in other subjects. What could not be tested is crossed out.
 */
export function associationHeatMap(map: AssociationHeatMap, options: ChartOptions = {}): string {
  const theme = themeOf(options.theme);
  const { rows, columns, cells, level } = map;
  if (rows.length === 0 || columns.length === 0)
    return emptyChart(options, {
      width: options.width ?? 480,
      height: 160,
      what: "No associations to show",
      hint: "Rows are features and columns molecular targets; they appear once both are known of the same subjects.",
    });
  const names = Math.min(260, 8 + Math.max(...rows.map((r) => textWidth(r, 10.5))));
  const width = options.width ?? Math.max(420, names + columns.length * CELL + HEAD * 0.6);
  const cellAt = (r: number, c: number): string => {
    const { effect, q, n, replicated } = cells[r]![c]!;
    const [x, y] = [names + c * CELL, HEAD + r * CELL];
    const what = `${rows[r]} and ${columns[c]}`;
    if (effect === null || q === null)
      return el(
        "g",
        {},
        tip(`${what}: not tested (${n} subjects)`),
        el("rect", { x: x + 0.5, y: y + 0.5, width: CELL - 1, height: CELL - 1, fill: theme.band }),
        el("path", { d: `M${px(x + 5)} ${px(y + 5)}L${px(x + CELL - 5)} ${px(y + CELL - 5)}`, stroke: theme.faint }),
      );
    const found = q <= level;
    const [cx, cy] = [x + CELL / 2, y + CELL / 2];
    return el(
      "g",
      {},
      tip(
        `${what}: effect ${figure(effect, 2)}, q ${significant(q)}, ${n} subjects${found ? (replicated ? "; found, and found again" : "; found") : ""}`,
      ),
      el("rect", { x: x + 0.5, y: y + 0.5, width: CELL - 1, height: CELL - 1, fill: theme.band }),
      el("rect", {
        x: x + 0.5,
        y: y + 0.5,
        width: CELL - 1,
        height: CELL - 1,
        fill: effect >= 0 ? theme.tone.response : theme.tone.progression,
        "fill-opacity": Math.round(Math.min(1, Math.abs(effect)) * 85) / 100,
      }),
      found && el("circle", { cx, cy, r: 2.2, fill: theme.ink }),
      found && replicated && el("circle", { cx, cy, r: 5, fill: "none", stroke: theme.ink, "stroke-width": 1.2 }),
    );
  };
  const heads = columns.map((name, c) => {
    const x = names + c * CELL + CELL / 2 + 4;
    return el(
      "g",
      { transform: `translate(${px(x)} ${px(HEAD - 6)}) rotate(-60)` },
      tip(name),
      text(0, 0, fitted(name, HEAD - 8, 10.5), { "font-size": 10.5 }),
    );
  });
  const labels = rows.map((name, r) =>
    text(names - 6, HEAD + r * CELL + CELL / 2 + 4, fittedEnd(name, names - 8, 10.5), {
      "text-anchor": "end",
      "font-size": 10.5,
    }),
  );
  const bottom = HEAD + rows.length * CELL;
  const all = cells.flat();
  const found = all.filter((c) => c.q !== null && c.q <= level).length;
  return svgDocument(
    {
      width,
      height: bottom + 44,
      description: `Associations of ${rows.length} features with ${columns.length} targets: ${found} of ${all.length} shown have q of at most ${level}.`,
    },
    options,
    [...heads, ...labels, ...rows.flatMap((_, r) => columns.map((_, c) => cellAt(r, c))), key()].join(""),
  );

  function key(): string {
    const y = bottom + 22;
    const swatch = (x: number, fill: string): string =>
      el("rect", { x, y: y - 9, width: 12, height: 12, fill, "fill-opacity": 0.7 });
    const words = { fill: theme.muted, "font-size": 10.5 };
    return (
      swatch(0, theme.tone.response) +
      text(16, y, "positive", words) +
      swatch(70, theme.tone.progression) +
      text(86, y, "negative", words) +
      el("circle", { cx: 148, cy: y - 4, r: 2.2, fill: theme.ink }) +
      text(156, y, `q ≤ ${level}`, words) +
      el("circle", { cx: 214, cy: y - 4, r: 2.2, fill: theme.ink }) +
      el("circle", { cx: 214, cy: y - 4, r: 5, fill: "none", stroke: theme.ink, "stroke-width": 1.2 }) +
      text(224, y, "found again in other subjects", words)
    );
  }
}
