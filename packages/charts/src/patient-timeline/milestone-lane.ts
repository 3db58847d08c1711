import { packRows } from "../placement.ts";
import { mark, type Shape } from "../response-mark.ts";
import { el, line, text, tip } from "../svg.ts";
import { textWidth, wrap } from "../text-width.ts";
import type { Lane, TimelineFrame } from "./lane.ts";
import type { TimelineMilestone } from "./timeline-data.ts";

const LINE = 12;

const shapes: Readonly<Record<TimelineMilestone["kind"], Shape>> = {
  death: "cross",
  lastContact: "bar",
  progression: "triangleUp",
  flag: "diamond",
  other: "circle",
};

/** Turning points with their words written out: progression, flags raised, death, last contact. */
export function milestoneLane(frame: TimelineFrame, milestones: readonly TimelineMilestone[]): Lane {
  const { theme } = frame;
  const colour = (kind: TimelineMilestone["kind"]) =>
    kind === "progression" ? theme.tone.progression : kind === "flag" ? theme.tone.pending : theme.ink;
  const placed = [...milestones]
    .sort((a, b) => a.day - b.day)
    .map((m) => {
      const x = frame.x(m.day);
      const toRight = frame.width - x - 9;
      const toLeft = x - 9 - frame.left;
      const right = textWidth(m.label, 10, true) <= toRight || toRight >= toLeft;
      // Where one line does not fit, the words break; none is cut off.
      const lines = wrap(m.label, right ? toRight : toLeft, 10, true);
      const w = Math.max(...lines.map((l) => textWidth(l, 10, true)));
      return { m, x, lines, right, from: right ? x - 6 : x - 9 - w, to: right ? x + 9 + w : x + 6 };
    });
  const rows = packRows(placed, 8);
  const heights = Array.from({ length: Math.max(...rows) + 1 }, (_, r) =>
    Math.max(...placed.filter((_, i) => rows[i] === r).map((p) => p.lines.length * LINE + 5)),
  );
  const tops = heights.map((_, r) => heights.slice(0, r).reduce((s, h) => s + h, 0));
  return {
    name: "Course",
    height: heights.reduce((s, h) => s + h, 0) + 4,
    nameAt: 14,
    draw: (top) =>
      placed
        .map((p, i) => {
          const y = top + 10 + tops[rows[i]!]!;
          return el(
            "g",
            { class: "milestone" },
            mark(shapes[p.m.kind], p.x, y, 10, {
              colour: colour(p.m.kind),
              filled: p.m.kind !== "flag",
              surface: theme.surface,
            }),
            ...p.lines.map((l, k) =>
              text(p.right ? p.x + 9 : p.x - 9, y + 3.7 + k * LINE, l, {
                "text-anchor": p.right ? null : "end",
                "font-size": 10,
                "font-weight": 600,
              }),
            ),
            tip(`${p.m.label}: ${frame.tell(p.m.day)}`),
          );
        })
        .join(""),
  };
}

/** Death ends the course: a line through every lane. */
export function endLines(
  frame: TimelineFrame,
  milestones: readonly TimelineMilestone[],
  top: number,
  bottom: number,
): string {
  return milestones
    .filter((m) => m.kind === "death")
    .map((m) => line(frame.x(m.day), top, frame.x(m.day), bottom, { stroke: frame.theme.ink, "stroke-width": 1 }))
    .join("");
}
