import { fc, test } from "@fast-check/vitest";
import { describe, expect, it } from "vitest";
import {
  kaplanMeier,
  medianFollowUp,
  numbersAtRisk,
  restrictedMean,
  survivalAt,
  survivalQuantile,
} from "./kaplan-meier.ts";
import { logRank } from "./log-rank.ts";

const curveOf = (time: readonly number[], event: readonly number[]) => {
  const c = kaplanMeier({ time, event });
  if (!c.estimable) throw new Error(c.reason);
  return c;
};
const followUp = fc.array(fc.tuple(fc.integer({ min: 1, max: 15 }), fc.integer({ min: 0, max: 1 })), {
  minLength: 1,
  maxLength: 30,
});

describe("Kaplan-Meier", () => {
  test.prop([fc.array(fc.integer({ min: 1, max: 20 }), { minLength: 1, maxLength: 30 })], { seed: 41 })(
    "without censoring is the share still alive, and its restricted mean the mean of the truncated times",
    (time) => {
      const c = curveOf(
        time,
        time.map(() => 1),
      );
      for (const s of c.steps) expect(s.survival).toBeCloseTo(time.filter((t) => t > s.time).length / time.length, 12);
      const r = restrictedMean(c, 10);
      expect(r.estimable && r.estimate).toBeCloseTo(time.reduce((s, t) => s + Math.min(t, 10), 0) / time.length, 10);
    },
  );

  test.prop([followUp], { seed: 42 })(
    "falls only at events, stays within its limits, and forgets the order of rows",
    (rows) => {
      const time = rows.map((r) => r[0]);
      const event = rows.map((r) => r[1]);
      const c = curveOf(time, event);
      expect(curveOf([...time].reverse(), [...event].reverse())).toEqual(c);
      let before = 1;
      for (const s of c.steps) {
        if (s.events === 0) expect(s.survival).toBe(before);
        else expect(s.survival).toBeLessThan(before);
        if (s.lower !== null) {
          expect(s.lower).toBeLessThanOrEqual(s.survival);
          expect(s.upper!).toBeGreaterThanOrEqual(s.survival);
        }
        before = s.survival;
      }
      expect(c.steps.reduce((t, s) => t + s.events + s.censored, 0)).toBe(rows.length);
    },
  );

  test.prop([followUp, fc.double({ min: 0.1, max: 50, noNaN: true })], { seed: 43 })(
    "in another unit of time scales its times and nothing else",
    (rows, unit) => {
      const event = rows.map((r) => r[1]);
      const a = curveOf(
        rows.map((r) => r[0]),
        event,
      );
      const b = curveOf(
        rows.map((r) => r[0] * unit),
        event,
      );
      expect(b.steps.map((s) => s.survival)).toEqual(a.steps.map((s) => s.survival));
      const [p, q] = [survivalQuantile(a).estimate, survivalQuantile(b).estimate];
      if (p === null) expect(q).toBeNull();
      else expect(q! / unit).toBeCloseTo(p, 9);
    },
  );

  it("puts an event before a censoring of the same day", () => {
    expect(curveOf([5, 5], [1, 0]).steps[0]).toMatchObject({ atRisk: 2, survival: 0.5 });
  });

  it("takes times that differ by rounding as one", () => {
    expect(curveOf([0.1 + 0.2, 0.3, 1], [1, 1, 0]).steps).toHaveLength(2);
  });

  it("gives the midpoint of a plateau at one half, to the last time when it never ends", () => {
    expect(survivalQuantile(curveOf([1, 2, 6, 9], [1, 1, 1, 1])).estimate).toBe(4);
    expect(survivalQuantile(curveOf([1, 2, 6, 9], [1, 1, 0, 0])).estimate).toBe(5.5);
  });

  it("answers null where a median is not reached and where survival is 0", () => {
    const c = curveOf([1, 2, 3], [1, 0, 0]);
    expect(survivalQuantile(c)).toMatchObject({ estimate: null, upper: null });
    expect(survivalAt(curveOf([1, 2], [1, 1]), 5)).toMatchObject({ survival: 0, standardError: null, lower: null });
    expect(survivalAt(c, 0.5)).toMatchObject({ survival: 1, atRisk: 3, lower: 1 });
  });

  it("counts those at risk just before a time", () => {
    expect(numbersAtRisk(curveOf([2, 4, 4, 8], [1, 0, 1, 0]), [0, 2, 3, 4, 5, 9])).toEqual([4, 4, 3, 3, 1, 0]);
  });

  it("says when the restricted mean was carried beyond follow-up", () => {
    const r = restrictedMean(curveOf([1, 4], [1, 0]), 10);
    expect(r).toMatchObject({ extrapolated: true, estimate: 5.5 });
    expect(restrictedMean(curveOf([1, 4], [1, 0]), 0)).toMatchObject({ estimable: false });
  });

  it("exchanges event and censoring for the follow-up", () => {
    expect(medianFollowUp({ time: [1, 2, 3, 4], event: [1, 0, 0, 0] })).toMatchObject({ estimate: 3 });
  });

  it("of nobody is not estimable; of negative times is refused", () => {
    expect(kaplanMeier({ time: [], event: [] })).toMatchObject({ estimable: false });
    expect(() => kaplanMeier({ time: [3, -1], event: [1, 1] })).toThrow(/value 2 is -1/);
  });
});

describe("log-rank", () => {
  const grouped = fc.array(
    fc.tuple(fc.integer({ min: 1, max: 9 }), fc.integer({ min: 0, max: 1 }), fc.constantFrom("a", "b", "c")),
    { minLength: 4, maxLength: 40 },
  );
  test.prop([grouped], { seed: 44 })("observed and expected agree in total, names of groups do not matter", (rows) => {
    const input = { time: rows.map((r) => r[0]), event: rows.map((r) => r[1]) };
    const a = logRank({ ...input, group: rows.map((r) => r[2]) });
    const b = logRank({ ...input, group: rows.map((r) => ({ a: "z", b: "y", c: "x" })[r[2]]!) });
    expect(a.estimable).toBe(b.estimable);
    if (!a.estimable || !b.estimable) return;
    expect(a.groups.reduce((s, g) => s + g.observed - g.expected, 0)).toBeCloseTo(0, 10);
    expect(b.chiSquare).toBeCloseTo(a.chiSquare, 8);
    expect(b.p).toBeCloseTo(a.p, 8);
  });

  it("of one group, or of nobody with an event, is not estimable", () => {
    expect(logRank({ time: [1, 2], event: [1, 1], group: ["a", "a"] })).toMatchObject({ estimable: false });
    expect(logRank({ time: [1, 2], event: [0, 0], group: ["a", "b"] })).toMatchObject({ estimable: false });
  });
});
