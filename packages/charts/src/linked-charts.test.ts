import { parseHTML } from "linkedom/worker";
import { describe, expect, it } from "vitest";
import {
  correlationMatrix,
  deltaHeatMap,
  kaplanMeierPlot,
  spiderPlot,
  stripPlot,
  swimmerPlot,
  themeOf,
  waterfallPlot,
} from "./index.ts";
import { quantileOf } from "./strip-plot.ts";
import { SPIDER_OF_RECIST, WATERFALL_OF_RECIST } from "./testing/recist.ts";

const inside = (svg: string): Document =>
  (parseHTML(`<!doctype html><html><body>${svg}</body></html>`) as unknown as { document: Document }).document;
const all = (svg: string, selector: string): Element[] => [...inside(svg).querySelectorAll(selector)];
const subjects = (svg: string): (string | null)[] =>
  all(svg, "[data-subject]").map((mark) => mark.getAttribute("data-subject"));
const number = (mark: Element | undefined, name: string): number => Number(mark?.getAttribute(name));

describe("a waterfall that belongs to a page", () => {
  const bars = [
    { key: "A", changePercent: -50, category: "PR" },
    { key: "B", changePercent: 250, category: "PD" },
    { key: "C", changePercent: 10, category: "SD" },
  ];
  const svg = waterfallPlot(bars, {
    ...WATERFALL_OF_RECIST,
    ...{ width: 400, height: 240, linked: true, without: ["D", "E"] },
  });

  it("has one bar a patient from growth to shrinkage, each with its key", () => {
    expect(subjects(svg)).toEqual(["B", "C", "A"]);
  });
  it("names who has no bar", () => {
    expect(svg).toContain("no change known until progression (2): D, E.");
  });
  it("cuts at +100 % and writes the figure; a bar's height is its change", () => {
    const [cut, small, deep] = all(svg, ".bar");
    expect(svg).toContain("+250 %");
    // The same scale for all: 100 % : 10 % : 50 %.
    expect(number(cut, "height") / number(small, "height")).toBeCloseTo(10, 1);
    expect(number(deep, "height") / number(small, "height")).toBeCloseTo(5, 1);
  });
  it("keeps the key out of a plot that is printed", () => {
    expect(subjects(waterfallPlot(bars, WATERFALL_OF_RECIST))).toEqual([]);
  });
});

describe("a spider plot that belongs to a page", () => {
  const svg = spiderPlot(
    [
      {
        key: "A",
        points: [
          { day: 0, changePercent: 0 },
          { day: 56, changePercent: -40 },
          { day: 700, changePercent: 20 },
        ],
      },
      {
        key: "B",
        points: [
          { day: 0, changePercent: 0 },
          { day: 350, changePercent: 30 },
        ],
      },
    ],
    { ...SPIDER_OF_RECIST, width: 600, height: 300, linked: true, unit: "weeks" },
  );
  it("holds to weeks, over two years too, and rings the nadir below baseline", () => {
    expect(svg).toContain("weeks");
    expect(subjects(svg)).toEqual(["A", "B"]);
    expect(all(svg, ".nadir")).toHaveLength(1);
    expect(all(svg, ".nadir title")[0]?.textContent).toBe("A, 56 days from baseline (week 8.0): −40.0 %, nadir");
  });
  it("draws to scale: day 350 lies in the middle of 0 and 700", () => {
    const [line] = all(svg, "[data-subject=A] path");
    const xs = [...(line?.getAttribute("d") ?? "").matchAll(/[ML](-?[\d.]+) /g)].map(([, x]) => Number(x));
    const [other] = all(svg, "[data-subject=B] path");
    const b = [...(other?.getAttribute("d") ?? "").matchAll(/[ML](-?[\d.]+) /g)].map(([, x]) => Number(x));
    expect(b[1]! - xs[0]!).toBeCloseTo((xs[2]! - xs[0]!) / 2, 1);
  });
});

describe("a swimmer plot that belongs to a page", () => {
  it("has one lane a patient, to be hit over its whole width", () => {
    const svg = swimmerPlot(
      [
        { key: "A", end: 100, died: true },
        { key: "B", end: 300, ongoing: true, segments: [{ from: 0, to: 150, kind: "drug" }] },
      ],
      { width: 500, linked: true },
    );
    expect(subjects(svg)).toEqual(["B", "A"]);
    expect(number(all(svg, "[data-subject=B] rect")[0], "width")).toBe(500);
    // Half of the longest follow-up, half of the way.
    const track = /M([\d.]+) [\d.]+L([\d.]+)/.exec(all(svg, "[data-subject=B] path")[0]?.getAttribute("d") ?? "")!;
    expect(number(all(svg, ".segment")[0], "width")).toBeCloseTo((Number(track[2]) - Number(track[1])) / 2, 1);
  });
});

describe("survival curves that belong to a page", () => {
  it("put each patient on the curve of the group, where the time ended", () => {
    const step = { lower: null, upper: null };
    const svg = kaplanMeierPlot(
      [
        {
          label: "A",
          n: 2,
          events: 1,
          steps: [
            { time: 10, atRisk: 2, censored: 0, survival: 0.5, ...step },
            { time: 20, atRisk: 1, censored: 1, survival: 0.5, ...step },
          ],
        },
      ],
      {
        unit: "days",
        linked: true,
        width: 500,
        subjects: [
          { key: "P", group: "A", time: 10, event: true },
          { key: "Q", group: "A", time: 20, event: false },
        ],
      },
    );
    expect(subjects(svg)).toEqual(["P", "Q"]);
    const [p, q] = all(svg, ".end");
    expect(number(p, "cy")).toBe(number(q, "cy"));
    // The axis begins at 52 px: time 10 is half way to time 20.
    expect(number(p, "cx") - 52).toBeCloseTo((number(q, "cx") - 52) / 2, 1);
    expect(number(p, "fill-opacity")).toBeGreaterThan(number(q, "fill-opacity"));
  });
});

