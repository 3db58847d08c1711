import { parseHTML } from "linkedom/worker";
import { describe, expect, test } from "vitest";
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
    const plain = waterfallPlot(many, { width: 640, linked: true });
    const merged = waterfallPlot(many, { width: 640 });
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
    const rects = [...drawing(waterfallPlot(many, { width: 640, linked: true })).querySelectorAll("rect.bar")];
    const tallest = Math.max(...rects.map((rect) => Number(rect.getAttribute("height"))));
    const heights = [...drawing(waterfallPlot(many, { width: 640 })).querySelectorAll("path.bars")].flatMap((path) => {
      const d = path.getAttribute("d")!;
      const zero = Number(/^M[\d.]+ ([\d.]+)/.exec(d)![1]);
      return [...d.matchAll(/V([\d.]+)/g)].map(([, y]) => Math.abs(Number(y) - zero));
    });
    expect(Math.max(...heights)).toBeCloseTo(tallest, 0);
  });

  test("that are neighbours of one colour are one outline, which ends where it began: at no change", () => {
    const many = bars(2000).map((bar) => ({ ...bar, category: bar.changePercent > 0 ? "PD" : "SD" }));
    const paths = [...drawing(waterfallPlot(many, { width: 640 })).querySelectorAll("path.bars")];
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
    expect(drawing(waterfallPlot(many, { width: 640 })).querySelectorAll("rect.bar")).toHaveLength(1);
  });
});
