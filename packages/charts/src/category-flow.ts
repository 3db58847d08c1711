import { emptyChart } from "./empty-state.ts";
import type { ChartOptions } from "./options.ts";
import { responseStyle } from "./response-mark.ts";
import { el, px, svgDocument, text, tip } from "./svg.ts";
import { fitted } from "./text-width.ts";
import { themeOf } from "./theme.ts";

/** A square table of counts: rows by the first criterion, columns by the second, both in the order of `categories`. */
export interface CategoryFlow {
  readonly categories: readonly string[];
  readonly table: readonly (readonly number[])[];
  readonly first: string;
  readonly second: string;
}

const BAR = 14;
const GAP = 6;

/**
 * How patients move between the categories of two criteria: a bar a category on either side, a band between them as wide
 * as its patients are many. Bands of those who change stand out; those who stay are pale.
 */
export function categoryFlow(
  { categories, table, first, second }: CategoryFlow,
  options: ChartOptions & { readonly height?: number } = {},
): string {
  const theme = themeOf(options.theme);
  const width = options.width ?? 640;
  const total = table.flat().reduce((sum, n) => sum + n, 0);
  if (total === 0)
    return emptyChart(options, {
      width,
      height: 180,
      what: "No patients to compare",
      hint: "A band appears for each pair of categories that patients have under the two criteria.",
    });
  const height = options.height ?? Math.round(Math.max(240, Math.min(380, width * 0.5)));
  const rows = categories.map((_, i) => table[i]!.reduce((sum, n) => sum + n, 0));
  const columns = categories.map((_, j) => table.reduce((sum, row) => sum + row[j]!, 0));
  const top = 34;
  const used = Math.max(rows.filter((n) => n > 0).length, columns.filter((n) => n > 0).length);
  const scale = (height - top - 10 - GAP * (used - 1)) / total;
  const label = Math.min(110, width * 0.22);
  const left = label + 8;
  const right = width - label - 8 - BAR;

  const startsOf = (sizes: readonly number[]): number[] => {
    let y = top;
    return sizes.map((n) => {
      const at = y;
      if (n > 0) y += n * scale + GAP;
      return at;
    });
  };
  const leftStarts = startsOf(rows);
  const rightStarts = startsOf(columns);
  const tone = (category: string) => theme.tone[responseStyle(category).tone];
  const leftUsed = rows.map(() => 0);
  const rightUsed = columns.map(() => 0);
  const middle = (left + BAR + right) / 2;
  const bands = categories.flatMap((from, i) =>
    categories.map((to, j) => {
      const n = table[i]![j]!;
      if (n === 0) return "";
      const a = leftStarts[i]! + leftUsed[i]! * scale;
      const b = rightStarts[j]! + rightUsed[j]! * scale;
      leftUsed[i]! += n;
      rightUsed[j]! += n;
      const thick = n * scale;
      const d = `M${px(left + BAR)} ${px(a)}C${px(middle)} ${px(a)} ${px(middle)} ${px(b)} ${px(right)} ${px(b)}L${px(right)} ${px(b + thick)}C${px(middle)} ${px(b + thick)} ${px(middle)} ${px(a + thick)} ${px(left + BAR)} ${px(a + thick)}Z`;
      const changes = i !== j;
      return el(
        "path",
        {
          d,
          fill: changes ? tone(to) : theme.axis,
          "fill-opacity": changes ? 0.75 : 0.35,
          // A single patient of a large cohort is still seen.
          stroke: changes ? tone(to) : null,
          "stroke-width": changes ? 1 : null,
          class: changes ? "changes" : "stays",
        },
        tip(`${from} by ${first}, ${to} by ${second}: ${n}`),
      );
    }),
  );
  const side = (sizes: readonly number[], starts: readonly number[], x: number, isLeft: boolean) =>
    categories
      .map((category, i) => {
        const n = sizes[i]!;
        if (n === 0) return "";
        const y = starts[i]!;
        const labelled = { fill: theme.ink, "text-anchor": isLeft ? "end" : "start", "font-size": 11 } as const;
        return (
          el(
            "rect",
            { x, y, width: BAR, height: Math.max(1, n * scale), fill: tone(category) },
            tip(`${category}: ${n}`),
          ) + text(isLeft ? x - 6 : x + BAR + 6, y + Math.max(9, (n * scale) / 2 + 4), `${category}  ${n}`, labelled)
        );
      })
      .join("");
  const heading = { "font-size": 12, "font-weight": 600, fill: theme.ink } as const;
  const half = width / 2 - 12;
  const discordant = categories.reduce((sum, _, i) => sum + rows[i]! - table[i]![i]!, 0);
  const moves = categories
    .flatMap((from, i) =>
      categories.map((to, j) => (i !== j && table[i]![j]! > 0 ? `${table[i]![j]} ${from} to ${to}` : "")),
    )
    .filter((move) => move !== "");
  return svgDocument(
    {
      width,
      height,
      description: `${total} patients by ${first} and by ${second}: ${total - discordant} in the same category, ${discordant} in another${moves.length > 0 ? ` (${moves.join(", ")})` : ""}.`,
    },
    options,
    text(4, 16, fitted(first, half, 12, true), heading) +
      text(width - 4, 16, fitted(second, half, 12, true), { ...heading, "text-anchor": "end" }) +
      // Those who stay lie below those who change.
      bands.filter((band) => band.includes('class="stays"')).join("") +
      bands.filter((band) => band.includes('class="changes"')).join("") +
      side(rows, leftStarts, left, true) +
      side(columns, rightStarts, right, false),
  );
}
