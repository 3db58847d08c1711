import type { ChartOptions } from "./options.ts";
import { el, svgDocument, text } from "./svg.ts";
import { wrap } from "./text-width.ts";
import { themeOf } from "./theme.ts";

/** What stands in place of a chart that has nothing to draw: a quiet frame, what is missing, and what would fill it. */
export function emptyChart(
  options: ChartOptions,
  { width, height, what, hint }: { width: number; height: number; what: string; hint: string },
): string {
  const theme = themeOf(options.theme);
  const hints = wrap(hint, Math.min(width - 48, 420), 11);
  const top = height / 2 - (hints.length * 15) / 2;
  const body =
    el("rect", {
      x: 0.5,
      y: 0.5,
      width: width - 1,
      height: height - 1,
      rx: 4,
      fill: "none",
      stroke: theme.axis,
      "stroke-dasharray": "3 4",
    }) +
    text(width / 2, top, what, { "text-anchor": "middle", "font-size": 13, "font-weight": 600, fill: theme.muted }) +
    hints
      .map((h, i) =>
        text(width / 2, top + 20 + 15 * i, h, { "text-anchor": "middle", fill: theme.muted, "font-size": 11 }),
      )
      .join("");
  return svgDocument({ width, height, description: `${what}. ${hint}` }, options, body);
}
