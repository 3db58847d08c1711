import * as Plot from "@observablehq/plot";
import { parseHTML } from "linkedom/worker";
import type { Theme } from "./theme.ts";

export { Plot };

export interface PlotArea {
  /** Contents without a root element, to stand in a group of the chart. */
  readonly svg: string;
  /** Data to px within the area. */
  readonly x: (value: number) => number;
  readonly y: (value: number) => number;
}

export interface PlotAreaOptions {
  readonly width: number;
  readonly height: number;
  readonly margin: { readonly top: number; readonly right: number; readonly bottom: number; readonly left: number };
  readonly x: { readonly domain: readonly [number, number]; readonly type?: "linear" | "log" };
  readonly y: { readonly domain: readonly [number, number]; readonly reverse?: boolean };
  readonly marks: readonly Plot.Markish[];
}

let page: Document | undefined;

/** Observable Plot drawn without a browser: the marks only; names, legends and notes are composed around them. */
export function plotArea(theme: Theme, { width, height, margin, x, y, marks }: PlotAreaOptions): PlotArea {
  page ??= (parseHTML("<!doctype html><html><body></body></html>") as unknown as { document: Document }).document;
  const drawn = Plot.plot({
    document: page,
    width,
    height,
    marginTop: margin.top,
    marginRight: margin.right,
    marginBottom: margin.bottom,
    marginLeft: margin.left,
    style: { color: theme.ink },
    x: { ...x, domain: [...x.domain], axis: null },
    y: { ...y, domain: [...y.domain], axis: null },
    marks: [...marks],
  });
  drawn.querySelector("style")?.remove();
  // Plot names its groups, which have no role: ARIA forbids that, and the chart as a whole names itself.
  for (const group of drawn.querySelectorAll("g[aria-label]")) group.removeAttribute("aria-label");
  const scaleOf = (name: "x" | "y") => {
    const scale = drawn.scale(name);
    return (value: number): number => Number(scale?.apply(value));
  };
  // What the root of a plot sets for its marks.
  return {
    svg: `<g text-anchor="middle" fill="${theme.ink}">${drawn.innerHTML}</g>`,
    x: scaleOf("x"),
    y: scaleOf("y"),
  };
}

/** Horizontal grid with its labels at the left: the look that every chart shares. */
export const yGrid = (theme: Theme, values: readonly number[], format: (v: number) => string): Plot.Markish[] => [
  Plot.ruleY(values, { stroke: theme.grid }),
  Plot.axisY([...values], {
    tickSize: 0,
    tickPadding: 8,
    tickFormat: format,
    color: theme.muted,
    fontSize: 11,
    label: null,
  }),
];

/** Labels under the area with short ticks. */
export const xAxis = (theme: Theme, values: readonly number[], format: (v: number) => string): Plot.Markish[] => [
  Plot.axisX([...values], {
    tickSize: 4,
    tickPadding: 4,
    tickFormat: format,
    stroke: theme.axis,
    fill: theme.muted,
    fontSize: 11,
    label: null,
  }),
];
