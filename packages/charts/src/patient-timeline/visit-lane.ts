import { keepApart } from "../placement.ts";
import { el, line, text, tip } from "../svg.ts";
import { textWidth } from "../text-width.ts";
import type { Lane, TimelineFrame } from "./lane.ts";
import type { TimelineVisit } from "./timeline-data.ts";

/** Visits as ticks: imaging long and dark, others short; what is due is dashed, what was missed is crossed. */
export function visitLane(frame: TimelineFrame, visits: readonly TimelineVisit[]): Lane {
  const { theme } = frame;
  const sorted = [...visits].sort((a, b) => a.day - b.day);
  const boxes = sorted.map((v, i) => {
    const w = textWidth(v.label, 10);
    const middle = Math.max(frame.left + w / 2, Math.min(frame.width - w / 2, frame.x(v.day)));
    const first = i === 0 || i === sorted.length - 1 ? 1 : 0;
    return {
      from: middle - w / 2,
      to: middle + w / 2,
      middle,
      priority: (v.imaging ? 2 : 0) + (v.state && v.state !== "done" ? 3 : 0) + first,
    };
  });
  const kept = keepApart(boxes, 5);
  return {
    name: "Visits",
    height: 30,
    nameAt: 13,
    draw: (y) =>
      sorted
        .map((v, i) => {
          const x = frame.x(v.day);
          const state = v.state ?? "done";
          const tooltip = tip(
            `${v.label}: ${frame.tell(v.day)}${v.imaging ? ", imaging" : ""}${state === "done" ? "" : `, ${state}`}`,
          );
          const sign =
            state === "missed"
              ? el(
                  "g",
                  { class: "visit" },
                  line(x - 3.5, y + 5, x + 3.5, y + 12, { stroke: theme.tone.progression, "stroke-width": 1.5 }),
                  line(x + 3.5, y + 5, x - 3.5, y + 12, { stroke: theme.tone.progression, "stroke-width": 1.5 }),
                  tooltip,
                )
              : state === "due"
                ? el(
                    "circle",
                    {
                      cx: x,
                      cy: y + 9,
                      r: 4,
                      fill: "none",
                      stroke: theme.ink,
                      "stroke-dasharray": "2 2",
                      class: "visit",
                    },
                    tooltip,
                  )
                : el(
                    "rect",
                    {
                      x: x - (v.imaging ? 1.25 : 0.75),
                      y: y + (v.imaging ? 2 : 6),
                      width: v.imaging ? 2.5 : 1.5,
                      height: v.imaging ? 13 : 9,
                      fill: v.imaging ? theme.ink : theme.muted,
                      class: "visit",
                    },
                    tooltip,
                  );
          const label = kept[i]
            ? text(boxes[i]!.middle, y + 26, state === "done" ? v.label : v.label, {
                "text-anchor": "middle",
                "font-size": 10,
                fill: state === "done" ? theme.muted : theme.ink,
                "font-weight": state === "done" ? null : 600,
              })
            : "";
          return sign + label;
        })
        .join(""),
  };
}
