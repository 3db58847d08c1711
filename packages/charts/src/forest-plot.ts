import { emptyChart } from "./empty-state.ts";
import { figure, ticks } from "./numerals.ts";
import type { ChartOptions } from "./options.ts";
import { el, line, px, svgDocument, text, tip } from "./svg.ts";
import { fitted, textWidth, wrap } from "./text-width.ts";
import { themeOf } from "./theme.ts";

export interface ForestRow {
  readonly label: string;
  /** Null with `reason` where it cannot be estimated. */
  readonly estimate: number | null;
  readonly lower: number | null;
  readonly upper: number | null;
  /** Free figures between label and plot, e.g. "12 / 38". */
  readonly counts?: string;
  readonly reason?: string;
  /** A heading row carries only its label. */
  readonly heading?: boolean;
  /** The overall row: a diamond. */
  readonly summary?: boolean;
  /** No estimate but a range from `lower` to `upper`, such as a prediction interval: a bar without a mark. */
  readonly range?: boolean;
  /** Sizes the square by its square root; default equal. */
  readonly weight?: number;
}

export interface ForestOptions extends ChartOptions {
  /** `log` for ratios (default), `linear` for differences and AUCs. */
  readonly scale?: "log" | "linear";
  /** No effect: 1 for ratios (default on log), 0 or 0.5 otherwise; null for none. */
  readonly reference?: number | null;
  /** Name of the estimate, e.g. "Hazard ratio". */
  readonly measure?: string;
  readonly countsHeading?: string;
  readonly digits?: number;
  readonly level?: number;
  /** What lies left and right of the reference. */
  readonly leftWords?: string;
  readonly rightWords?: string;
}

const isRange = (r: ForestRow): boolean => r.range === true && r.lower !== null && r.upper !== null;

