import { figure, percentChange } from "../numerals.ts";
import { spread } from "../placement.ts";
import { mark } from "../response-mark.ts";
import { el, haloed, line, polyline, text, tip } from "../svg.ts";
import { textWidth } from "../text-width.ts";
import type { Lane, TimelineFrame } from "./lane.ts";
import type { TimelineBurden } from "./timeline-data.ts";

/**
 * Tumour burden as a line with its three telling figures written out: baseline (the value of the baseline visit),
 * nadir (lowest from baseline on, the earliest of equals), and the last value with its changes. Where a later visit has no
 * value, that is what stands at the end, and the last value is named as the last known one.
 */
export function burdenLane(frame: TimelineFrame, burden: TimelineBurden): Lane {
  const { theme } = frame;
  const points = [...burden.points].sort((a, b) => a.day - b.day);
  const height = frame.compact ? 92 : 104;
  const start = points.find((p) => p.day >= (burden.baseline ?? Number.NEGATIVE_INFINITY)) ?? points.at(-1)!;
  // Of a patient whose baseline was not measured the first value stands in its place, and is not called the baseline.
  const isBaseline = start.day === burden.baseline;
  const startName = isBaseline ? "baseline" : "first value";
  const nadir = points.filter((p) => p.day >= start.day).reduce((m, p) => (p.value < m.value ? p : m), start);
  const last = points.at(-1)!;
  const unknown = [...(burden.unknown ?? [])].sort((a, b) => a - b);
  const isLastKnown = unknown.some((day) => day > last.day);
  const most = Math.max(...points.map((p) => p.value)) || 1;
  const value = (v: number) => `${figure(v, burden.digits ?? 0)} ${burden.unit}`;
  const change = (to: number, from: number) => (from > 0 ? percentChange(((to - from) / from) * 100) : "");

  return {
    name: burden.label,
    detail: burden.unit,
    height,
    nameAt: 16,
    draw: (top) => {
      const low = top + height - 14;
      const y = (v: number) => low - (v / most) * (height - 34);
      const coords = points.map((p) => [frame.x(p.day), y(p.value)] as const);
      const [bx, by] = [frame.x(start.day), y(start.value)];
      let out =
        line(frame.left, low, frame.right, low, { stroke: theme.grid }) +
        text(frame.left, low + 11, "0", { "font-size": 10, fill: theme.faint }) +
        line(bx, by, frame.right, by, { stroke: theme.axis, "stroke-dasharray": "2 3" }) +
        polyline(coords, { stroke: theme.ink, "stroke-width": 1.75, "stroke-linejoin": "round", class: "burden" });
      points.forEach((p, i) => {
        const isNadir = p === nadir && nadir !== start;
        out += el(
          "circle",
          {
            cx: coords[i]![0],
            cy: coords[i]![1],
            r: isNadir ? 4.5 : 2.75,
            fill: isNadir ? theme.surface : theme.ink,
            stroke: isNadir ? theme.accent : theme.surface,
            "stroke-width": isNadir ? 2 : 1,
            class: "burden-point",
          },
          tip(
            `${frame.tell(p.day)}: ${value(p.value)}${p === start ? ` (${startName})` : `, ${change(p.value, start.value)} from ${startName}`}${isNadir ? " (nadir)" : ""}`,
          ),
        );
      });
      for (const day of unknown)
        out += mark(
          "cross",
          frame.x(day),
          low - 6,
          8,
          { colour: theme.muted, filled: true, surface: theme.surface },
          {},
          tip(`${frame.tell(day)}: not known`),
        );
      const first = value(start.value);
      const leftOf = bx - 9 - textWidth(first, 10) >= frame.left;
      out += text(leftOf ? bx - 9 : Math.max(frame.left, bx - 2), leftOf ? by + 3.5 : by - 8, first, {
        "text-anchor": leftOf ? "end" : null,
        "font-size": 10,
        fill: theme.muted,
        ...haloed(theme),
      });
      // The last value stands right of the line; the nadir below its point, unless the two are the same point.
      if (last !== start || isLastKnown) out += lastFigure(last.value, y(last.value));
      if (nadir !== start && nadir !== last) {
        const label = `nadir ${value(nadir.value)}, ${change(nadir.value, start.value)}`;
        const w = textWidth(label, 10);
        const x = Math.max(frame.left, Math.min(frame.right - w, frame.x(nadir.day) - w / 2));
        const below = y(nadir.value) + 17;
        out += text(x, below < low - 1 ? below : y(nadir.value) - 10, label, {
          "font-size": 10,
          fill: theme.accent,
          ...haloed(theme),
        });
      }
      return out;

      function lastFigure(v: number, at: number): string {
        const long = frame.width - frame.right > 110;
        const lines = [
          ...(isLastKnown
            ? [
                { label: "not known", weight: 600, fill: theme.ink, size: 12 },
                { label: `before: ${value(v)}`, weight: 400, fill: theme.muted, size: 10 },
              ]
            : [{ label: value(v), weight: 600, fill: theme.ink, size: 12 }]),
          ...(last === start
            ? []
            : [
                {
                  label: `${change(v, start.value)} ${long ? `from ${isBaseline ? "baseline" : "first"}` : isBaseline ? "base" : "first"}`,
                  weight: 400,
                  fill: theme.muted,
                  size: 10,
                },
              ]),
          ...(nadir !== last && nadir !== start
            ? [
                {
                  label: `${change(v, nadir.value)} ${long ? "from nadir" : "nadir"}`,
                  weight: 400,
                  fill: theme.muted,
                  size: 10,
                },
              ]
            : nadir === last && nadir !== start
              ? [{ label: "new lowest", weight: 400, fill: theme.accent, size: 10 }]
              : []),
        ];
        const ys = spread(
          lines.map((_, i) => at + 4 + 13 * i - 6),
          13,
          top + 12,
          low,
        );
        return lines
          .map((l, i) =>
            text(frame.right + 8, ys[i]!, l.label, { "font-size": l.size, "font-weight": l.weight, fill: l.fill }),
          )
          .join("");
      }
    },
  };
}
