import { figure } from "./numerals.ts";
import type { ChartOptions } from "./options.ts";
import { el, subjectOf, tip } from "./svg.ts";

/** Where a subject's follow-up ended, on the curve of its group. */
export interface SurvivalSubject {
  readonly key: string;
  /** Label of the group. */
  readonly group: string;
  readonly time: number;
  readonly event: boolean;
}

interface Curve {
  readonly label: string;
  readonly steps: readonly { readonly time: number; readonly survival: number }[];
}

/** One dot a subject on its group's curve: filled for an event, hollow for a censored time. */
export function subjectMarks(
  options: ChartOptions & { readonly subjects?: readonly SurvivalSubject[]; readonly unit: string },
  groups: readonly Curve[],
  at: {
    readonly x: (time: number) => number;
    readonly y: (survival: number) => number;
    readonly timeMax: number;
    readonly colour: (group: number) => string;
  },
): string {
  return (options.subjects ?? [])
    .map((s) => {
      const i = groups.findIndex(({ label }) => label === s.group);
      const step = groups[i]?.steps.find(({ time }) => time === s.time);
      if (!step || s.time > at.timeMax) return "";
      return el(
        "circle",
        {
          cx: at.x(s.time),
          cy: at.y(step.survival),
          r: 2.6,
          fill: at.colour(i),
          "fill-opacity": s.event ? 0.9 : 0.25,
          stroke: at.colour(i),
          "stroke-width": 0.75,
          class: "end",
          ...subjectOf(options, s.key),
        },
        tip(`${s.key}: ${s.event ? "event" : "censored"} at ${figure(s.time)} ${options.unit}`),
      );
    })
    .join("");
}
