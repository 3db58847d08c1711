import { fc, test } from "@fast-check/vitest";
import { describe, expect, it } from "vitest";
import { mean, midRanks, quantile, sum, variance } from "./describe.ts";

describe("description of a sample", () => {
  it("sums without losing small terms", () => {
    expect(sum([1e16, 1, -1e16, 1])).toBe(2);
  });

  it("takes type-7 quantiles", () => {
    expect([0, 0.25, 0.5, 0.9, 1].map((p) => quantile([10, 1, 2, 4], p))).toEqual([
      1,
      1.75,
      3,
      expect.closeTo(8.2, 12),
      10,
    ]);
  });

  it("ranks with ties sharing their mean rank", () => {
    expect(Array.from(midRanks([3, 1, 3, 2]))).toEqual([3.5, 1, 3.5, 2]);
  });

  test.prop([fc.array(fc.double({ min: -1e6, max: 1e6, noNaN: true }), { minLength: 2, maxLength: 40 })], { seed: 1 })(
    "ranks always sum to n(n+1)/2, and the variance is that of the shifted sample",
    (values) => {
      expect(sum(midRanks(values))).toBeCloseTo((values.length * (values.length + 1)) / 2, 9);
      const shifted = values.map((v) => v + 1000);
      expect(variance(shifted)).toBeCloseTo(variance(values), 4);
      expect(mean(shifted) - mean(values)).toBeCloseTo(1000, 6);
    },
  );
});
