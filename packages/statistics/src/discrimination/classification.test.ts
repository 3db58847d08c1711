import { fc, test } from "@fast-check/vitest";
import { describe, expect, it } from "vitest";
import { classificationPerformance, classify } from "./classification.ts";
import { proportion } from "./proportion.ts";
import { partialAuc, rocCurve, youdenPoint } from "./roc-curve.ts";

const rows = fc
  .array(fc.record({ score: fc.integer({ min: 0, max: 9 }), y: fc.boolean() }), { minLength: 2, maxLength: 30 })
  .filter((r) => r.some((x) => x.y) && r.some((x) => !x.y));

describe("classification", () => {
  test.prop([rows], { seed: 11 })("at each threshold of the ROC curve gives that point of the curve", (data) => {
    const scores = data.map((r) => r.score);
    const outcome = data.map((r) => r.y);
    const curve = rocCurve(scores, outcome);
    if (!curve.estimable) throw new Error(curve.reason);
    for (const point of curve.points) {
      const p = classificationPerformance(classify(scores, outcome, point.threshold));
      expect(p.sensitivity.estimable && p.sensitivity.estimate).toBe(point.sensitivity);
      expect(p.specificity.estimable && p.specificity.estimate).toBe(point.specificity);
      expect(p.youden!).toBeLessThanOrEqual(youdenPoint(curve).sensitivity + youdenPoint(curve).specificity - 1 + 1e-9);
    }
  });

  test.prop([rows], { seed: 12 })("partial areas of neighbouring ranges add up to the whole", (data) => {
    const curve = rocCurve(
      data.map((r) => r.score),
      data.map((r) => r.y),
    );
    if (!curve.estimable) throw new Error(curve.reason);
    const part = (from: number, to: number) => partialAuc(curve, { from, to }).area;
    expect(part(0, 0.37) + part(0.37, 1)).toBeCloseTo(part(0, 1), 12);
  });

  it("says what is not estimable instead of dividing by zero", () => {
    const p = classificationPerformance({ truePositive: 0, falsePositive: 0, falseNegative: 0, trueNegative: 5 });
    expect(p.sensitivity).toMatchObject({ estimable: false });
    expect(p.ppv).toMatchObject({ estimable: false });
    expect(p.likelihoodRatioPositive).toMatchObject({ estimable: false });
    expect([p.mcc, p.f1, p.youden, p.prevalence]).toEqual([null, null, null, 0]);
  });

  it("counts a score equal to the threshold as positive", () => {
    expect(classify([1, 2, 3], [0, 1, 1], 2)).toEqual({
      truePositive: 2,
      falsePositive: 0,
      falseNegative: 0,
      trueNegative: 1,
    });
  });
});

describe("proportion", () => {
  test.prop([fc.integer({ min: 0, max: 60 }), fc.integer({ min: 1, max: 60 })], { seed: 13 })(
    "limits enclose the estimate, mirror under exchange of success and failure, and widen with the level",
    (a, n) => {
      const x = Math.min(a, n);
      const p = proportion(x, n);
      const q = proportion(n - x, n);
      const wide = proportion(x, n, 0.99);
      if (!p.estimable || !q.estimable || !wide.estimable) throw new Error("not estimable");
      for (const kind of ["wilson", "wilsonContinuity", "clopperPearson"] as const) {
        expect(p[kind].lower).toBeLessThanOrEqual(p.estimate + 1e-15);
        expect(p[kind].upper).toBeGreaterThanOrEqual(p.estimate - 1e-15);
        expect(p[kind].lower).toBeCloseTo(1 - q[kind].upper, 12);
        expect(wide[kind].lower).toBeLessThanOrEqual(p[kind].lower);
        expect(wide[kind].upper).toBeGreaterThanOrEqual(p[kind].upper);
      }
    },
  );

  it("of nobody is not estimable; of impossible counts is refused", () => {
    expect(proportion(0, 0)).toMatchObject({ estimable: false });
    expect(() => proportion(4, 3)).toThrow(/4 of 3/);
    expect(() => proportion(1, 3, 95)).toThrow(/between 0 and 1/);
  });
});
