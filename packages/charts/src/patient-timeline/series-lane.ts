import { figure, significant } from "../numerals.ts";
import { mark } from "../response-mark.ts";
import { el, line, pathOf, polyline, text, tip } from "../svg.ts";
import type { Lane, TimelineFrame } from "./lane.ts";
import type { TimelineSeries } from "./timeline-data.ts";

const HEIGHT = 36;

/** A lab or a dose: a small line, its reference range as a band, values outside it as triangles, the last one written. */
export function seriesLane(frame: TimelineFrame, series: TimelineSeries): Lane {
  const { theme } = frame;
  const points = [...series.points].sort((a, b) => a.day - b.day);
  const { low, high } = series.reference ?? {};
  const values = points.map((p) => p.value);
  const step = series.shape === "step";
  const least = step ? Math.min(0, ...values) : Math.min(...values);
  const most = Math.max(...values, step ? 1e-9 : Number.NEGATIVE_INFINITY);
  const room = most - least || Math.abs(most) || 1;
  const [bottom, top] = step ? [least, most] : [least - room * 0.12, most + room * 0.12];
  const say = (v: number) => (series.digits === undefined ? significant(v) : figure(v, series.digits));
  const sideOf = ({ value, reference }: TimelineSeries["points"][number]) => {
    const range = reference ?? series.reference ?? {};
    return {
      above: range.high !== undefined && value > range.high,
      below: range.low !== undefined && value < range.low,
    };
  };
  return {
    name: series.label,
    detail: [series.words, series.unit].filter(Boolean).join(", "),
    height: HEIGHT,
    nameAt: 15,
    draw: (y0) => {
      const y = (v: number) => y0 + HEIGHT - 7 - ((v - bottom) / (top - bottom)) * (HEIGHT - 14);
      const inside = (v: number) => Math.max(y0 + 3, Math.min(y0 + HEIGHT - 3, y(v)));
      let out = "";
      if (low !== undefined || high !== undefined) {
        const a = high === undefined ? y0 + 3 : inside(high);
        const b = low === undefined ? y0 + HEIGHT - 3 : inside(low);
        if (b > a)
          out += el("rect", { x: frame.left, y: a, width: frame.right - frame.left, height: b - a, fill: theme.band });
      }
      const coords = points.map((p) => [frame.x(p.day), y(p.value)] as const);
      if (step) {
        const stairs = coords.flatMap(([x, v], i) => {
          const end = coords[i + 1]?.[0] ?? Math.max(x, frame.x(frame.lastDay));
          return [[x, v] as const, [end, v] as const];
        });
        const floor = y(Math.max(0, bottom));
        const x0 = stairs[0]![0];
        const x1 = stairs.at(-1)![0];
        out += el("path", { d: `${pathOf([[x0, floor], ...stairs, [x1, floor]])}Z`, fill: theme.grid });
        out += line(frame.left, floor, frame.right, floor, { stroke: theme.grid });
        out += polyline(stairs, { stroke: theme.muted, "stroke-width": 1.25, class: "series" });
      } else
        out += polyline(coords, {
          stroke: theme.muted,
          "stroke-width": 1.25,
          "stroke-linejoin": "round",
          class: "series",
        });
      points.forEach((p, i) => {
        const [x, v] = coords[i]!;
        const { above, below } = sideOf(p);
        const words = tip(
          `${series.label}, ${frame.tell(p.day)}: ${say(p.value)} ${series.unit}${above ? ", above the reference range" : below ? ", below the reference range" : ""}`,
        );
        const outside = { colour: theme.tone.progression, filled: true, surface: theme.surface };
        if (above) out += mark("triangleUp", x, v, 6, outside, { class: "series-point" }, words);
        else if (below) out += mark("triangleDown", x, v, 6, outside, { class: "series-point" }, words);
        else
          out += el("circle", { cx: x, cy: v, r: step ? 1.25 : 1.75, fill: theme.muted, class: "series-point" }, words);
      });
      const last = points.at(-1)!;
      const odd = sideOf(last).above || sideOf(last).below;
      out += text(frame.right + 8, Math.max(y0 + 12, Math.min(y0 + HEIGHT - 6, y(last.value) + 4)), say(last.value), {
        "font-size": 11,
        "font-weight": 600,
        fill: odd ? theme.tone.progression : theme.ink,
      });
      return out;
    },
  };
}
