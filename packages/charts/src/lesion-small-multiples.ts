import { dayAxis, dayTeller, type StudyDayRule, type TellDay } from "./day-axis.ts";
import { emptyChart } from "./empty-state.ts";
import { figure, percentChange } from "./numerals.ts";
import type { ChartOptions } from "./options.ts";
import { mark } from "./response-mark.ts";
import { el, line, polyline, svgDocument, text, tip } from "./svg.ts";
import { fitted, textWidth } from "./text-width.ts";
import { type Theme, themeOf } from "./theme.ts";

export interface LesionCourse {
  readonly key: string;
  readonly label: string;
  /** e.g. "target, node", "non-target", "new". */
  readonly role?: string;
  readonly points: readonly {
    readonly day: number;
    /** Null where it was not measured; `status` then says why. */
    readonly value: number | null;
    /** absent, too small, not evaluable, … */
    readonly status?: string;
  }[];
  /** Courses of radiotherapy with this lesion in the field; `to` null while one is under way. */
  readonly irradiated?: readonly { readonly from: number; readonly to: number | null; readonly label: string }[];
}

export interface LesionOptions extends ChartOptions {
  readonly unit?: string;
  readonly digits?: number;
  readonly origin?: string;
  /** Day of the baseline visit. A lesion without a value there, as a new one, is compared with its first value after. */
  readonly baseline?: number;
  readonly studyDays?: StudyDayRule;
  /** Least width of a panel; default 150. */
  readonly panelWidth?: number;
}

const HEIGHT = 108;

/** Each lesion in a panel of its own, all on the same axes, so that one that goes its own way is seen. */
export function lesionSmallMultiples(lesions: readonly LesionCourse[], options: LesionOptions = {}): string {
  const theme = themeOf(options.theme);
  const width = options.width ?? 720;
  const measured = lesions.filter((l) => l.points.length > 0);
  if (measured.length === 0)
    return emptyChart(options, {
      width,
      height: 160,
      what: "No lesion measured yet",
      hint: "A panel appears for each lesion with a measurement.",
    });
  const gap = 18;
  const columns = Math.max(
    1,
    Math.min(measured.length, Math.floor((width + gap) / ((options.panelWidth ?? 150) + gap))),
  );
  const w = (width - gap * (columns - 1)) / columns;
  const days = measured.flatMap((l) => l.points.map((p) => p.day));
  const from = Math.min(0, ...days);
  const to = Math.max(from + 7, ...days);
  const most = Math.max(1e-9, ...measured.flatMap((l) => l.points.map((p) => p.value ?? 0)));
  const axis = dayAxis(from, to, Math.max(2, Math.floor(w / 48)));
  const unit = options.unit ?? "mm";
  const digits = options.digits ?? 0;
  const { baseline } = options;
  const tell = dayTeller(options.studyDays);
  const rows = Math.ceil(measured.length / columns);
  const panels = measured.map((l, i) =>
    el(
      "g",
      {
        transform: `translate(${((i % columns) * (w + gap)).toFixed(2)} ${Math.floor(i / columns) * (HEIGHT + 34)})`,
        class: "lesion",
      },
      panel(theme, l, { w, from, to, most, unit, digits, baseline, axis, tell }),
    ),
  );
  return svgDocument(
    {
      width,
      height: rows * (HEIGHT + 34) + 6,
      description: `Course of ${measured.length} lesions on common axes, in ${unit}: ${measured.map((l) => `${l.label} ${ends(l, { unit, digits, baseline })}`).join("; ")}.`,
    },
    options,
    panels.join("") +
      text(width, rows * (HEIGHT + 34), `${axis.unit} from ${options.origin ?? "baseline"}, ${unit}`, {
        "text-anchor": "end",
        fill: theme.muted,
        "font-size": 10,
      }),
  );
}

interface Value {
  readonly day: number;
  readonly value: number;
  readonly status?: string;
}

/** The values of a lesion in the order of their days, and the one that changes count from; null where all lie before the baseline. */
function valuesOf(
  lesion: LesionCourse,
  baseline: number | undefined,
): { values: readonly Value[]; start: Value | null; isBaseline: boolean } {
  const values = lesion.points.filter((p): p is Value => p.value !== null).sort((a, b) => a.day - b.day);
  const start = values.find((p) => baseline === undefined || p.day >= baseline) ?? null;
  return { values, start, isBaseline: start !== null && start.day === baseline };
}

function ends(lesion: LesionCourse, f: { unit: string; digits: number; baseline: number | undefined }): string {
  const { values, start } = valuesOf(lesion, f.baseline);
  const last = values.at(-1);
  if (!last) return "not measured";
  const end = `${figure(last.value, f.digits)} ${f.unit}`;
  return start ? `${figure(start.value, f.digits)} to ${end}` : `${end} before the baseline`;
}

