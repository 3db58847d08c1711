import { keepApart } from "../placement.ts";
import { responseMark, responseStyle } from "../response-mark.ts";
import { line, text, tip } from "../svg.ts";
import { textWidth } from "../text-width.ts";
import type { Lane, TimelineFrame } from "./lane.ts";
import type { TimelineResponses } from "./timeline-data.ts";

/** One criterion: a mark at each assessment, the state carried on to the next as a faint line, the word below. */
export function responseLane(frame: TimelineFrame, responses: TimelineResponses): Lane {
  const { theme } = frame;
  const outcomes = [...responses.outcomes].sort((a, b) => a.day - b.day);
  const size = 10;
  const boxes = outcomes.map((o, i) => {
    const w = textWidth(o.category, 10, true);
    const middle = Math.max(frame.left + w / 2, frame.x(o.day));
    const changed = i === 0 || outcomes[i - 1]!.category !== o.category;
    return {
      from: middle - w / 2,
      to: middle + w / 2,
      middle,
      priority: (changed ? 2 : 0) + (i === outcomes.length - 1 ? 3 : 0),
    };
  });
  const kept = keepApart(boxes, 3);
  return {
    name: responses.criterion,
    height: 34,
    nameAt: 15,
    draw: (top) => {
      const y = top + 11;
      const carried = outcomes.map((o, i) => {
        const end = outcomes[i + 1];
        return end
          ? line(frame.x(o.day), y, frame.x(end.day), y, {
              stroke: theme.tone[responseStyle(o.category, o.confirmed).tone],
              "stroke-width": 3,
              "stroke-opacity": 0.35,
            })
          : "";
      });
      const marks = outcomes.map((o, i) => {
        const style = responseStyle(o.category, o.confirmed);
        const words = `${responses.criterion}, ${frame.tell(o.day)}: ${o.category}${style.words === o.category ? "" : ` (${style.words})`}${o.confirmed === false ? ", not confirmed" : ""}${o.reason ? `. ${o.reason}` : ""}`;
        return (
          responseMark(theme, o.category, { x: frame.x(o.day), y, size, confirmed: o.confirmed }, tip(words)) +
          (kept[i]
            ? text(boxes[i]!.middle, top + 29, o.category, {
                "text-anchor": "middle",
                "font-size": 10,
                "font-weight": 600,
              })
            : "")
        );
      });
      return carried.join("") + marks.join("");
    },
  };
}
