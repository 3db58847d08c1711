import { describe, expect, it } from "vitest";
import {
  betaCdf,
  betaQuantile,
  chiSquareCdf,
  chiSquareQuantile,
  chiSquareUpper,
  fQuantile,
  fUpper,
  normalQuantile,
  normalUpper,
  tQuantile,
  tTwoSided,
  zOf,
} from "./distributions.ts";

/** Reference digits from mpmath 1.3 at 30 digits (incomplete beta and gamma functions, root finding), rounded to the nearest double. */
const cases: readonly [string, number, number][] = [
  ["z of 95%", zOf(0.95), 1.959963984540054],
  ["normal quantile 0.999", normalQuantile(0.999), 3.0902323061678136],
  ["normal upper tail at 8", normalUpper(8), 6.220960574271784e-16],
  ["chi-square upper tail, 62 on 2", chiSquareUpper(62, 2), 3.442477108469977e-14],
  ["chi-square upper tail, 200 on 10", chiSquareUpper(200, 10), 1.6139305336977305e-37],
  ["chi-square quantile 0.025 on 24", chiSquareQuantile(0.025, 24), 12.401150217444433],
  ["chi-square quantile 0.975 on 24", chiSquareQuantile(0.975, 24), 39.36407702660391],
  ["beta cdf", betaCdf(0.3, 2.5, 4), 0.3521975859067672],
  ["beta quantile 0.025 (3, 8)", betaQuantile(0.025, 3, 8), 0.06673951117773447],
  ["beta quantile 0.975 (3, 8)", betaQuantile(0.975, 3, 8), 0.5560954623076415],
  ["t two-sided, 20 on 60", tTwoSided(20, 60), 3.17805770233972e-28],
  ["t quantile 0.975 on 23", tQuantile(0.975, 23), 2.0686576104190486],
  ["t quantile 0.995 on 5.5", tQuantile(0.995, 5.5), 3.849911466001037],
  ["F upper tail, 7.3 on 5 and 18", fUpper(7.3, 5, 18), 0.0006799945355204672],
  ["F quantile 0.975 on 5 and 18", fQuantile(0.975, 5, 18), 3.381967805875243],
];

describe("distributions", () => {
  it.each(cases)("%s", (_, got, expected) => {
    expect(Math.abs(got - expected)).toBeLessThanOrEqual(1e-12 * Math.abs(expected));
  });

  it("quantiles invert their distribution far into the tails", () => {
    for (const p of [1e-12, 1e-6, 0.001, 0.2, 0.5, 0.9, 0.9999]) {
      expect(betaCdf(betaQuantile(p, 0.7, 40), 0.7, 40) / p).toBeCloseTo(1, 11);
      expect(chiSquareCdf(chiSquareQuantile(p, 3), 3) / p).toBeCloseTo(1, 11);
    }
  });

  it("answers the edges of the domain", () => {
    expect([betaQuantile(0, 2, 3), betaQuantile(1, 2, 3), chiSquareUpper(0, 4), fUpper(-1, 2, 3)]).toEqual([
      0, 1, 1, 1,
    ]);
  });
});
