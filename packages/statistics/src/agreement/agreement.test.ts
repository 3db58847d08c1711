import { fc, test } from "@fast-check/vitest";
import { describe, expect, it } from "vitest";
import { intraclassCorrelation } from "./intraclass-correlation.ts";
import { bowkerChiSquare, cohenKappa } from "./kappa.ts";
import { blandAltman, concordanceCorrelation, repeatability } from "./method-comparison.ts";

const pairs = fc.array(fc.tuple(fc.integer({ min: 1, max: 60 }), fc.integer({ min: 1, max: 60 })), {
  minLength: 4,
  maxLength: 25,
});

describe("agreement", () => {
  test.prop([pairs], { seed: 81 })(
    "swapping readers swaps the sign of the bias and leaves repeatability and concordance",
    (rows) => {
      const a = rows.map((r) => r[0]);
      const b = rows.map((r) => r[1]);
      const [x, y] = [blandAltman(a, b), blandAltman(b, a)];
      if (x.estimable && y.estimable) {
        expect(y.bias).toBeCloseTo(-x.bias, 10);
        expect(y.limits.lower).toBeCloseTo(-x.limits.upper, 10);
      }
      expect(repeatability(b, a)).toEqual(repeatability(a, b));
      const [c, d] = [concordanceCorrelation(a, b), concordanceCorrelation(b, a)];
      if (c.estimable && d.estimable) {
        expect(d.ccc).toBeCloseTo(c.ccc, 12);
        expect(Math.abs(c.ccc)).toBeLessThanOrEqual(Math.abs(c.pearson) + 1e-12);
      }
    },
  );

  it("a constant shift between raters lowers agreement, not consistency", () => {
    const table = [9, 6, 8, 7, 10, 6].map((v, i) => [v, v + 4 + (i % 2)]);
    const r = intraclassCorrelation(table);
    if (!r.estimable) throw new Error(r.reason);
    expect(r.consistency.icc).toBeGreaterThan(0.9);
    expect(r.agreement.icc).toBeLessThan(0.3);
  });

  it("kappa is 1 for identical ratings, 0 for independent ones; all weights agree on two categories", () => {
    expect(
      cohenKappa(
        [
          [5, 0],
          [0, 7],
        ],
        "quadratic",
      ),
    ).toMatchObject({ kappa: 1 });
    const independent = cohenKappa(
      [
        [4, 8],
        [6, 12],
      ],
      "unweighted",
    );
    expect(independent.estimable && Math.abs(independent.kappa)).toBeLessThan(1e-12);
    const two = (["unweighted", "linear", "quadratic"] as const).map((w) => {
      const k = cohenKappa(
        [
          [9, 3],
          [2, 6],
        ],
        w,
      );
      return k.estimable ? [k.kappa, k.standardError] : null;
    });
    expect(two[1]).toEqual(two[0]);
    expect(two[2]).toEqual(two[0]);
    expect(
      bowkerChiSquare([
        [1, 3],
        [3, 1],
      ]),
    ).toEqual({ chiSquare: 0, df: 1 });
  });

  it("says why not, and refuses an incomplete table", () => {
    expect(intraclassCorrelation([[1, 2]])).toMatchObject({ estimable: false });
    expect(() => intraclassCorrelation([[1, 2], [1]])).toThrow(/Subject 2 has 1 ratings/);
    expect(
      cohenKappa(
        [
          [5, 0],
          [0, 0],
        ],
        "linear",
      ),
    ).toMatchObject({ estimable: false });
    expect(() => cohenKappa([[1, 2]], "linear")).toThrow(/square/);
    expect(blandAltman([1], [2])).toMatchObject({ estimable: false });
    expect(concordanceCorrelation([1, 1, 1], [1, 2, 3])).toMatchObject({ estimable: false });
  });
});