describe("a strip of values", () => {
  it("has the quartiles of Hyndman and Fan's type 7", () => {
    // R: quantile(c(1, 2, 3, 4, 10)) gives 1 2 3 4 10; quantile(1:4) gives 1.00 1.75 2.50 3.25 4.00.
    expect([0.25, 0.5, 0.75].map((p) => quantileOf([1, 2, 3, 4, 10], p))).toEqual([2, 3, 4]);
    expect([0.25, 0.5, 0.75].map((p) => quantileOf([1, 2, 3, 4], p))).toEqual([1.75, 2.5, 3.25]);
  });
  it("draws values to scale, each with its key", () => {
    const points = [0, 5, 10].map((value, i) => ({ key: `P${i}`, value }));
    const svg = stripPlot([{ label: "A", points }], { variable: "x", linked: true });
    expect(subjects(svg)).toEqual(["P0", "P1", "P2"]);
    const [a, b, c] = all(svg, ".value").map((dot) => number(dot, "cx"));
    expect(b! - a!).toBeCloseTo(c! - b!, 1);
  });
});

describe("colours of change and of correlation", () => {
  const { tone } = themeOf("light");
  it("names every patient below their column, and of narrow columns every second or so", () => {
    const keys = Array.from({ length: 60 }, (_, n) => `S1-${String(n).padStart(4, "0")}`);
    const named = (subjects: string[], width: number) =>
      all(
        deltaHeatMap({ features: ["f"], subjects, changes: [subjects.map(() => 10)] }, { width }),
        "text[transform]",
      ).map((label) => label.textContent);
    expect(named(keys.slice(0, 20), 720)).toEqual(keys.slice(0, 20));
    const few = named(keys, 400);
    expect(few.length).toBeGreaterThan(15);
    expect(few).toEqual(keys.filter((_, n) => n % (60 / few.length) === 0));
  });

  it("cuts names of features so that no two are alike", () => {
    const names = ["A", "B"].flatMap((start) =>
      ["mean", "variance"].map((end) => `${start} wavelet-filtered grey level dependence of the whole lesion, ${end}`),
    );
    const labels = all(
      deltaHeatMap({ features: names, subjects: ["P"], changes: names.map(() => [1]) }, { width: 500 }),
      "text",
    ).map((label) => label.textContent ?? "");
    const cut = labels.filter((label) => label.includes("…"));
    expect(cut).toHaveLength(4);
    expect(new Set(cut).size).toBe(4);
    expect(cut[0]).toMatch(/^A .*…/);
    expect(cut[1]).toMatch(/…?variance$/);
    // Names that differ in their middles alone.
    const density = ["Volume", "Area"].flatMap((what) =>
      ["approximate", "minimum volume"].map((kind) => `${what} density, ${kind} enclosing ellipsoid`),
    );
    const narrow = deltaHeatMap(
      { features: density, subjects: ["P"], changes: density.map(() => [1]) },
      { width: 320 },
    );
    const told = all(narrow, "text").map((label) => label.textContent ?? "");
    expect(new Set(told.filter((label) => label.includes("…"))).size).toBe(4);
  });

  it("grow to 0.9 at a change of 100 %, orange up and blue down as in the waterfall; a column is a patient", () => {
    const svg = deltaHeatMap(
      { features: ["f"], subjects: ["A", "B", "C", "D"], changes: [[50, -100, 400, null]] },
      { width: 600, linked: true },
    );
    expect(subjects(svg)).toEqual(["A", "B", "C", "D"]);
    expect(all(svg, ".column .cell").map((cell) => [cell.getAttribute("fill"), number(cell, "fill-opacity")])).toEqual([
      [tone.progression, 0.45],
      [tone.response, 0.9],
      [tone.progression, 0.9],
    ]);
    const key = all(svg, ".cell").slice(-5);
    expect([key.at(0), key.at(-1)].map((cell) => cell?.getAttribute("fill"))).toEqual([
      tone.response,
      tone.progression,
    ]);
    expect(all(svg, ".column title").at(-1)?.textContent).toBe("D, f: no value");
  });
  it("say rho and the count of patients", () => {
    const one = { rho: 1, n: 12 };
    const pair = { rho: -0.5, n: 10 };
    const none = { rho: null, n: 2 };
    const svg = correlationMatrix({
      names: ["a", "b", "c"],
      pairs: [
        [one, pair, none],
        [pair, one, none],
        [none, none, one],
      ],
    });
    const titles = all(svg, "g > title").map((t) => t.textContent);
    expect(all(svg, ".cell")[0]?.getAttribute("fill")).toBe(tone.progression);
    expect(titles).toContain("a and b: rho −0.50, 10 subjects");
    expect(titles).toContain("a and c: not estimable, 2 subjects");
    expect(svg).toContain("on 2 to 10 subjects");
  });
});
