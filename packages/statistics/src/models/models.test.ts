import { fc, test } from "@fast-check/vitest";
import { describe, expect, it } from "vitest";
import { linearRegression } from "./linear-regression.ts";
import { localQuadratic, lowess } from "./local-regression.ts";
import { logisticRegression, logit } from "./logistic-regression.ts";
import { splineBasis, splineKnots } from "./restricted-cubic-spline.ts";

describe("logistic regression", () => {
  it("of one binary covariate gives the log odds ratio of the table", () => {
    // 12 of 20 against 5 of 25.
    const x = [...new Array(20).fill(1), ...new Array(25).fill(0)];
    const outcome = x.map((v, i) => (v === 1 ? (i < 12 ? 1 : 0) : i - 20 < 5 ? 1 : 0));
    const fit = logisticRegression({ outcome, covariates: { x } });
    if (!fit.estimable) throw new Error(fit.reason);
    expect(fit.coefficients[0]!.coefficient).toBeCloseTo(logit(5 / 25), 12);
    expect(fit.coefficients[1]!.coefficient).toBeCloseTo(logit(12 / 20) - logit(5 / 25), 12);
    expect(fit.coefficients[1]!.standardError).toBeCloseTo(Math.sqrt(1 / 12 + 1 / 8 + 1 / 5 + 1 / 20), 12);
  });

  test.prop([fc.double({ min: 0.001, max: 1000, noNaN: true }), fc.double({ min: -100, max: 100, noNaN: true })], {
    seed: 71,
    numRuns: 40,
  })("fits the same probabilities in any unit and from any origin", (unit, shift) => {
    const x = [1, 2, 3, 4, 5, 6, 7, 8];
    const outcome = [0, 0, 1, 0, 1, 0, 1, 1];
    const a = logisticRegression({ outcome, covariates: { x } });
    const b = logisticRegression({ outcome, covariates: { x: x.map((v) => v * unit + shift) } });
    if (!a.estimable || !b.estimable) throw new Error("not estimable");
    a.fitted.forEach((p, i) => {
      expect(b.fitted[i]!).toBeCloseTo(p, 9);
    });
    expect(a.fitted.reduce((s, p) => s + p, 0)).toBeCloseTo(4, 10);
  });

  it("says why it has no estimate, or marks the last step when asked to keep it", () => {
    const separated = { outcome: [0, 0, 1, 1], covariates: { x: [1, 2, 3, 4] } };
    expect(logisticRegression(separated)).toMatchObject({ reason: expect.stringContaining("perfectly") });
    expect(logisticRegression({ ...separated, separation: "keep" })).toMatchObject({ separated: true });
    expect(logisticRegression({ outcome: [1, 1], covariates: {} })).toMatchObject({ estimable: false });
    expect(logisticRegression({ outcome: [0, 1, 0, 1], covariates: { x: [2, 2, 2, 2] } })).toMatchObject({
      estimable: false,
    });
    expect(
      logisticRegression({ outcome: [0, 1, 0, 1, 1], covariates: { a: [1, 2, 3, 4, 9], b: [2, 4, 6, 8, 18] } }),
    ).toMatchObject({ estimable: false });
  });
});

describe("linear regression", () => {
  it("recovers a plane, and refuses collinear columns", () => {
    const a = [1, 2, 3, 4, 5, 6];
    const b = [2, 1, 4, 3, 6, 5];
    const fit = linearRegression(
      a.map((v, i) => 3 + 2 * v - b[i]!),
      { a, b },
    );
    if (!fit.estimable) throw new Error(fit.reason);
    expect(fit.coefficients.map((c) => c.coefficient)).toEqual([
      expect.closeTo(3, 10),
      expect.closeTo(2, 10),
      expect.closeTo(-1, 10),
    ]);
    expect(linearRegression(a, { a, twice: a.map((v) => 2 * v) })).toMatchObject({ estimable: false });
    expect(linearRegression([1, 2], { a: [1, 2] })).toMatchObject({ estimable: false });
  });
});

describe("smoothers", () => {
  const x = Array.from({ length: 30 }, (_, i) => i / 3);
  it("local quadratic regression reproduces a parabola, lowess a line", () => {
    localQuadratic(
      x,
      x.map((v) => 1 + v - v * v),
    ).forEach((v, i) => {
      expect(v).toBeCloseTo(1 + x[i]! - x[i]! ** 2, 8);
    });
    lowess(
      x,
      x.map((v) => 2 - 3 * v),
    ).forEach((v, i) => {
      expect(v).toBeCloseTo(2 - 3 * x[i]!, 10);
    });
  });

  it("a restricted cubic spline is straight beyond its outer knots", () => {
    const knots = splineKnots(x, 5);
    const beyond = [knots[4]! + 1, knots[4]! + 2, knots[4]! + 3, knots[0]! - 1, knots[0]! - 2, knots[0]! - 3];
    for (const column of splineBasis(beyond, knots)) {
      expect(column[2]! - 2 * column[1]! + column[0]!).toBeCloseTo(0, 9);
      expect(column[5]! - 2 * column[4]! + column[3]!).toBeCloseTo(0, 9);
    }
    expect(() => splineKnots([1, 1, 1, 1, 2], 5)).toThrow(/not distinct/);
  });
});