/** Estimates with their limits, one row each, the figures at the right; limits beyond the axis end in an arrow. */
export function forestPlot(rows: readonly ForestRow[], options: ForestOptions = {}): string {
  const theme = themeOf(options.theme);
  const width = options.width ?? 680;
  const values = rows.filter((r) => r.estimate !== null || isRange(r));
  if (rows.length === 0)
    return emptyChart(options, {
      width,
      height: 160,
      what: "Nothing to compare",
      hint: "Rows appear for each estimate of the analysis plan.",
    });
  const log = (options.scale ?? "log") === "log";
  const reference = options.reference === undefined ? (log ? 1 : 0) : options.reference;
  const digits = options.digits ?? 2;
  const percent = Number(((options.level ?? 0.95) * 100).toFixed(1));
  const measure = options.measure ?? (log ? "Ratio" : "Estimate");
  const say = (r: ForestRow) =>
    isRange(r)
      ? `${figure(r.lower!, digits)} to ${figure(r.upper!, digits)}`
      : r.estimate === null
        ? "not estimable"
        : r.lower === null && r.upper === null
          ? `${figure(r.estimate, digits)} (no interval)`
          : `${figure(r.estimate, digits)} (${r.lower === null ? "–" : figure(r.lower, digits)} to ${r.upper === null ? "–" : figure(r.upper, digits)})`;
  // Why there is no figure stands where the figure would: among the grid lines it would look struck through.
  const shown = (r: ForestRow) => (r.estimate === null && r.reason !== undefined ? fitted(r.reason, 150, 11) : say(r));
  const narrow = width < 520;
  const heading = `${measure} (${percent}% CI)`;
  const rightRoom = Math.max(
    textWidth(heading, 10.5),
    ...rows.filter((r) => !r.heading).map((r) => textWidth(shown(r), 11, r.summary)),
  );
  const countsRoom = rows.some((r) => r.counts)
    ? Math.max(textWidth(options.countsHeading ?? "", 10.5), ...rows.map((r) => textWidth(r.counts ?? "", 11))) + 16
    : 0;
  const labelRoom = Math.min(
    width * (narrow ? 0.5 : 0.34),
    14 + Math.max(...rows.map((r) => textWidth(r.label, 11.5, r.heading || r.summary) + (r.heading ? 0 : 10))),
  );
  // Narrow: label and figures share a line, the drawing stands below them.
  const rowHeight = narrow ? 38 : 24;
  const left = narrow ? 14 : labelRoom + countsRoom + 8;
  const right = narrow ? width - 14 : width - rightRoom - 16;

  const bounds = values
    .flatMap((r) => [r.estimate ?? r.lower!, r.lower ?? r.estimate!, r.upper ?? r.estimate!])
    .filter((v) => !log || v > 0);
  const forward = (v: number) => (log ? Math.log(v) : v);
  const all = [...bounds, ...(reference === null ? [] : [reference])].map(forward);
  const span0 = [Math.min(...all), Math.max(...all)] as const;
  const pad = (span0[1] - span0[0]) * 0.06 || 0.5;
  // Ratios are cut at 20-fold either way: one huge interval must not flatten the rest.
  const low = log ? Math.max(span0[0] - pad, Math.log(0.05)) : span0[0] - pad;
  const high = log ? Math.min(span0[1] + pad, Math.log(20)) : span0[1] + pad;
  const x = (v: number) => left + ((forward(v) - low) / (high - low)) * (right - left);
  const clamp = (v: number) => Math.max(left, Math.min(right, v));
  const axisTicks = log
    ? [0.05, 0.1, 0.2, 0.25, 0.5, 1, 2, 4, 5, 10, 20].filter((t) => Math.log(t) >= low && Math.log(t) <= high)
    : ticks(low, high, Math.max(3, (right - left) / 64));
  const kept = log ? thinned(axisTicks, x, 34) : axisTicks;

  const top = 22;
  const bottom = top + rows.length * rowHeight;
  const head =
    (narrow ? "" : text(width, 12, heading, { "text-anchor": "end", fill: theme.muted, "font-size": 10.5 })) +
    (narrow ? text(0, 12, heading, { fill: theme.muted, "font-size": 10.5 }) : "") +
    (countsRoom > 0 && !narrow
      ? text(labelRoom + countsRoom, 12, options.countsHeading ?? "", {
          "text-anchor": "end",
          fill: theme.muted,
          "font-size": 10.5,
        })
      : "");
  const grid =
    kept.map((t) => line(x(t), top, x(t), bottom, { stroke: theme.grid })).join("") +
    (reference === null
      ? ""
      : line(x(reference), top, x(reference), bottom, { stroke: theme.axis, "stroke-width": 1.25 }));
  const heaviest = Math.max(1e-9, ...values.map((r) => r.weight ?? 1));

  const body = rows
    .map((r, i) => {
      const y0 = top + i * rowHeight;
      const textY = narrow ? y0 + 13 : y0 + rowHeight / 2 + 4;
      const y = narrow ? y0 + 25 : y0 + rowHeight / 2;
      const bold = r.heading || r.summary;
      const label = text(
        r.heading ? 0 : 10,
        textY,
        fitted(r.label, narrow ? width - rightRoom - 20 : labelRoom - 12, 11.5, bold),
        {
          "font-size": 11.5,
          "font-weight": bold ? 600 : null,
        },
      );
      if (r.heading) return label;
      const counts =
        r.counts && !narrow
          ? text(labelRoom + countsRoom, textY, r.counts, { "text-anchor": "end", fill: theme.muted })
          : "";
      const figures = text(width, textY, shown(r), {
        "text-anchor": "end",
        "font-weight": r.summary ? 600 : null,
        fill: r.estimate === null && !isRange(r) ? theme.muted : theme.ink,
        "font-style": r.estimate === null && !isRange(r) ? "italic" : null,
      });
      if (r.estimate === null && !isRange(r)) return label + counts + figures;
      return label + counts + figures + drawRow(r, y);
    })
    .join("");
  const axis =
    line(left, bottom, right, bottom, { stroke: theme.axis }) +
    kept
      .map(
        (t) =>
          line(x(t), bottom, x(t), bottom + 4, { stroke: theme.axis }) +
          text(x(t), bottom + 16, figure(t, Number.isInteger(t) ? 0 : t < 0.1 || (t * 10) % 1 ? 2 : 1), {
            "text-anchor": "middle",
            fill: theme.muted,
          }),
      )
      .join("");
  const words = directionWords();
  return svgDocument(
    {
      width,
      height: bottom + 22 + words.height,
      description: `${measure} with ${percent}% limits: ${rows
        .filter((r) => !r.heading)
        .map((r) => `${r.label} ${say(r)}`)
        .join("; ")}.`,
    },
    options,
    head + grid + body + axis + words.svg,
  );

  function drawRow(r: ForestRow, y: number): string {
    const e = r.estimate ?? r.lower!;
    const xl = r.lower === null ? left : x(Math.max(r.lower, log ? 1e-12 : r.lower));
    const xu = r.upper === null ? right : x(r.upper);
    const words = tip(`${r.label}: ${say(r)}${r.counts ? `, ${r.counts}` : ""}`);
    if (r.summary && !(r.lower === null && r.upper === null))
      return el(
        "path",
        {
          d: `M${px(clamp(xl))} ${px(y)}L${px(clamp(x(e)))} ${px(y - 6)}L${px(clamp(xu))} ${px(y)}L${px(clamp(x(e)))} ${px(y + 6)}Z`,
          fill: theme.accent,
          class: "estimate",
        },
        words,
      );
    const size = 4 + 5 * Math.sqrt((r.weight ?? 1) / heaviest);
    // Without limits there is no line: one from edge to edge would be read as an interval.
    const bare = r.lower === null && r.upper === null;
    const whisker = bare ? "" : line(clamp(xl), y, clamp(xu), y, { stroke: theme.ink, "stroke-width": 1.25 });
    const end = (at: number, edge: number, sign: 1 | -1) =>
      (sign < 0 ? at < edge : at > edge)
        ? el("path", { d: `M${px(edge)} ${px(y)}l${-5 * sign} -4v8Z`, fill: theme.ink })
        : line(at, y - 3, at, y + 3, { stroke: theme.ink, "stroke-width": 1.25 });
    const within = !isRange(r) && x(e) >= left && x(e) <= right;
    return (
      whisker +
      (bare ? "" : end(xl, left, -1) + end(xu, right, 1)) +
      (within
        ? el(
            "rect",
            { x: x(e) - size / 2, y: y - size / 2, width: size, height: size, fill: theme.accent, class: "estimate" },
            words,
          )
        : "")
    );
  }

  function directionWords(): { svg: string; height: number } {
    if (reference === null || (!options.leftWords && !options.rightWords)) return { svg: "", height: 0 };
    const at = x(reference);
    const a = wrap(options.leftWords ?? "", Math.max(40, at - (narrow ? 0 : left) - 16), 10);
    const b = wrap(options.rightWords ?? "", Math.max(40, right - at - 16), 10);
    const svg =
      a
        .map((l, i) =>
          text(at - 8, bottom + 34 + 13 * i, i === 0 ? `← ${l}` : l, {
            "text-anchor": "end",
            "font-size": 10,
            fill: theme.muted,
          }),
        )
        .join("") +
      b
        .map((l, i) =>
          text(at + 8, bottom + 34 + 13 * i, i === 0 ? `${l} →` : l, { "font-size": 10, fill: theme.muted }),
        )
        .join("");
    return { svg, height: 8 + 13 * Math.max(a.length, b.length) };
  }
}

/** Drops ticks that stand closer than `gap` px to one already kept; 1 is kept first. */
function thinned(values: readonly number[], x: (v: number) => number, gap: number): number[] {
  const kept: number[] = [];
  for (const v of [...values].sort((a, b) => Math.abs(Math.log(a)) - Math.abs(Math.log(b))))
    if (kept.every((k) => Math.abs(x(k) - x(v)) >= gap)) kept.push(v);
  return kept.sort((a, b) => a - b);
}
