import { fc, test } from "@fast-check/vitest";
import { describe, expect, it } from "vitest";
import { kendallTauB, pearson, spearman } from "./correlation.ts";
import { adjustP } from "./multiplicity.ts";

describe("correlation", () => {
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
