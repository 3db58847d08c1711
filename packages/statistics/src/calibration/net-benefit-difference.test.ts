import { describe, expect, it } from "vitest";
import { randomSource } from "../random.ts";
import { netBenefit } from "./net-benefit.ts";
import { netBenefitDifference } from "./net-benefit-difference.ts";

describe("difference of net benefit", () => {
  it("by hand: one event gained, one false alarm saved, of four, at a threshold of one fifth", () => {
    // Odds 1/4. Parts: 1 (event found by the first only), 1/4 (false alarm of the second only), 0, 0: mean 0.3125;
    // deviations 0.6875, -0.0625, -0.3125 twice: sum of squares 0.671875, /3 and /4: standard error 0.236620.
    const found = netBenefitDifference([0.9, 0.1, 0.5, 0.1], [0.1, 0.9, 0.5, 0.1], [1, 0, 1, 0], 0.2);
    expect(found).toMatchObject({
      difference: expect.closeTo(0.3125, 12),
      standardError: expect.closeTo(Math.sqrt(0.671875 / 3 / 4), 12),
      // First 2 of 4 true, none false: 0.5; second 1/4 - 1/4 × 1/4.
      first: expect.closeTo(0.5, 12),
      second: expect.closeTo(0.1875, 12),
    });
  });

  it("its interval holds the truth in some 95 % of samples", () => {
    // Two risks of independent noise around the truth: their net benefits are equal, the difference 0.
    const random = randomSource(8);
    let held = 0;
    for (let k = 0; k < 400; k++) {
      const truth = Array.from({ length: 150 }, () => random.uniform());
      const noisy = () => truth.map((t) => Math.min(0.99, Math.max(0.01, t + 0.5 * (random.uniform() - 0.5))));
      const [a, b] = [noisy(), noisy()];
      const y = truth.map((t) => Number(random.uniform() < t));
      const found = netBenefitDifference(a, b, y, 0.3);
      if (!found.estimable) throw new Error(found.reason);
      const of = (p: number[]) => {
        const nb = netBenefit(p, y, [0.3]);
        return nb.estimable ? nb.points[0]!.model : Number.NaN;
      };
      expect(found.difference).toBeCloseTo(of(a) - of(b), 12);
      if (found.interval.lower <= 0 && found.interval.upper >= 0) held++;
    }
    expect(held).toBeGreaterThan(360);
    expect(held).toBeLessThan(398);
  });

  it("two that decide alike differ by 0 without a p", () => {
    expect(netBenefitDifference([0.3, 0.4], [0.5, 0.6], [1, 0], 0.2)).toMatchObject({ difference: 0, p: null });
    expect(netBenefitDifference([0.3, 0.4], [0.5, 0.6], [0, 0], 0.2)).toMatchObject({ estimable: false });
  });
});
