import { refuse } from "@nadir/domain";
import { type ChartOptions, SYSTEM_FONT } from "./options.ts";
import { wrap } from "./text-width.ts";
import { type Theme, themeOf } from "./theme.ts";

/** SVG as text: the same data give the same bytes, in Node and in a browser. */
export type Attributes = Readonly<Record<string, string | number | null | undefined | false>>;

export const escapeText = (text: string): string =>
  text
    // Characters that XML 1.0 cannot hold.
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is removed
    .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, "")
    .replace(/&/g, "&amp;")
    .replace(/</g, "&lt;")
    .replace(/>/g, "&gt;")
    .replace(/"/g, "&quot;");

/** Two decimals at most, no negative zero. A place that is no number means that the data held one: refused, not drawn. */
export function px(v: number): string {
  if (!Number.isFinite(v))
    refuse("CHART_NOT_A_NUMBER", `A value of the chart is ${v}; give finite numbers, and leave out what is missing.`, {
      found: String(v),
      expected: "a finite number",
    });
  return String(Math.round(v * 100) / 100 + 0);
}

export function el(
  name: string,
  attributes: Attributes,
  ...children: readonly (string | null | false | undefined)[]
): string {
  let out = `<${name}`;
  for (const [key, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    out += ` ${key}="${typeof value === "number" ? px(value) : escapeText(value)}"`;
  }
  const body = children.filter((c): c is string => typeof c === "string").join("");
  return body === "" ? `${out}/>` : `${out}>${body}</${name}>`;
}

export const text = (x: number, y: number, label: string, attributes: Attributes = {}): string =>
  el("text", { x, y, ...attributes }, escapeText(label));

/** A native tooltip of the mark it stands in. */
export const tip = (label: string): string => el("title", {}, escapeText(label));

export const line = (x1: number, y1: number, x2: number, y2: number, attributes: Attributes): string =>
  el("path", { d: `M${px(x1)} ${px(y1)}L${px(x2)} ${px(y2)}`, fill: "none", ...attributes });

export const polyline = (points: readonly (readonly [number, number])[], attributes: Attributes): string =>
  el("path", { d: pathOf(points), fill: "none", ...attributes });

export const pathOf = (points: readonly (readonly [number, number])[]): string =>
  points.map(([x, y], i) => `${i === 0 ? "M" : "L"}${px(x)} ${px(y)}`).join("");

/** A label with a halo of the page's colour, so that lines below do not cross its letters. */
export const haloed = (theme: Theme): Attributes => ({
  "paint-order": "stroke",
  stroke: theme.surface,
  "stroke-width": 3,
  "stroke-linejoin": "round",
});

/** Space taken above the drawing by a heading, and below by a notice. */
export function frameHeights(options: ChartOptions, width: number): { top: number; bottom: number; notice: string[] } {
  const notice = options.notice ? wrap(options.notice, width, 11) : [];
  return {
    top: options.showTitle && options.title ? 28 : 0,
    bottom: notice.length > 0 ? 10 + 15 * notice.length : 0,
    notice,
  };
}

/** The attribute by which a page finds a subject's marks again; none in a chart that stands alone. */
export const subjectOf = (options: ChartOptions, key: string): Attributes =>
  options.linked ? { "data-subject": key } : {};

/** Wraps a drawing of `height` px into a document with name, description, heading, notice. */
export function svgDocument(
  { width, height, description }: { width: number; height: number; description: string },
  options: ChartOptions,
  body: string,
): string {
  const theme = themeOf(options.theme);
  const { top, bottom, notice } = frameHeights(options, width);
  const total = Math.ceil(height + top + bottom);
  const title = options.title ?? "";
  return el(
    "svg",
    {
      xmlns: "http://www.w3.org/2000/svg",
      viewBox: `0 0 ${px(width)} ${total}`,
      width,
      height: total,
      role: "img",
      "aria-label": title || description,
      "font-family": options.fontFamily ?? SYSTEM_FONT,
      "font-size": 11,
      fill: theme.ink,
      style: "font-variant-numeric:tabular-nums;max-width:100%;height:auto",
    },
    title && el("title", {}, escapeText(title)),
    el("desc", {}, escapeText(options.description ?? description)),
    options.background && el("rect", { width, height: total, fill: theme.surface }),
    top > 0 && text(0, 15, title, { "font-size": 14, "font-weight": 600 }),
    top > 0 ? el("g", { transform: `translate(0 ${top})` }, body) : body,
    ...notice.map((l, i) =>
      text(0, top + height + 20 + 15 * i, l, { fill: theme.muted, "font-style": "italic", class: "notice" }),
    ),
  );
}
