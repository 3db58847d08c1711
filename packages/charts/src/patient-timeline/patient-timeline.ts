import { type DayAxis, dayAxis, dayTeller } from "../day-axis.ts";
import { emptyChart } from "../empty-state.ts";
import { type LegendItem, legend } from "../legend.ts";
import type { ChartOptions } from "../options.ts";
import { responseLegend } from "../response-legend.ts";
import { el, line, svgDocument, text } from "../svg.ts";
import { fitted, textWidth, wrap } from "../text-width.ts";
import { type Theme, themeOf } from "../theme.ts";
import { adverseEventLane } from "./adverse-event-lane.ts";
import { burdenLane } from "./burden-lane.ts";
import type { Lane, Section, TimelineFrame } from "./lane.ts";
import { endLines, milestoneLane } from "./milestone-lane.ts";
import { responseLane } from "./response-lane.ts";
import { seriesLane } from "./series-lane.ts";
import type { PatientTimelineData } from "./timeline-data.ts";
import { treatmentLanes } from "./treatment-lanes.ts";
import { visitLane } from "./visit-lane.ts";

const COMPACT_BELOW = 620;
const NAME_ROW = 15;
const NAME_LINE = 12.5;

/**
 * One patient's whole course on one axis of days: visits, treatments, tumour burden, the response under each criterion,
 * labs and steroids, adverse events, turning points. For any width from 320 px; below 620 px the names of the lanes
 * stand above them.
 */
export function patientTimeline(data: PatientTimelineData, options: ChartOptions = {}): string {
  const width = options.width ?? 960;
  const theme = themeOf(options.theme);
  const days = allDays(data);
  if (days.length === 0)
    return emptyChart(options, {
      width,
      height: 180,
      what: "No dated facts yet",
      hint: "The time line fills as visits, treatments and measurements are brought in.",
    });
  const frame = frameOf(data, days, width, theme);
  const sections = sectionsOf(frame, data);
  const axis = dayAxis(frame.from, frame.to, Math.max(3, Math.floor((frame.right - frame.left) / 44)));

  const gap = frame.compact ? 6 : 8;
  const headHeight = frame.compact ? 36 : 24;
  let y = headHeight;
  const placed: { lane: Lane; top: number }[] = [];
  const rules: number[] = [];
  sections.forEach((section, i) => {
    if (i > 0) {
      rules.push(y + gap / 2);
      y += gap;
    }
    for (const lane of section.lanes) {
      if (frame.compact) y += NAME_ROW;
      placed.push({ lane, top: y });
      y += lane.height;
    }
  });
  const bottom = y + 2;
  const key = legend(legendOf(theme, data), width, theme.muted);

  const body =
    scaffold(frame, data, axis, headHeight, bottom) +
    rules.map((r) => line(0, r, width, r, { stroke: theme.grid })).join("") +
    placed.map(({ lane, top }) => laneName(frame, lane, top) + el("g", { class: "lane" }, lane.draw(top))).join("") +
    endLines(frame, data.milestones ?? [], headHeight, bottom) +
    (key.height > 0 ? el("g", { transform: `translate(0 ${Math.round(bottom + 10)})` }, key.svg) : "");
  return svgDocument(
    { width, height: bottom + (key.height > 0 ? key.height + 12 : 2), description: describe(data) },
    options,
    body,
  );
}

function allDays(data: PatientTimelineData): number[] {
  return [
    ...(data.treatments ?? []).flatMap((t) => [t.from, ...(t.to === null ? [] : [t.to])]),
    ...(data.visits ?? []).map((v) => v.day),
    ...(data.burden ?? []).flatMap((b) => b.points.map((p) => p.day)),
    ...(data.responses ?? []).flatMap((r) => r.outcomes.map((o) => o.day)),
    ...(data.series ?? []).flatMap((s) => s.points.map((p) => p.day)),
    ...(data.adverseEvents ?? []).flatMap((a) => [a.from, ...(a.to === null ? [] : [a.to])]),
    ...(data.milestones ?? []).map((m) => m.day),
  ];
}

function frameOf(data: PatientTimelineData, days: readonly number[], width: number, theme: Theme): TimelineFrame {
  const compact = width < COMPACT_BELOW;
  const lowest = data.from ?? Math.min(0, ...days);
  const highest = data.to ?? Math.max(0, ...days);
  const pad = Math.max(3, (highest - lowest) * 0.015);
  const from = data.from ?? lowest - pad;
  const to = data.to ?? highest + pad;
  const lastDay = Math.min(highest, Math.max(...days));
  const left = compact ? 8 : Math.min(168, Math.max(120, width * 0.14));
  const needed = (data.burden ?? []).length > 0 ? (width >= 900 ? 122 : 84) : (data.series ?? []).length > 0 ? 46 : 20;
  const right = width - needed;
  return {
    theme,
    width,
    left,
    right,
    from,
    to,
    lastDay,
    compact,
    tell: dayTeller(data.studyDays),
    x: (day) => left + ((day - from) / (to - from)) * (right - left),
  };
}

