import { elapsedWords } from "./day-axis.ts";
import { percentChange } from "./numerals.ts";
import { el, pathOf, tip } from "./svg.ts";
import type { Theme } from "./theme.ts";

interface Line {
  readonly key: string;
  readonly label?: string;
  /** By day; change from baseline, per cent. */
  readonly values: readonly { readonly day: number; readonly value: number }[];
}

/**
 * The lines of a spider plot that belongs to a page: each is one group that carries its subject's key, with a broad unseen
 * line to be hit by, and a ring at its nadir where the line has points.
 */
export function linkedLines<L extends Line>(
  theme: Theme,
  lines: readonly L[],
  at: {
    readonly x: (day: number) => number;
    readonly y: (value: number) => number;
    readonly cap: number;
    readonly dots: boolean;
    readonly colourOf: (line: L) => string;
    /** What day 0 is. */
    readonly origin: string;
    /** `stroke-dasharray`; null is a full line. */
    readonly dashOf: (line: L) => string | null;
    readonly opacityOf: (line: L) => number;
  },
): string {
  return lines
    .map((subject) => {
      const { key, label = key, values } = subject;
      const colour = at.colourOf(subject);
      const opacity = at.opacityOf(subject);
      const points = values.map((p) => [at.x(p.day), at.y(Math.min(p.value, at.cap))] as const);
      const lowest = Math.min(...values.map((p) => p.value));
      const nadir = values.findIndex((p) => p.value === lowest);
      const last = values.at(-1)!;
      const d = pathOf(points);
      const marks = at.dots
        ? values.map((p, i) =>
            p.value > at.cap
              ? ""
              : el(
                  "circle",
                  {
                    cx: points[i]![0],
                    cy: points[i]![1],
                    r: i === nadir && lowest < 0 ? 3.2 : 1.8,
                    fill: i === nadir && lowest < 0 ? theme.surface : colour,
                    stroke: i === nadir && lowest < 0 ? colour : undefined,
                    "stroke-width": i === nadir && lowest < 0 ? 1.5 : undefined,
                    class: i === nadir && lowest < 0 ? "nadir" : "point",
                  },
                  tip(
                    `${label}, ${elapsedWords(p.day, at.origin)}: ${percentChange(p.value, 1)}${i === nadir && lowest < 0 ? ", nadir" : ""}`,
                  ),
                ),
          )
        : [];
      return el(
        "g",
        { class: "subject", opacity, "data-subject": key },
        tip(
          `${label}: nadir ${percentChange(lowest, 1)}, last ${percentChange(last.value, 1)}, ${elapsedWords(last.day, at.origin)}`,
        ),
        el("path", { d, fill: "none", stroke: colour, "stroke-width": 8, "stroke-opacity": 0 }),
        el("path", { d, fill: "none", stroke: colour, "stroke-width": 1.2, "stroke-dasharray": at.dashOf(subject) }),
        ...marks,
      );
    })
    .join("");
}
