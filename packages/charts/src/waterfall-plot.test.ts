import { parseHTML } from "linkedom/worker";
import { describe, expect, test } from "vitest";
import { WATERFALL_OF_RECIST } from "./testing/recist.ts";
import { waterfallPlot } from "./waterfall-plot.ts";

const bars = (n: number) =>
  Array.from({ length: n }, (_, i) => ({
    key: `P-${i}`,
    changePercent: 80 - (160 * i) / (n - 1),
    category: i % 3 === 0 ? "PD" : "SD",
  }));
const drawing = (svg: string) => parseHTML(`<html><body>${svg}</body></html>`).document;

describe("bars thinner than a pixel", () => {
  test("are drawn as one shape a colour, a twentieth of the text, over the whole width", () => {
    const many = bars(2000);
    const plain = waterfallPlot(many, { ...WATERFALL_OF_RECIST, width: 640, linked: true });
    const merged = waterfallPlot(many, { ...WATERFALL_OF_RECIST, width: 640 });
    expect(drawing(plain).querySelectorAll("rect.bar")).toHaveLength(2000);
    expect(drawing(merged).querySelectorAll("rect.bar")).toHaveLength(0);
    const paths = [...drawing(merged).querySelectorAll("path.bars")];
    expect(paths).toHaveLength(2);
    expect(merged.length).toBeLessThan(plain.length / 3);
    const edges = paths.flatMap((path) => {
      const d = path.getAttribute("d")!;
      return [...d.matchAll(/M([\d.]+) /g), ...d.matchAll(/H([\d.]+)/g)].map(([, x]) => Number(x));
    });
    const rects = [...drawing(plain).querySelectorAll("rect.bar")];
    expect(Math.min(...edges)).toBeCloseTo(Number(rects[0]!.getAttribute("x")), 1);
    expect(Math.max(...edges)).toBeCloseTo(Number(rects.at(-1)!.getAttribute("x")) + 0.5, 0);
  });

  test("reach as high and as low as bars by themselves", () => {
    const many = bars(2000);
    const rects = [
      ...drawing(waterfallPlot(many, { ...WATERFALL_OF_RECIST, width: 640, linked: true })).querySelectorAll(
        "rect.bar",
      ),
    ];
    const tallest = Math.max(...rects.map((rect) => Number(rect.getAttribute("height"))));
    const heights = [
      ...drawing(waterfallPlot(many, { ...WATERFALL_OF_RECIST, width: 640 })).querySelectorAll("path.bars"),
    ].flatMap((path) => {
      const d = path.getAttribute("d")!;
      const zero = Number(/^M[\d.]+ ([\d.]+)/.exec(d)![1]);
      return [...d.matchAll(/V([\d.]+)/g)].map(([, y]) => Math.abs(Number(y) - zero));
    });
    expect(Math.max(...heights)).toBeCloseTo(tallest, 0);
  });

  test("that are neighbours of one colour are one outline, which ends where it began: at no change", () => {
    const many = bars(2000).map((bar) => ({ ...bar, category: bar.changePercent > 0 ? "PD" : "SD" }));
    const paths = [
      ...drawing(waterfallPlot(many, { ...WATERFALL_OF_RECIST, width: 640 })).querySelectorAll("path.bars"),
    ];
    expect(paths).toHaveLength(2);
    for (const path of paths) {
      const d = path.getAttribute("d")!;
      const [, zero] = /^M[\d.]+ ([\d.]+)V/.exec(d)!;
      expect(d.match(/M/g)).toHaveLength(1);
      expect(d.endsWith(`V${zero}`)).toBe(true);
    }
  });

  test("leave a highlighted one by itself", () => {
    const many = bars(2000).map((bar, i) => ({ ...bar, ...(i === 5 ? { highlight: true } : {}) }));
    expect(
      drawing(waterfallPlot(many, { ...WATERFALL_OF_RECIST, width: 640 })).querySelectorAll("rect.bar"),
    ).toHaveLength(1);
  });
});

describe("the lines of the criterion", () => {
  const rano = {
    measure: "sum of products",
    references: [
      { percent: -50, label: "response" },
      { percent: 25, label: "progression" },
    ],
  };
  const two = [
    { key: "A", changePercent: 40, category: "PD" },
    { key: "B", changePercent: -45, category: "SD" },
  ];

  test("are those that are given, and none of another's; so is what is told to those who do not see it", () => {
    const svg = waterfallPlot(two, rano);
    expect(svg).toContain("Best change in sum of products from baseline until progression, 2 subjects");
    expect(svg).toContain("progression +25 %");
    expect(svg).not.toMatch(/diameters|PD \+20|PR|30 % or more/);
    // −45 % is no response by −50 %.
    expect(svg).toContain("; 0 shrank by 50 % or more.");
  });

  test("are named where no bar is, else on a ground of their own", () => {
    const nameOf = (svg: string) => /<text x="([\d.]+)"[^>]*>progression/.exec(svg)!;
    expect(waterfallPlot(two, { ...rano, width: 600 })).not.toContain("name-ground");
    expect(Number(nameOf(waterfallPlot(two, { ...rano, width: 600 }))[1])).toBeGreaterThan(400);
    // One patient: the bar is as wide as the plot, and the name would lie upon it.
    const alone = waterfallPlot([{ key: "A", changePercent: 60, category: "PD" }], { ...rano, width: 600 });
    expect(alone.match(/name-ground/g)).toHaveLength(1);
    expect(alone.indexOf("name-ground")).toBeGreaterThan(alone.indexOf('class="bar"'));
    expect(alone.indexOf("name-ground")).toBeLessThan(alone.indexOf(">progression"));
  });
});