function sectionsOf(frame: TimelineFrame, data: PatientTimelineData): Section[] {
  const some = <T>(list: readonly T[] | undefined): readonly T[] => list ?? [];
  const burden = some(data.burden).filter((b) => b.points.length > 0);
  const responses = some(data.responses).filter((r) => r.outcomes.length > 0);
  const series = some(data.series).filter((s) => s.points.length > 0);
  return [
    { lanes: some(data.visits).length > 0 ? [visitLane(frame, data.visits!)] : [] },
    { lanes: some(data.milestones).length > 0 ? [milestoneLane(frame, data.milestones!)] : [] },
    { lanes: treatmentLanes(frame, some(data.treatments)) },
    { lanes: burden.map((b) => burdenLane(frame, b)) },
    { lanes: responses.map((r) => responseLane(frame, r)) },
    { lanes: series.map((s) => seriesLane(frame, s)) },
    { lanes: some(data.adverseEvents).length > 0 ? [adverseEventLane(frame, data.adverseEvents!)] : [] },
  ].filter((s) => s.lanes.length > 0);
}

/** Axis on top, a hairline for each tick, a faint line for each imaging visit, a dark one for day 0. */
function scaffold(frame: TimelineFrame, data: PatientTimelineData, axis: DayAxis, top: number, bottom: number): string {
  const { theme } = frame;
  const name = `${axis.unit} from ${data.origin ?? "treatment start"}`;
  const scans = (data.visits ?? []).filter((v) => v.imaging && v.state !== "missed");
  return (
    (frame.compact
      ? text(frame.left, 11, name, { fill: theme.muted, "font-size": 10 })
      : wrap(name, frame.left - 22, 10)
          .map((l, i, all) => text(0, 14 - 6 * (all.length - 1) + 12 * i, l, { fill: theme.muted, "font-size": 10 }))
          .join("")) +
    axis.ticks
      .map(({ day, label }) => {
        const x = frame.x(day);
        return (
          line(x, top - 4, x, bottom, { stroke: theme.grid }) +
          text(x, top - 9, label, {
            "text-anchor": "middle",
            fill: day === 0 ? theme.ink : theme.muted,
            "font-weight": day === 0 ? 700 : null,
            class: "tick",
          })
        );
      })
      .join("") +
    scans
      .map((v) =>
        line(frame.x(v.day), top, frame.x(v.day), bottom, {
          stroke: theme.axis,
          "stroke-opacity": 0.45,
          "stroke-dasharray": "1 3",
        }),
      )
      .join("") +
    (frame.from <= 0 && frame.to >= 0 ? line(frame.x(0), top - 4, frame.x(0), bottom, { stroke: theme.axis }) : "")
  );
}

function laneName(frame: TimelineFrame, lane: Lane, top: number): string {
  const { theme } = frame;
  if (frame.compact) {
    const name = fitted(lane.name, frame.width - 90, 11, true);
    const detail = lane.detail
      ? text(frame.left + textWidth(name, 11, true) + 8, top - 3, lane.detail, { fill: theme.muted, "font-size": 10 })
      : "";
    return text(frame.left, top - 3, name, { "font-size": 11, "font-weight": 600 }) + detail;
  }
  const at = top + (lane.nameAt ?? 15);
  return (
    nameLines(frame, lane.name, lane.nameRows ?? 1)
      .map((l, i) => text(0, at + NAME_LINE * i, l, { "font-size": 11.5, class: "lane-name" }))
      .join("") +
    (lane.detail
      ? text(0, at + 13, fitted(lane.detail, frame.left - 10, 10), { "font-size": 10, fill: theme.muted })
      : "")
  );
}

/** The name over as many rows as it may take; what the last row cannot hold is cut. */
function nameLines(frame: TimelineFrame, name: string, rows: number): string[] {
  const lines = wrap(name, frame.left - 10, 11.5);
  if (lines.length <= rows) return lines;
  return [...lines.slice(0, rows - 1), fitted(lines.slice(rows - 1).join(" "), frame.left - 10, 11.5)];
}

function legendOf(theme: Theme, data: PatientTimelineData): LegendItem[] {
  return responseLegend(
    theme,
    (data.responses ?? []).flatMap((r) => r.outcomes),
  );
}

function describe(data: PatientTimelineData): string {
  const count = (n: number, one: string, many: string) => (n === 0 ? [] : [`${n} ${n === 1 ? one : many}`]);
  const latest = (data.responses ?? []).flatMap((r) => {
    const last = [...r.outcomes].sort((a, b) => a.day - b.day).at(-1);
    return last ? [`${r.criterion} ${last.category}`] : [];
  });
  const parts = [
    ...count((data.visits ?? []).length, "visit", "visits"),
    ...count(new Set((data.treatments ?? []).map((t) => t.name)).size, "treatment", "treatments"),
    ...count((data.adverseEvents ?? []).length, "adverse event", "adverse events"),
  ];
  return `Time line in days from ${data.origin ?? "treatment start"}: ${parts.join(", ") || "dated facts"}.${latest.length > 0 ? ` Latest response: ${latest.join(", ")}.` : ""}`;
}
