import { fc, test } from "@fast-check/vitest";
import { describe, expect, it } from "vitest";
import { inverseLogit, maximumLikelihood } from "./maximum-likelihood.ts";

describe("logistic regression", () => {
  it("has the closed form of a two-by-two table", () => {
    // 8 of 10 with x = 1, 3 of 12 with x = 0: log odds ratio and its standard error (Woolf).
    const x = [...Array(10).fill([1]), ...Array(12).fill([0])] as number[][];
    const y = [...Array.from({ length: 10 }, (_, i) => i < 8), ...Array.from({ length: 12 }, (_, i) => i < 3)];
    const fit = maximumLikelihood(x, y);
    if (!fit.estimable) throw new Error(fit.reason);
    expect(fit.coefficients[1]).toBeCloseTo(Math.log((8 * 9) / (2 * 3)), 12);
    expect(Math.sqrt(fit.covariance[1]![1]!)).toBeCloseTo(Math.sqrt(1 / 8 + 1 / 2 + 1 / 3 + 1 / 9), 10);
  });

  it.each([
    ["one class", [[1], [2]], [true, true], /both classes/],
    ["separated classes", [[1], [2], [3], [4]], [false, false, true, true], /completely|separated/],
    ["a constant predictor", [[1], [1], [1], [1]], [false, true, false, true], /singular/],
  ])("%s: says why there is no fit", (_, x, y, why) => {
    const fit = maximumLikelihood(x, y);
    expect(fit.estimable).toBe(false);
    if (!fit.estimable) expect(fit.reason).toMatch(why);
  });

  test.prop(
    [
      fc.array(fc.tuple(fc.double({ min: -2, max: 2, noNaN: true }), fc.boolean()), { minLength: 12, maxLength: 40 }),
      fc.double({ min: -3, max: 3, noNaN: true }),
    ],
    { seed: 7, numRuns: 60 },
  )("makes mean probability the share of events, and shifts its intercept with the origin", (rows, shift) => {
    const x = rows.map(([v]) => [v]);
    const y = rows.map(([, e]) => e);
    const fit = maximumLikelihood(x, y);
    const moved = maximumLikelihood(
      x.map(([v]) => [v! + shift]),
      y,
    );
    if (!fit.estimable || !moved.estimable) return;
    const p = x.map(([v]) => inverseLogit(fit.coefficients[0]! + fit.coefficients[1]! * v!));
    expect(p.reduce((s, v) => s + v, 0)).toBeCloseTo(y.filter(Boolean).length, 6);
    expect(moved.coefficients[0]! + moved.coefficients[1]! * shift).toBeCloseTo(fit.coefficients[0]!, 4);
  });
});
