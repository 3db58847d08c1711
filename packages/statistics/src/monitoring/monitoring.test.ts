import { describe, expect, it } from "vitest";
import { randomSource } from "../random.ts";
import { calibrationCusum } from "./calibration-cusum.ts";
import { kolmogorovSmirnov, populationStability } from "./input-drift.ts";

describe("input drift", () => {
  it("the stability index by hand: halves that become a quarter and three quarters", () => {
    // (0.25 - 0.5) ln(0.25 / 0.5) + (0.75 - 0.5) ln(0.75 / 0.5) = 0.274653; limit 3.841459 × (1/20 + 1/20).
    const reference = Array.from({ length: 20 }, (_, i) => i + 1);
    const now = Array.from({ length: 20 }, (_, i) => (i < 5 ? 1 : 20));
    const found = populationStability(reference, now, 2);
    expect(found).toMatchObject({ index: expect.closeTo(0.25 * Math.log(3), 12), limit: expect.closeTo(0.3841459, 6) });
    expect(populationStability(reference, reference)).toMatchObject({ index: 0 });
    expect(populationStability(reference, [1, 2])).toMatchObject({ estimable: false });
  });

  it("two samples of one distribution pass the limit of the index in some 5 % of draws", () => {
    const random = randomSource(4);
    const draw = (n: number) => Array.from({ length: n }, () => random.uniform());
    let over = 0;
    for (let k = 0; k < 400; k++) {
      const found = populationStability(draw(400), draw(200));
      if (found.estimable && found.index > found.limit) over++;
    }
    // Binomial(400, 0.05): 20 with a deviation of 4.4; the cut points are estimated too, which adds a little.
    expect(over).toBeGreaterThan(6);
    expect(over).toBeLessThan(42);
  });

  it("Kolmogorov and Smirnov's test has R's ks.test(exact = FALSE)", () => {
    // R ends its series where a term falls below 1e-8: seven digits.
    const x = [1.2, 3.4, 2.2, 5.1, 4.4, 0.3, 2.8, 3.9, 1.1, 2.5, 6, 0.7];
    const y = [2.9, 5.2, 6.6, 4.8, 3.1, 7.7, 5.5, 4.1, 2, 6.3, 8.2, 5.9, 3.3, 4.7];
    const z = [2, 3, 4, 5, 1.5, 2.2, 3.6, 4.2, 2.7];
    expect(kolmogorovSmirnov(x, y)).toMatchObject({
      d: expect.closeTo(0.511904761904762, 12),
      p: expect.closeTo(0.0676547021730131, 7),
    });
    expect(kolmogorovSmirnov(x, z)).toMatchObject({
      d: expect.closeTo(0.333333333333333, 12),
      p: expect.closeTo(0.617194991474269, 7),
    });
  });
});

describe("the cumulative sum of calibration", () => {
  it("by hand: half predicted, three events in a row", () => {
    // W = ln 2 - ln 1.5 = 0.287682 a time; downwards ln 0.5 - ln 0.75 = -0.405465, never above 0. Then no event: -ln 1.5.
    const found = calibrationCusum([0.5, 0.5, 0.5, 0.5], [1, 1, 1, 0], { seed: 1, simulations: 10 });
    const w = Math.log(2 / 1.5);
    expect(Array.from(found.above)).toEqual([w, 2 * w, 3 * w, 3 * w - Math.log(1.5)].map((v) => expect.closeTo(v, 12)));
    expect(Array.from(found.below)).toEqual([0, 0, 0, expect.closeTo(-Math.log(0.75), 12)]);
  });

  const series = (seed: number, odds: (i: number) => number) => {
    const random = randomSource(seed);
    const p = Array.from({ length: 200 }, () => 0.05 + 0.5 * random.uniform());
    const y = p.map((v, i) => {
      const o = (odds(i) * v) / (1 - v);
      return Number(random.uniform() < o / (1 + o));
    });
    return calibrationCusum(p, y, { seed: seed + 5000, simulations: 300 });
  };
  it("false alarms are as rare as stated, and odds that double are found soon after they do", () => {
    const alarms = Array.from({ length: 120 }, (_, k) => series(k, () => 1)).filter(
      (c) => c.signalAbove !== null || c.signalBelow !== null,
    ).length;
    // Binomial(120, 0.05): 6, deviation 2.4.
    expect(alarms).toBeLessThan(15);
    const found = Array.from({ length: 20 }, (_, k) => series(300 + k, (i) => (i < 80 ? 1 : 3)));
    const hits = found.filter((c) => c.signalAbove !== null && c.signalAbove >= 80);
    expect(hits.length).toBeGreaterThanOrEqual(17);
    const lower = Array.from({ length: 20 }, (_, k) => series(400 + k, (i) => (i < 80 ? 1 : 1 / 3)));
    expect(lower.filter((c) => c.signalBelow !== null).length).toBeGreaterThanOrEqual(16);
  });

  it("refuses what is no probability, and an odds ratio of 1", () => {
    expect(() => calibrationCusum([1.2], [1], { seed: 1 })).toThrow(/Probability 1 is 1.2/);
    expect(() => calibrationCusum([0.2], [1], { seed: 1, oddsRatio: 1 })).toThrow(/give more than 1/);
  });
});
