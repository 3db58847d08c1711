import { describe, expect, it } from "vitest";
import { trajectory } from "./trajectory.ts";

/** 100 mm before treatment, 80 on day 40, 50 on day 80, 60 on day 120; 200 on day 160. */
const course = [
  { day: -5, value: 100 },
  { day: 40, value: 80 },
  { day: 80, value: 50 },
  { day: 120, value: 60 },
  { day: 160, value: 200 },
];

describe("a course up to a landmark, by hand", () => {
  const found = trajectory(course, 130);
  it("knows baseline, nadir, depth, regrowth and changes", () => {
    expect(found).toMatchObject({ count: 4, lastDay: 120, baseline: 100, last: 60, nadir: 50, nadirDay: 80 });
    // 60 / 100, 60 / 50, 50 / 100, 60 / 50.
    expect([found.changeFromBaseline, found.changeSincePrevious, found.depth, found.regrowth]).toEqual([
      expect.closeTo(-0.4, 12),
      expect.closeTo(0.2, 12),
      -0.5,
      expect.closeTo(0.2, 12),
    ]);
  });
  it("has the area by trapezoids: (90 × 45 + 65 × 40 + 55 × 40) / 100 / 125 = 0.708", () => {
    expect(found.meanRelative).toBeCloseTo((90 * 45 + 65 * 40 + 55 * 40) / 100 / 125, 12);
  });
  it("a course that doubles every month has slope ln 2 and no acceleration", () => {
    const doubling = [0, 1, 2, 3].map((n) => ({ day: 30.4375 * n, value: 10 * 2 ** n }));
    const { logSlope, acceleration } = trajectory(doubling, 100);
    expect(logSlope).toBeCloseTo(Math.LN2, 12);
    expect(acceleration).toBeCloseTo(0, 12);
  });
  it("nothing after the landmark enters: the same with and without the last value, whatever it is", () => {
    for (const value of [0, 1e6, Number.NaN]) {
      expect(trajectory([...course.slice(0, 4), { day: 131, value }], 130)).toEqual(found);
    }
    expect(trajectory(course, 160).regrowth).toBeCloseTo(3, 12);
  });
  it("tells what it cannot know: no value, one value, a value of 0", () => {
    expect(trajectory(course, -10)).toMatchObject({ count: 0, baseline: null, logSlope: null });
    expect(trajectory(course, 0)).toMatchObject({ count: 1, last: 100, changeFromBaseline: null, logSlope: null });
    expect(trajectory([course[0]!, { day: 40, value: 0 }, { day: 80, value: 10 }], 90)).toMatchObject({
      depth: -1,
      regrowth: null,
      logSlope: null,
      acceleration: null,
    });
  });
  it("two values of one day count as their mean", () => {
    expect(trajectory([...course, { day: 120, value: 80 }], 130).last).toBe(70);
  });
});