/** Days in the radiotherapy field, hatched as on the time line; a course before the axis begins stands at its edge. */
function field(
  theme: Theme,
  lesion: string,
  { from, to, label }: NonNullable<LesionCourse["irradiated"]>[number],
  f: { from: number; to: number; top: number; bottom: number; x: (day: number) => number; tell: TellDay },
): string {
  if (from > f.to) return "";
  const isBefore = to !== null && to < f.from;
  const x0 = f.x(Math.max(f.from, isBefore ? f.from : from));
  const x1 = Math.max(x0 + 3, f.x(Math.min(f.to, to ?? f.to)));
  const hatches: string[] = [];
  if (!isBefore)
    for (let h = x0 + 1.5; h < x1; h += 4) hatches.push(line(h, f.top + 10, h, f.bottom, { stroke: theme.axis }));
  const days =
    to === null ? `from ${f.tell(from)}, ongoing` : from === to ? f.tell(from) : `${f.tell(from)} to ${f.tell(to)}`;
  return el(
    "g",
    { class: "irradiated" },
    tip(`${lesion} in the field of ${label}: ${days}`) +
      (isBefore
        ? ""
        : el("rect", { x: x0, y: f.top + 10, width: x1 - x0, height: f.bottom - f.top - 10, fill: theme.band }) +
          hatches.join("")) +
      text(x0, f.top + 7, isBefore ? "‹ RT" : "RT", { "font-size": 10, fill: theme.muted }),
  );
}

function panel(
  theme: Theme,
  lesion: LesionCourse,
  f: {
    w: number;
    from: number;
    to: number;
    most: number;
    unit: string;
    digits: number;
    baseline: number | undefined;
    axis: ReturnType<typeof dayAxis>;
    tell: TellDay;
  },
): string {
  const points = [...lesion.points].sort((a, b) => a.day - b.day);
  const { values, start, isBaseline } = valuesOf(lesion, f.baseline);
  const last = values.at(-1);
  const top = 38;
  const bottom = HEIGHT;
  const x = (d: number) => 4 + ((d - f.from) / (f.to - f.from)) * (f.w - 38);
  const y = (v: number) => bottom - (v / f.most) * (bottom - top);
  const changeOf = (value: number) =>
    start && start.value > 0 ? percentChange(((value - start.value) / start.value) * 100) : "";
  const lastChange = last && last !== start ? changeOf(last.value) : "";
  const change = lastChange === "" || isBaseline ? lastChange : `${lastChange} from first`;
  const tone =
    !start || !last || start === last
      ? theme.muted
      : last.value > start.value
        ? theme.tone.progression
        : theme.tone.response;
  /** What a value is against the one that changes count from. */
  const against = (day: number, value: number) => {
    if (!start || day < start.day) return f.baseline === undefined ? "" : ", before the baseline";
    if (day === start.day) return isBaseline ? " (baseline)" : " (its first value)";
    const by = changeOf(value);
    return by === "" ? "" : `, ${by} from ${isBaseline ? "baseline" : "its first value"}`;
  };
  let out =
    text(0, 11, fitted(lesion.label, f.w, 11, true), { "font-weight": 600 }) +
    text(0, 25, fitted(lesion.role ?? "", f.w - textWidth(change, 11, true) - 8, 10), {
      "font-size": 10,
      fill: theme.muted,
    }) +
    text(f.w, 25, change, { "text-anchor": "end", "font-weight": 600, fill: tone }) +
    line(0, bottom, f.w, bottom, { stroke: theme.axis }) +
    f.axis.ticks
      .map(
        (t) =>
          line(x(t.day), bottom, x(t.day), bottom + 3, { stroke: theme.axis }) +
          text(x(t.day), bottom + 14, t.label, { "text-anchor": "middle", "font-size": 10, fill: theme.muted }),
      )
      .join("");
  out += (lesion.irradiated ?? [])
    .map((course) => field(theme, lesion.label, course, { ...f, x, top, bottom }))
    .join("");
  if (start)
    out += line(x(start.day), y(start.value), f.w - 34, y(start.value), {
      stroke: theme.axis,
      "stroke-dasharray": "2 3",
      class: isBaseline ? "from-baseline" : "from-first",
    });
  out += polyline(
    values.map((p) => [x(p.day), y(p.value)]),
    { stroke: theme.ink, "stroke-width": 1.5, "stroke-linejoin": "round" },
  );
  for (const p of points) {
    const words = tip(
      `${lesion.label}, ${f.tell(p.day)}: ${p.value === null ? (p.status ?? "not measured") : `${figure(p.value, f.digits)} ${f.unit}${p.status ? ` (${p.status})` : ""}${against(p.day, p.value)}`}`,
    );
    out +=
      p.value === null
        ? mark(
            "cross",
            x(p.day),
            bottom - 6,
            7,
            { colour: theme.faint, filled: true, surface: theme.surface },
            {},
            words,
          )
        : el(
            "circle",
            {
              cx: x(p.day),
              cy: y(p.value),
              r: 2.5,
              fill: p.status ? theme.surface : theme.ink,
              stroke: theme.ink,
              class: "point",
            },
            words,
          );
  }
  if (last) out += text(f.w - 30, y(last.value) + 4, figure(last.value, f.digits), { "font-weight": 600 });
  return out;
}
