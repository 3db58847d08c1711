import { describe, expect, it } from "vitest";
import { kaplanMeierPlot } from "./kaplan-meier-plot.ts";
import { enters } from "./placement.ts";
import { seriesLook } from "./series-look.ts";
import { spiderPlot } from "./spider-plot.ts";
import { SPIDER_OF_RECIST } from "./testing/recist.ts";
import { themeOf } from "./theme.ts";

const arms = Array.from({ length: 18 }, (_, i) => `Arm ${String(i + 1).padStart(2, "0")}`);
const keysOf = (svg: string): string[] =>
  [...svg.matchAll(/<path [^>]*class="curve-key"[^>]*>/g)].map(
    ([key]) => `${/stroke="(#\w+)"/.exec(key)![1]} ${/stroke-dasharray="([^"]+)"/.exec(key)?.[1] ?? "full"}`,
  );

/** Survival falls by a quarter at each of four times; `shift` tells the curves apart. */
const curve = (label: string, shift: number, last = 400) => ({
  label,
  n: 4,
  events: 4,
  steps: [0.75, 0.5, 0.25, 0].map((survival, k) => ({
    ...{ time: (last * (k + 1)) / 4 - (k < 3 ? shift : 0), atRisk: 4 - k, censored: 0, survival },
    ...{ lower: null, upper: null },
  })),
});

describe("looks of groups", () => {
  it("are no two alike among 36, and of 18 none is told by one of the two blues alone", () => {
    const looks = Array.from({ length: 36 }, (_, i) => seriesLook(themeOf("light"), i));
    expect(new Set(looks.map(({ stroke, dash }) => `${stroke} ${dash}`)).size).toBe(36);
    const dashesOf = (colour: number) => [0, 6, 12].map((round) => looks[colour + round]!.dash);
    expect(dashesOf(0).filter((dash) => dashesOf(5).includes(dash))).toEqual([]);
    expect(dashesOf(1).filter((dash) => dashesOf(4).includes(dash))).toEqual([]);
  });

  it("tell 18 arms apart in curves of survival and in a spider plot, the same in both", () => {
    const survival = keysOf(
      kaplanMeierPlot(
        arms.map((label, i) => curve(label, i)),
        { unit: "days", width: 800 },
      ),
    );
    expect(new Set(survival).size).toBe(18);
    // Given in another order than that of the names.
    const spider = spiderPlot(
      [...arms].reverse().map((group, i) => ({
        ...{ key: `P-${i}`, group },
        points: [
          { day: 0, changePercent: 0 },
          { day: 60, changePercent: -2 * i },
        ],
      })),
      { ...SPIDER_OF_RECIST, width: 800, linked: true },
    );
    expect(keysOf(spider)).toEqual(survival);
    expect([...spider.matchAll(/stroke-width="1.2" stroke-dasharray="/g)]).toHaveLength(15);
  });
});

describe("the names of curves", () => {
  const NAME = /<text x="([\d.]+)" y="([\d.]+)" font-weight="600" fill="#\w+" paint-order/g;
  it("stand in the plot where it is free", () => {
    const svg = kaplanMeierPlot([curve("A", 0, 100), curve("B", 9, 100)], { unit: "days", width: 600, timeMax: 400 });
    expect([...svg.matchAll(NAME)]).toHaveLength(2);
  });
  it("stand beneath it where they would lie on a curve", () => {
    // One curve stays high to the end, one falls at once: neither corner is free for so many names.
    const high = { ...curve("High", 0), steps: curve("", 0).steps.map((s) => ({ ...s, survival: 0.97 })) };
    const svg = kaplanMeierPlot([high, ...arms.slice(1).map((label, i) => curve(label, 5 * i))], {
      unit: "days",
      width: 600,
    });
    expect([...svg.matchAll(NAME)]).toHaveLength(0);
    expect(keysOf(svg)).toHaveLength(18);
    expect(svg).toContain(">Arm 18<");
  });
});

describe("labels inside a spider plot", () => {
  it("leave the line of partial response when the nadir lies just above it", () => {
    const svg = spiderPlot(
      [
        {
          key: "P",
          points: [
            { day: 0, changePercent: 0 },
            { day: 100, changePercent: -24 },
            { day: 200, changePercent: -10 },
          ],
        },
      ],
      SPIDER_OF_RECIST,
    );
    const [, x, y] = /<text x="([\d.]+)" y="([\d.]+)"[^>]*class="nadir-name"/.exec(svg)!.map(Number) as [
      number,
      number,
      number,
    ];
    const box = { left: x, right: x + 60, top: y - 8, bottom: y + 2 };
    const name = /<text x="[\d.]+" y="([\d.]+)"[^>]*class="reference"[^>]*>PR/.exec(svg)!;
    // The name of the reference stands 12 px beneath its line.
    const at = Number(name[1]) - 12;
    expect(enters([0, at, 720, at], box)).toBe(false);
  });

  it("stand off the curves where there is room", () => {
    // All grow to 25 % and more by day 20; the slowest passes 20 % on day 16. The name stood at the left of that, upon them.
    const svg = spiderPlot(
      Array.from({ length: 20 }, (_, i) => ({
        key: `P-${i}`,
        points: [
          { day: 0, changePercent: 0 },
          { day: 20, changePercent: 25 + i },
          { day: i === 0 ? 400 : 60, changePercent: 60 },
        ],
      })),
      { ...SPIDER_OF_RECIST, references: [{ percent: 20, label: "progression" }] },
    );
    const [, x] = /<text x="([\d.]+)"[^>]*class="reference"/.exec(svg)!;
    // The axis: 52 px to 704 px are 400 days. Day 15 is at 76 px.
    expect(Number(x)).toBeGreaterThan(76);
  });
});
