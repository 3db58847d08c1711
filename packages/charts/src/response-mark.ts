import { type Attributes, el, px } from "./svg.ts";
import type { Theme, Tone } from "./theme.ts";

export type Shape = "circle" | "square" | "triangleUp" | "triangleDown" | "diamond" | "cross" | "bar";

export interface ResponseStyle {
  readonly shape: Shape;
  readonly tone: Tone;
  readonly filled: boolean;
  /** What the letters stand for. */
  readonly words: string;
}

/** Shapes say the direction (down: shrinking, up: growing), filling says that it stands; hollow waits to be confirmed. */
const styles: Readonly<Record<string, ResponseStyle>> = {
  CR: { shape: "circle", tone: "response", filled: true, words: "complete response" },
  PR: { shape: "triangleDown", tone: "response", filled: true, words: "partial response" },
  MR: { shape: "triangleDown", tone: "response", filled: false, words: "minor response" },
  SD: { shape: "square", tone: "stable", filled: true, words: "stable disease" },
  "NON-CR/NON-PD": {
    shape: "square",
    tone: "stable",
    filled: false,
    words: "neither complete response nor progression",
  },
  PD: { shape: "triangleUp", tone: "progression", filled: true, words: "progressive disease" },
  PPD: { shape: "triangleUp", tone: "pending", filled: false, words: "preliminary progression" },
  UPD: { shape: "triangleUp", tone: "pending", filled: false, words: "unconfirmed progression" },
  CPD: { shape: "triangleUp", tone: "progression", filled: true, words: "confirmed progression" },
  NED: { shape: "circle", tone: "response", filled: false, words: "no evidence of disease" },
  NE: { shape: "cross", tone: "unknown", filled: true, words: "not evaluable" },
};

/** Any criterion's category: a leading `i`, `im` or `r` (iRECIST, imRECIST, RANO variants) keeps the shape. */
export function responseStyle(category: string, confirmed?: boolean): ResponseStyle {
  const bare = category.trim().replace(/\s+/g, "").toUpperCase();
  const key = [bare, bare.replace(/^(IM|IR|I|R)(?=(CR|PR|MR|SD|PD|UPD|CPD|NE|NON))/, "")].find((k) => k in styles);
  const style = key
    ? styles[key]!
    : { shape: "diamond" as const, tone: "unknown" as const, filled: false, words: category };
  return confirmed === false && style.filled ? { ...style, filled: false } : style;
}

/** A mark centred at (x, y); `size` is the diameter of the circle, the others are drawn to the same weight. */
export function mark(
  shape: Shape,
  x: number,
  y: number,
  size: number,
  { colour, filled, surface }: { colour: string; filled: boolean; surface: string },
  extra: Attributes = {},
  ...children: string[]
): string {
  const r = size / 2;
  const paint: Attributes = {
    fill: filled ? colour : surface,
    stroke: colour,
    "stroke-width": filled ? 0.75 : 1.5,
    "stroke-linejoin": "round",
    ...extra,
  };
  const path = (...points: [number, number][]) =>
    el(
      "path",
      { d: `${points.map(([a, b], i) => `${i ? "L" : "M"}${px(x + a)} ${px(y + b)}`).join("")}Z`, ...paint },
      ...children,
    );
  const t = r * 1.12;
  if (shape === "circle") return el("circle", { cx: x, cy: y, r, ...paint }, ...children);
  if (shape === "square") {
    const s = r * 0.86;
    return el("rect", { x: x - s, y: y - s, width: 2 * s, height: 2 * s, ...paint }, ...children);
  }
  if (shape === "bar")
    return el("rect", { x: x - r * 0.3, y: y - r, width: r * 0.6, height: 2 * r, ...paint }, ...children);
  if (shape === "triangleUp") return path([0, -t], [t, t * 0.82], [-t, t * 0.82]);
  if (shape === "triangleDown") return path([0, t], [t, -t * 0.82], [-t, -t * 0.82]);
  if (shape === "diamond") return path([0, -t], [t, 0], [0, t], [-t, 0]);
  const c = r * 0.75;
  return el(
    "path",
    {
      d: `M${px(x - c)} ${px(y - c)}L${px(x + c)} ${px(y + c)}M${px(x + c)} ${px(y - c)}L${px(x - c)} ${px(y + c)}`,
      fill: "none",
      stroke: colour,
      "stroke-width": 1.75,
      "stroke-linecap": "round",
    },
    ...children,
  );
}

/** The mark of a response category in its tone. */
export function responseMark(
  theme: Theme,
  category: string,
  at: { x: number; y: number; size: number; confirmed?: boolean | undefined },
  ...children: string[]
): string {
  const style = responseStyle(category, at.confirmed);
  return mark(
    style.shape,
    at.x,
    at.y,
    at.size,
    { colour: theme.tone[style.tone], filled: style.filled, surface: theme.surface },
    { class: "response" },
    ...children,
  );
}
