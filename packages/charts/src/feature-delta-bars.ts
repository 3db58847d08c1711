import { emptyChart } from "./empty-state.ts";
import { percentChange, significant } from "./numerals.ts";
import type { ChartOptions } from "./options.ts";
import { el, line, px, svgDocument, text, tip } from "./svg.ts";
import { fitted, textWidth } from "./text-width.ts";
import { themeOf } from "./theme.ts";

export interface FeatureDelta {
  readonly name: string;
  /** Heading under which it stands, e.g. the IBSI family. */
  readonly family?: string;
  /** Relative change in percent; null where baseline is 0 or a value is missing. */
  readonly changePercent: number | null;
  readonly baseline?: number | null;
  readonly followUp?: number | null;
  readonly unit?: string;
  /** Repeatability: a change within ± this percentage is not told from noise. */
  readonly repeatabilityPercent?: number | null;
  /** Why there is no change. */
  readonly reason?: string;
}

export interface FeatureDeltaOptions extends ChartOptions {
  /** Bars are cut beyond ± this; default the largest change, at most 200. */
  readonly cap?: number;
}

const ROW = 21;

/** Relative change of each feature from baseline: bars to either side, noise as a band, the two values at the right. */
export function featureDeltaBars(features: readonly FeatureDelta[], options: FeatureDeltaOptions = {}): string {
  const theme = themeOf(options.theme);
  const width = options.width ?? 640;
  if (features.length === 0)
    return emptyChart(options, {
      width,
      height: 160,
      what: "No features to compare",
      hint: "Changes appear once the same lesion has features at baseline and at a later visit.",
    });
  const narrow = width < 520;
  const values = features.flatMap((f) => (f.changePercent === null ? [] : [Math.abs(f.changePercent)]));
  const cap = options.cap ?? capOf(values);
  const say = (f: FeatureDelta) =>
    f.baseline === undefined || f.followUp === undefined
      ? ""
      : `${f.baseline === null ? "–" : significant(f.baseline)} → ${f.followUp === null ? "–" : significant(f.followUp)}${f.unit ? ` ${f.unit}` : ""}`;
  const nameRoom = Math.min(
    width * (narrow ? 0.42 : 0.32),
    12 + Math.max(...features.map((f) => textWidth(f.name, 11))),
  );
  const valueRoom = narrow
    ? 0
    : Math.min(width * 0.26, Math.max(0, ...features.map((f) => textWidth(say(f), 10)))) +
      (features.some((f) => say(f)) ? 14 : 0);
  const figureRoom = 52;
  const left = nameRoom + figureRoom;
  const right = width - valueRoom - figureRoom;
  const zero = (left + right) / 2;
  const x = (v: number) => zero + (Math.max(-cap, Math.min(cap, v)) / cap) * ((right - left) / 2);

  const families = [...new Set(features.map((f) => f.family ?? ""))];
  let y = 20;
  let out = "";
  for (const family of families) {
    if (family) {
      out += text(0, y + 13, family, { "font-size": 10.5, "font-weight": 600, fill: theme.muted });
      y += 20;
    }
    for (const f of features.filter((g) => (g.family ?? "") === family)) {
      out += row(f, y);
      y += ROW;
    }
    y += family ? 6 : 0;
  }
  const axis =
    line(zero, 16, zero, y, { stroke: theme.axis }) +
    text(zero, 10, "0 %", { "text-anchor": "middle", "font-size": 10, fill: theme.muted }) +
    text(left, 10, percentChange(-cap), { "text-anchor": "middle", "font-size": 10, fill: theme.muted }) +
    text(right, 10, percentChange(cap), { "text-anchor": "middle", "font-size": 10, fill: theme.muted }) +
    (valueRoom > 0
      ? text(width, 10, "baseline → now", { "text-anchor": "end", "font-size": 10, fill: theme.muted })
      : "");
  const bands = features.some((f) => f.repeatabilityPercent != null);
  const known = features.filter((f) => f.changePercent !== null);
  return svgDocument(
    {
      width,
      height: y + (bands ? 22 : 2),
      description: `Relative change of ${features.length} features from baseline${known.length > 0 ? `; largest ${known.reduce((m, f) => (Math.abs(f.changePercent!) > Math.abs(m.changePercent!) ? f : m)).name}` : ""}.`,
    },
    options,
    axis +
      out +
      (bands
        ? el("rect", { x: left, y: y + 6, width: 14, height: 9, fill: theme.grid }) +
          text(left + 20, y + 14, narrow ? "within repeatability" : "within repeatability: not told from noise", {
            "font-size": 10,
            fill: theme.muted,
          })
        : ""),
  );

  function row(f: FeatureDelta, top: number): string {
    const middle = top + ROW / 2;
    const label =
      text(0, middle + 4, fitted(f.name, nameRoom - 8, 11), {}) +
      (valueRoom > 0
        ? text(width, middle + 3.5, fitted(say(f), valueRoom - 6, 10), {
            "text-anchor": "end",
            "font-size": 10,
            fill: theme.muted,
          })
        : "");
    const rc = f.repeatabilityPercent;
    const noise =
      rc != null && rc > 0
        ? el("rect", { x: x(-rc), y: top + 2, width: x(rc) - x(-rc), height: ROW - 4, fill: theme.grid })
        : "";
    const v = f.changePercent;
    if (v === null)
      return (
        noise +
        label +
        text(zero + 6, middle + 3.5, fitted(f.reason ?? "no change can be given", right - zero + figureRoom - 8, 10), {
          "font-size": 10,
          "font-style": "italic",
          fill: theme.muted,
        })
      );
    const inNoise = rc != null && Math.abs(v) <= rc;
    const end = x(v);
    const beyond = Math.abs(v) > cap;
    const bar = el(
      "rect",
      {
        x: Math.min(zero, end),
        y: top + 5,
        width: Math.max(1, Math.abs(end - zero)),
        height: ROW - 10,
        fill: inNoise ? theme.muted : v > 0 ? theme.tone.progression : theme.tone.response,
        class: "bar",
      },
      tip(`${f.name}: ${percentChange(v, 1)}${say(f) ? `, ${say(f)}` : ""}${inNoise ? ", within repeatability" : ""}`),
    );
    const cut = beyond
      ? el("path", {
          d: `M${px(end - (v > 0 ? 7 : -7))} ${px(top + 4)}l${v > 0 ? 3 : -3} ${ROW - 8}h${v > 0 ? 2 : -2}l${v > 0 ? -3 : 3} ${-(ROW - 8)}Z`,
          fill: theme.surface,
        })
      : "";
    const figures = text(v >= 0 ? end + 5 : end - 5, middle + 3.5, percentChange(v, Math.abs(v) < 10 ? 1 : 0), {
      "text-anchor": v >= 0 ? null : "end",
      "font-size": 10.5,
      "font-weight": 600,
    });
    return noise + label + bar + cut + figures;
  }
}

/** Room for the largest change, unless one stands far beyond all others: then that one is cut, not the rest flattened. */
function capOf(values: readonly number[]): number {
  const [largest = 20, next = largest] = [...values].sort((a, b) => b - a);
  const wanted = largest > 2.5 * next ? 1.5 * next : largest;
  return Math.min(200, Math.max(20, Math.ceil(wanted / 10) * 10));
}
