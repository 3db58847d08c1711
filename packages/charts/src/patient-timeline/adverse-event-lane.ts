import { packRows } from "../placement.ts";
import { el, text, tip } from "../svg.ts";
import { fitted, textWidth } from "../text-width.ts";
import type { Lane, TimelineFrame } from "./lane.ts";
import type { TimelineAdverseEvent } from "./timeline-data.ts";

const ROW = 19;
const BOX = 14;

/** CTCAE events: the grade as a figure in a box, the duration as a bar, the term beside; packed into few rows. */
export function adverseEventLane(frame: TimelineFrame, events: readonly TimelineAdverseEvent[]): Lane {
  const { theme } = frame;
  const placed = [...events]
    .sort((a, b) => a.from - b.from || b.grade - a.grade)
    .map((e) => {
      const term = e.immuneRelated ? `${e.term} (immune-related)` : e.term;
      const start = frame.x(e.from);
      const end = Math.max(start + BOX, e.to === null ? frame.right : frame.x(e.to));
      const label = fitted(term, frame.width - frame.left - BOX - 8, 10);
      const w = textWidth(label, 10);
      // Beside the box on the bar; where the page ends, left of it.
      const leftOf = start + BOX + 5 + w > frame.width && start - 5 - w >= frame.left;
      const shift = !leftOf && start + BOX + 5 + w > frame.width ? frame.width - w - BOX - 5 - start : 0;
      const x = start + Math.min(0, shift);
      const labelAt = leftOf ? start - 5 : x + BOX + 5;
      return {
        e,
        term,
        label,
        x,
        start,
        end,
        leftOf,
        labelAt,
        from: leftOf ? labelAt - w : x,
        to: leftOf ? end : Math.max(end, labelAt + w),
      };
    });
  const rows = packRows(placed, 8);
  const count = Math.max(...rows) + 1;
  return {
    name: "Adverse events",
    detail: "CTCAE grade",
    height: count * ROW + 6,
    nameAt: 15,
    draw: (top) =>
      placed
        .map((p, i) => {
          const y = top + 3 + rows[i]! * ROW;
          const { grade } = p.e;
          const severe = grade >= 4;
          const fill = severe ? theme.tone.progression : grade === 3 ? theme.tone.pending : theme.surface;
          const edge = severe ? theme.tone.progression : grade === 3 ? theme.tone.pending : theme.muted;
          const onFill =
            grade >= 3 ? (theme.name === "dark" ? "#0b1318" : grade === 3 ? "#000000" : "#ffffff") : theme.ink;
          return el(
            "g",
            { class: "adverse-event" },
            p.end > p.start + BOX &&
              el("rect", {
                x: p.start,
                y: y + BOX - 2.5,
                width: p.end - p.start,
                height: 2.5,
                fill: edge,
                "fill-opacity": 0.55,
              }),
            el("rect", { x: p.x + 0.5, y: y + 0.5, width: BOX - 1, height: BOX - 1, rx: 2, fill, stroke: edge }),
            text(p.x + BOX / 2, y + 10.8, String(grade), {
              "text-anchor": "middle",
              "font-size": 10,
              "font-weight": 700,
              fill: onFill,
            }),
            text(p.labelAt, y + 10, p.label, { "font-size": 10, "text-anchor": p.leftOf ? "end" : null }),
            tip(
              `${p.term}, grade ${grade}: ${frame.tell(p.e.from)} ${p.e.to === null ? "and ongoing" : `to ${frame.tell(p.e.to)}`}`,
            ),
          );
        })
        .join(""),
  };
}
