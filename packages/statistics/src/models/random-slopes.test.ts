import { describe, expect, it } from "vitest";
import { memberLine, randomSlopes } from "./random-slopes.ts";

/**
 * Twelve members with three to five values each, by a formula. R 4, lme4:
 *   g <- rep(1:12, times = c(3,4,5,3,4,5,3,4,5,3,4,5)); k <- ave(g, g, FUN = seq_along); t <- 30 * (k - 1) + (g * 7) %% 11
 *   y <- 3 + 0.3 * sin(g * 1.7) + (0.002 + 0.004 * cos(g * 2.3)) * t + 0.05 * sin(13 * t + g)
 *   f <- lmer(y ~ t + (t | g), control = lmerControl(optimizer = "bobyqa", optCtrl = list(rhobeg = 1e-2, rhoend = 1e-12)))
 */
const rows = Array.from({ length: 12 }, (_, i) => i + 1).flatMap((g) =>
  Array.from({ length: 3 + ((g - 1) % 3) }, (_, k) => {
    const t = 30 * k + ((g * 7) % 11);
    const line = 3 + 0.3 * Math.sin(g * 1.7) + (0.002 + 0.004 * Math.cos(g * 2.3)) * t;
    return { g: `G${g}`, t, y: line + 0.05 * Math.sin(13 * t + g) };
  }),
);
const of = (own: typeof rows) =>
  [own.map((r) => r.t), own.map((r) => r.y), own.map((r) => r.g)] as [number[], number[], string[]];
const near = (value: number, expected: number, digits = 4) =>
  expect(Math.abs(value / expected - 1)).toBeLessThan(10 ** -digits);

describe("random slopes", () => {
  const fit = randomSlopes(...of(rows));
  if (!fit.estimable) throw new Error(fit.reason);

  it("are lme4's: fixed effects, variances, covariance, REML criterion", () => {
    near(fit.intercept, 3.02037840094575, 7);
    near(fit.slope, 0.00172853746003, 5);
    near(fit.varianceIntercept, 5.578584902e-2);
    near(fit.varianceSlope, 9.140733742e-6);
    near(fit.covariance, -1.059743247e-4, 3);
    near(fit.varianceWithin, 3.513934035e-5, 3);
    near(fit.criterion, -153.817005394, 7);
  });

  it.each([
    [1, 3.25780918663, -0.000823573907108],
    [5, 3.21897832036, 0.004600120558503],
    [12, 3.33427923353, -0.001765793616293],
  ])("member %i has the line of lme4's coef", (g, intercept, slope) => {
    const [t, y] = of(rows.filter((r) => r.g === `G${g}`));
    const line = memberLine(fit, t, y);
    near(line.intercept, intercept, 6);
    near(line.slope, slope, 4);
  });

  it("a member without values has the population's line, and one value draws it less than many", () => {
    expect(memberLine(fit, [], [])).toEqual({ intercept: fit.intercept, slope: fit.slope });
    const one = memberLine(fit, [0], [4]).intercept;
    expect(one).toBeGreaterThan(fit.intercept);
    expect(one).toBeLessThan(4);
  });

  it("do not depend on the units", () => {
    const [t, y, g] = of(rows);
    const other = randomSlopes(
      t.map((v) => v / 30.4375),
      y.map((v) => 10 * v),
      g,
    );
    if (!other.estimable) throw new Error(other.reason);
    near(other.slope, 10 * 30.4375 * fit.slope, 5);
    near(other.varianceSlope, (10 * 30.4375) ** 2 * fit.varianceSlope, 3);
  });
});
