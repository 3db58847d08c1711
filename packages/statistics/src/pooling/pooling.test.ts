import { describe, expect, it } from "vitest";
import { reclassification } from "../discrimination/reclassification.ts";
import { poolRatios } from "./hazard-ratios.ts";
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

  it("of hazard ratios has what metafor has from the same ratios and limits", () => {
    // R 4.2.2, metafor 3.8-1: rma(log(hr), ((log(up) - log(lo)) / 2 / qnorm(0.975))^2), method REML and DL.
    const ratios = {
      ratio: [0.62, 0.85, 0.71, 1.1, 0.55],
      lower: [0.41, 0.6, 0.5, 0.78, 0.3],
      upper: [0.94, 1.21, 1.01, 1.55, 1.01],
    };
    const reml = poolRatios(ratios);
    if (!reml.estimable) throw new Error(reml.reason);
    expect(reml.ratio).toBeCloseTo(0.7773284701436, 6);
    expect(reml.interval.lower).toBeCloseTo(0.6171016056386, 6);
    expect(reml.interval.upper).toBeCloseTo(0.9791573137627, 6);
    expect(reml.predictionInterval.lower).toBeCloseTo(0.520445676076, 5);
    expect(reml.log.tau2).toBeCloseTo(0.0280261248727, 6);
    // I² of metafor is from tau²; ours from Q: 100 (Q - 4) / Q.
    expect(reml.log.q).toBeCloseTo(6.7675856080623, 10);
    const dl = poolRatios(ratios, { method: "dersimonian-laird" });
    expect(dl).toMatchObject({ ratio: expect.closeTo(0.777394285425, 10) });
    expect(poolRatios({ ...ratios, lower: [0, 0.6, 0.5, 0.78, 0.3] })).toMatchObject({
      estimable: false,
      reason: expect.stringContaining("Cohort 1"),
    });
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
