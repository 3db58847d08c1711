import { fc, test } from "@fast-check/vitest";
import { describe, expect, it } from "vitest";
import { cubicSpline } from "./cubic-spline.ts";
import { profileInterval } from "./profile-interval.ts";

describe("cubic spline", () => {
  const knots = [-1, 0.5, 1, 2.5, 4];
  const coefficient = fc.double({ min: -5, max: 5, noNaN: true });

  test.prop([coefficient, coefficient, coefficient, coefficient], { seed: 7 })("gives a cubic back", (a, b, c, d) => {
    const cubic = (x: number) => a + b * x + c * x * x + d * x ** 3;
    const spline = cubicSpline(knots, knots.map(cubic));
    for (const x of [-1, -0.3, 0.7, 1, 1.9, 3.3, 4]) expect(spline(x)).toBeCloseTo(cubic(x), 9);
  });

  it("passes through its points, and is a line between two", () => {
    const y = [3, -1, 4, 1, 5];
    const spline = cubicSpline(knots, y);
    expect(knots.map((x) => Number(spline(x).toFixed(10)))).toEqual(y);
    expect(cubicSpline([0, 2], [1, 5])(0.5)).toBe(2);
  });
});

describe("profile limits", () => {
  it("are the Wald limits where the likelihood is a parabola, by either method", () => {
    const parabola = { estimate: 2, standardError: 0.5, best: -10, at: (v: number) => -10 - (v - 2) ** 2 / 0.5 };
    for (const method of ["exact", "profile-spline"] as const) {
      const limits = profileInterval(parabola, 0.95, method);
      expect(limits?.lower).toBeCloseTo(2 - 1.959963984540054 * 0.5, 9);
      expect(limits?.upper).toBeCloseTo(2 + 1.959963984540054 * 0.5, 9);
    }
  });

  it("do not exist where the likelihood stays flat", () => {
    const flat = { estimate: 0, standardError: 1, best: -1, at: () => -1 };
    expect(profileInterval(flat)).toBeNull();
    expect(profileInterval(flat, 0.95, "profile-spline")).toBeNull();
  });
});
