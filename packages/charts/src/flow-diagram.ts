import { emptyChart } from "./empty-state.ts";
import { figure } from "./numerals.ts";
import type { ChartOptions } from "./options.ts";
import { el, line, px, svgDocument, text } from "./svg.ts";
import { textWidth, wrap } from "./text-width.ts";
import { type Theme, themeOf } from "./theme.ts";

export interface FlowStep {
  readonly label: string;
  readonly n: number;
  /** Smaller lines inside the box, e.g. events, sites. */
  readonly details?: readonly string[];
  /** Who left after this step, with reasons. */
  readonly excluded?: readonly { readonly reason: string; readonly n: number }[];
}

export interface FlowData {
  /** Of what it is the flow, for those who do not see it; without it, participants. */
  readonly of?: string;
  readonly steps: readonly FlowStep[];
  /** The steps after the split (development and held-out set, arms), each its own column. */
  readonly branches?: readonly { readonly label: string; readonly steps: readonly FlowStep[] }[];
}

interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

const LINE = 14;
const PAD = 9;
const GAP = 26;

/** Participant flow (STARD, CONSORT): who entered, who left and why, who was analysed. */
export function flowDiagram(data: FlowData, options: ChartOptions = {}): string {
  const theme = themeOf(options.theme);
  const width = options.width ?? 680;
  const branches = data.branches ?? [];
  if (data.steps.length === 0 && branches.every((b) => b.steps.length === 0))
    return emptyChart(options, {
      width,
      height: 160,
      what: "No participants yet",
      hint: "The flow is counted from the subjects of the protocol's population.",
    });
  const hasSide = data.steps.some((s) => (s.excluded ?? []).length > 0);
  const narrow = width < 520;
  const main = narrow || !hasSide ? Math.min(width, 360) : Math.min(300, width * 0.46);
  const sideX = narrow ? 24 : main + 28;
  const mainX = !hasSide && !narrow ? (width - main) / 2 : 0;
  let y = 1;
  let out = "";
  let from: { x: number; y: number } | undefined;

  for (const step of data.steps) {
    const box = { x: mainX, y, width: main, height: boxHeight(step, main) };
    if (from) out += arrow(theme, from.x, from.y, from.x, box.y);
    out += stepBox(theme, step, box);
    const centre = box.x + (narrow ? 12 : box.width / 2);
    from = { x: centre, y: box.y + box.height };
    y = from.y + GAP;
    if ((step.excluded ?? []).length > 0) {
      const side = {
        x: sideX,
        y: from.y + GAP / 2,
        width: width - sideX - 1,
        height: sideHeight(step, width - sideX - 1),
      };
      out += line(centre, side.y + side.height / 2, side.x, side.y + side.height / 2, { stroke: theme.axis });
      out += arrowHead(theme, side.x, side.y + side.height / 2, "right");
      out += sideBox(theme, step, side);
      y = side.y + side.height + GAP / 2 + 4;
    }
  }

  if (branches.length > 0) {
    const stackedBranches = width / branches.length < 170;
    const gutter = 16;
    const w = stackedBranches ? width - 2 : (width - gutter * (branches.length - 1) - 2) / branches.length;
    const splitY = y;
    const centres = branches.map((_, i) => (stackedBranches ? 12 : i * (w + gutter) + w / 2));
    if (from && !stackedBranches) {
      out += line(from.x, from.y, from.x, splitY, { stroke: theme.axis });
      out += line(Math.min(from.x, ...centres), splitY, Math.max(from.x, ...centres), splitY, { stroke: theme.axis });
    }
    let lowest = splitY;
    let stackY = splitY;
    branches.forEach((branch, i) => {
      const x0 = stackedBranches ? 1 : i * (w + gutter) + 1;
      let by = stackedBranches ? stackY : splitY + 18;
      if (from && stackedBranches && i === 0) out += arrow(theme, from.x, from.y, from.x, by);
      if (!stackedBranches && from) out += line(centres[i]!, splitY, centres[i]!, by, { stroke: theme.axis });
      const names = wrap(branch.label, w, 12, true);
      names.forEach((l, k) => {
        out += text(x0 + (stackedBranches ? 0 : w / 2), by + 14 + k * 15, l, {
          "text-anchor": stackedBranches ? null : "middle",
          "font-size": 12,
          "font-weight": 600,
          fill: theme.accent,
        });
      });
      by += names.length * 15 + 8;
      let previous: number | undefined;
      for (const step of branch.steps) {
        const box = { x: x0, y: by, width: w, height: boxHeight(step, w) };
        const cx = x0 + w / 2;
        if (previous !== undefined) out += arrow(theme, cx, previous, cx, by);
        out += stepBox(theme, step, box);
        by += box.height;
        previous = by;
        if ((step.excluded ?? []).length > 0) {
          const side = { x: x0 + 14, y: by + 8, width: w - 14, height: sideHeight(step, w - 14) };
          out += line(cx, by, cx, side.y, { stroke: theme.axis }) + sideBox(theme, step, side);
          by = side.y + side.height;
          previous = by;
        }
        by += GAP - 4;
      }
      lowest = Math.max(lowest, by - GAP + 4);
      stackY = by + 6;
    });
    y = lowest + GAP;
  }
  const last = [
    ...data.steps,
    ...branches.flatMap((b) => b.steps.slice(-1).map((s) => ({ ...s, label: `${b.label}: ${s.label}` }))),
  ];
  return svgDocument(
    {
      width,
      height: y - GAP + 2,
      description: `${data.of ? `Flow of ${data.of}` : "Participant flow"}. ${last.map((s) => `${s.label}: ${s.n}`).join("; ")}.`,
    },
    options,
    out,
  );
}

