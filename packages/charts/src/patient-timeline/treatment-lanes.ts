import { mark } from "../response-mark.ts";
import { el, line, px, text, tip } from "../svg.ts";
import { fitted, textWidth, wrap } from "../text-width.ts";
import type { Theme } from "../theme.ts";
import type { Lane, TimelineFrame } from "./lane.ts";
import type { TimelineTreatment } from "./timeline-data.ts";

const BAR = 12;

/** One line a treatment name; courses of the same name share it. */
export function treatmentLanes(frame: TimelineFrame, treatments: readonly TimelineTreatment[]): Lane[] {
  const names = [...new Set([...treatments].sort((a, b) => a.from - b.from).map((t) => t.name))];
  return names.map((name) => {
    const courses = treatments.filter((t) => t.name === name).sort((a, b) => a.from - b.from);
    const nameRows = frame.compact ? 1 : Math.min(2, wrap(name, frame.left - 10, 11.5).length);
    return {
      name,
      nameRows,
      height: (courses.some((c) => c.doses?.length) ? 23 : 20) + (nameRows - 1) * 11,
      nameAt: 14,
      draw: (y) => courses.map((c, i) => course(frame, c, y + 4, courses[i + 1]?.from)).join(""),
    };
  });
}

function course(frame: TimelineFrame, t: TimelineTreatment, y: number, next: number | undefined): string {
  const { theme } = frame;
  const middle = y + BAR / 2;
  const tooltip = tip(
    `${t.name} (${t.kind})${t.detail ? `, ${t.detail}` : ""}: ${frame.tell(t.from)} ${t.to === null ? "and ongoing" : t.to === t.from ? "" : `to ${frame.tell(t.to)}`}`.trim(),
  );
  if (t.to !== null && t.to <= t.from) {
    const x = frame.x(t.from);
    const point = mark(
      "diamond",
      x,
      middle,
      11,
      { colour: theme.ink, filled: true, surface: theme.surface },
      { class: "treatment" },
      tooltip,
    );
    return point + besideLabel(frame, t.detail, x + 10, middle, next);
  }
  const x0 = frame.x(t.from);
  const end = t.to === null ? frame.right : frame.x(t.to);
  const x1 = Math.max(x0 + 2, end);
  const look = barLook(theme, t.kind);
  const body =
    t.to === null
      ? el(
          "path",
          {
            d: `M${px(x0)} ${px(y)}H${px(x1 - 6)}L${px(x1)} ${px(middle)}L${px(x1 - 6)} ${px(y + BAR)}H${px(x0)}Z`,
            fill: look.fill,
            stroke: look.stroke,
            class: "treatment",
          },
          tooltip,
        )
      : el(
          "rect",
          { x: x0, y, width: x1 - x0, height: BAR, rx: 1.5, fill: look.fill, stroke: look.stroke, class: "treatment" },
          tooltip,
        );
  let extra = "";
  if (t.kind === "radiotherapy")
    for (let h = x0 + 3; h < x1 - 1; h += 4)
      extra += line(h, y + 0.5, h, y + BAR - 0.5, { stroke: look.stroke ?? theme.muted });
  for (const d of t.doses ?? []) {
    const x = frame.x(d);
    if (x >= x0 && x <= x1) extra += line(x, y + BAR + 1, x, y + BAR + 4, { stroke: theme.muted, class: "dose" });
  }
  const fits = t.detail && t.kind !== "radiotherapy" && textWidth(t.detail, 10) + 10 < x1 - x0;
  const label = fits
    ? text(x0 + 5, y + 9.2, t.detail!, { fill: look.text, "font-size": 10 })
    : besideLabel(frame, t.detail, x1 + 5, middle, next);
  return body + extra + label;
}

/** Detail right of a bar, where the next course leaves room. */
function besideLabel(
  frame: TimelineFrame,
  detail: string | undefined,
  x: number,
  y: number,
  next: number | undefined,
): string {
  if (!detail) return "";
  const room = (next === undefined ? frame.width : frame.x(next)) - x - 6;
  const label = fitted(detail, room, 10);
  return room > 30 && label.length > 3 ? text(x, y + 3.5, label, { fill: frame.theme.muted, "font-size": 10 }) : "";
}

/** Kinds differ by filling as well as colour. */
function barLook(
  theme: Theme,
  kind: TimelineTreatment["kind"],
): { fill: string; stroke: string | undefined; text: string } {
  if (kind === "immunotherapy")
    return { fill: theme.accent, stroke: undefined, text: theme.name === "dark" ? "#0b1318" : "#ffffff" };
  if (kind === "radiotherapy") return { fill: theme.surface, stroke: theme.muted, text: theme.ink };
  if (kind === "chemotherapy") return { fill: theme.accentSoft, stroke: undefined, text: theme.ink };
  return { fill: theme.band, stroke: theme.axis, text: theme.ink };
}
