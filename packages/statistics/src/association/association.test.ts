import { fc, test } from "@fast-check/vitest";
import { describe, expect, it } from "vitest";
import { correlationInterval, kendallTauB, pearson, spearman } from "./correlation.ts";
import { correlationStrength } from "./correlation-strength.ts";
import { adjustP } from "./multiplicity.ts";

describe("correlation", () => {
  it("has the limits that R's cor.test gives (veteran: Karnofsky and time, r = 0.381601365105, n = 137)", () => {
    const r = { coefficient: 0.381601365105, n: 137 };
    const [wide, narrow] = [correlationInterval(r), correlationInterval(r, "pearson", 0.9)];
    expect(wide).toMatchObject({ lower: expect.closeTo(0.228510664783, 9), upper: expect.closeTo(0.516275014911, 9) });
    expect(narrow).toMatchObject({
      lower: expect.closeTo(0.254144845349, 9),
      upper: expect.closeTo(0.496029690271, 9),
    });
  });

  it("has wider limits for ranks, and none at a perfect correlation or of three pairs", () => {
    const r = { coefficient: 0.5, n: 30 };
    const [value, ranks] = [correlationInterval(r), correlationInterval(r, "spearman")];
    // By hand: sqrt(1.125 / 27) = 0.204124; tanh(atanh(0.5) - 1.959964 × 0.204124) = 0.14807.
    expect(ranks.estimable && ranks.lower).toBeCloseTo(
      Math.tanh(Math.atanh(0.5) - 1.959963984540054 * Math.sqrt(1.125 / 27)),
      12,
    );
    expect(ranks.estimable && value.estimable && ranks.lower < value.lower).toBe(true);
    expect(correlationInterval({ coefficient: 1, n: 30 })).toMatchObject({ estimable: false });
    expect(correlationInterval({ coefficient: 0.2, n: 3 })).toMatchObject({ estimable: false });
  });

  test.prop(
    [
      fc.array(fc.tuple(fc.integer({ min: 0, max: 20 }), fc.integer({ min: 0, max: 20 })), {
        minLength: 3,
        maxLength: 25,
      }),
    ],
    {
      seed: 31,
    },
  )("rank correlations do not change under monotone transformations and turn with a reversal", (pairs) => {
    const x = pairs.map((p) => p[0]);
    const y = pairs.map((p) => p[1]);
    for (const f of [spearman, kendallTauB]) {
      const a = f(x, y);
      const b = f(
        x.map((v) => v ** 3),
        y,
      );
      const c = f(
        x.map((v) => -v),
        y,
      );
      expect(b).toEqual(a);
      if (a.estimable && c.estimable) expect(c.coefficient).toBeCloseTo(-a.coefficient, 12);
    }
  });

  it("says why there is none", () => {
    expect(pearson([1, 1, 1], [1, 2, 3])).toMatchObject({ estimable: false });
    expect(spearman([1, 2], [2, 1])).toMatchObject({ estimable: false });
    expect(pearson([1, 2, 3], [2, 4, 6])).toMatchObject({ coefficient: 1, p: 0 });
  });
});

describe("multiplicity", () => {
  const ps = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 1, maxLength: 30 });
  test.prop([ps], { seed: 32 })(
    "adjusted p-values never fall, keep the order, and stand in the known order of severity",
    (p) => {
      const [bonferroni, holm, hochberg, bh, by] = (["bonferroni", "holm", "hochberg", "bh", "by"] as const).map((m) =>
        adjustP(p, m),
      );
      p.forEach((v, i) => {
        expect(bh![i]!).toBeGreaterThanOrEqual(v);
        expect(hochberg![i]!).toBeGreaterThanOrEqual(bh![i]! - 1e-15);
        expect(holm![i]!).toBeGreaterThanOrEqual(hochberg![i]! - 1e-15);
        expect(bonferroni![i]!).toBeGreaterThanOrEqual(holm![i]! - 1e-15);
        expect(by![i]!).toBeGreaterThanOrEqual(bh![i]! - 1e-15);
        p.forEach((w, j) => {
          if (v < w) expect(bh![i]!).toBeLessThanOrEqual(bh![j]!);
        });
      });
    },
  );

  it("refuses what is no probability", () => {
    expect(() => adjustP([0.2, 1.2], "holm")).toThrow(/p-value 2 is 1.2/);
  });
});

describe("the word for a correlation", () => {
  it.each([
    [0.29, "negligible"],
    [-0.3, "low"],
    [0.5, "moderate"],
    [-0.69, "moderate"],
    [0.7, "high"],
    [0.95, "very high"],
  ])("%f is %s (Mukaka 2012, table 1)", (r, word) => {
    expect(correlationStrength(r)).toBe(word);
  });
  it("follows a scale of one's own, and refuses what is no correlation", () => {
    expect(
      correlationStrength(0.45, [
        ["weak", 0],
        ["moderate", 0.4],
        ["high", 0.8],
      ]),
    ).toBe("moderate");
    expect(() => correlationStrength(1.2)).toThrow(/from -1 to 1/);
  });
});