/** Label left, count right; the label breaks before it meets the count. */
const labelLines = (step: FlowStep, width: number) =>
  wrap(step.label, width - 2 * PAD - textWidth(figure(step.n), 14, true) - 8, 11.5);
const detailLines = (step: FlowStep, width: number) =>
  (step.details ?? []).flatMap((d) => wrap(d, width - 2 * PAD, 10.5));
const boxHeight = (step: FlowStep, width: number) =>
  2 * PAD + (labelLines(step, width).length + detailLines(step, width).length) * LINE;
const reasonLines = (step: FlowStep, width: number) =>
  (step.excluded ?? []).map((e) => wrap(e.reason, width - 2 * PAD - textWidth(figure(e.n), 10.5) - 10, 10.5));
const sideHeight = (step: FlowStep, width: number) =>
  2 * PAD - 2 + (1 + reasonLines(step, width).reduce((s, l) => s + l.length, 0)) * LINE;

function stepBox(theme: Theme, step: FlowStep, box: Box): string {
  let y = box.y + PAD + 10.5;
  let out = el("rect", {
    x: box.x + 0.5,
    y: box.y + 0.5,
    width: box.width - 1,
    height: box.height - 1,
    rx: 2,
    fill: theme.band,
    stroke: theme.axis,
    class: "step",
  });
  out += text(box.x + box.width - PAD, y + 1, figure(step.n), {
    "text-anchor": "end",
    "font-size": 14,
    "font-weight": 700,
  });
  for (const l of labelLines(step, box.width)) {
    out += text(box.x + PAD, y, l, { "font-size": 11.5 });
    y += LINE;
  }
  for (const l of detailLines(step, box.width)) {
    out += text(box.x + PAD, y, l, { "font-size": 10.5, fill: theme.muted });
    y += LINE;
  }
  return out;
}

function sideBox(theme: Theme, step: FlowStep, box: Box): string {
  const excluded = step.excluded ?? [];
  const total = excluded.reduce((s, e) => s + e.n, 0);
  let y = box.y + PAD + 9;
  let out = el("rect", {
    x: box.x + 0.5,
    y: box.y + 0.5,
    width: box.width - 1,
    height: box.height - 1,
    rx: 2,
    fill: "none",
    stroke: theme.axis,
    "stroke-dasharray": "3 3",
    class: "excluded",
  });
  out +=
    text(box.x + PAD, y, "Left out", { "font-size": 10.5, "font-weight": 600 }) +
    text(box.x + box.width - PAD, y, figure(total), { "text-anchor": "end", "font-size": 10.5, "font-weight": 600 });
  y += LINE;
  reasonLines(step, box.width).forEach((lines, i) => {
    out += text(box.x + box.width - PAD, y, figure(excluded[i]!.n), {
      "text-anchor": "end",
      "font-size": 10.5,
      fill: theme.muted,
    });
    for (const l of lines) {
      out += text(box.x + PAD, y, l, { "font-size": 10.5, fill: theme.muted });
      y += LINE;
    }
  });
  return out;
}

const arrow = (theme: Theme, x1: number, y1: number, x2: number, y2: number): string =>
  line(x1, y1, x2, y2 - 1, { stroke: theme.axis }) + arrowHead(theme, x2, y2, "down");

const arrowHead = (theme: Theme, x: number, y: number, to: "down" | "right"): string =>
  el("path", {
    d: to === "down" ? `M${px(x)} ${px(y)}l-3.5 -6h7Z` : `M${px(x)} ${px(y)}l-6 -3.5v7Z`,
    fill: theme.axis,
  });
