import { describe, expect, it } from "vitest";
import { reclassification } from "../discrimination/reclassification.ts";
import { randomEffects } from "./random-effects.ts";
import { poolRubin } from "./rubin.ts";

describe("pooling", () => {
  it("of equal sites has no heterogeneity and the common mean", () => {
    for (const method of ["reml", "dersimonian-laird"] as const)
      expect(randomEffects([1, 1, 1], [0.1, 0.2, 0.3], { method })).toMatchObject({
        mu: 1,
        tau2: 0,
        q: 0,
        iSquared: 0,
      });
  });

  it("widens with heterogeneity, and the prediction interval holds the interval of the mean", () => {
    const r = randomEffects([0.2, 1.4, 0.9, 2.1], [0.05, 0.05, 0.05, 0.05]);
    if (!r.estimable) throw new Error(r.reason);
    expect(r.tau2).toBeGreaterThan(0.3);
    expect(r.predictionInterval.lower).toBeLessThan(r.interval.lower);
    // Equal variances: REML is the sample variance less the known one.
    expect(r.tau2).toBeCloseTo([0.2, 1.4, 0.9, 2.1].reduce((s, v) => s + (v - 1.15) ** 2, 0) / 3 - 0.05, 9);
  });

  it("of completed data sets that agree adds nothing for missing data", () => {
    expect(poolRubin([2, 2, 2], [0.5, 0.5, 0.5])).toMatchObject({ estimate: 2, between: 0, total: 0.5, lambda: 0 });
  });

  it("says why not", () => {
    expect(randomEffects([1], [0.1])).toMatchObject({ estimable: false });
    expect(randomEffects([1, 2], [0.1, 0])).toMatchObject({ estimable: false });
    expect(poolRubin([1], [1])).toMatchObject({ estimable: false });
  });
});

describe("reclassification", () => {
  it("turns its sign when the models swap, and prints its caveat", () => {
    const [a, b, y] = [
      [0.2, 0.4, 0.6, 0.3],
      [0.3, 0.5, 0.5, 0.2],
      [0, 1, 1, 0],
    ];
    const [x, z] = [reclassification(a!, b!, y!), reclassification(b!, a!, y!)];
    if (!x.estimable || !z.estimable) throw new Error("not estimable");
    expect(z.nri.value).toBeCloseTo(-x.nri.value, 12);
    expect(z.idi.value).toBeCloseTo(-x.idi.value, 12);
    expect(x.caveat).toContain("miscalibrated");
    expect(reclassification([0.1, 0.2], [0.1, 0.3], [0, 1])).toMatchObject({ estimable: false });
  });
});
