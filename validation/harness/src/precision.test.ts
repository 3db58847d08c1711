import { describe, expect, it } from "vitest";
import { aucStandardError, expectedWidth, requiredSampleSize, scoreLimits, Z95 } from "./precision.ts";

describe("precision of an AUC", () => {
  // pmvalsampsize 0.1.0 (R 4.2.2), criterion 3: C statistic, confidence interval 0.1 wide; it steps SE by 1e-4.
  it.each([
    [0.8, 0.018, 0.1, 4252],
    [0.75, 0.4, 0.1, 379],
  ])("AUC %f at prevalence %f, width %f needs about %i subjects", (auc, prevalence, width, reference) => {
    const n = requiredSampleSize(auc, prevalence, width);
    expect(Math.abs(n - reference) / reference).toBeLessThan(0.01);
    expect(2 * Z95 * aucStandardError(auc, n * prevalence, n * (1 - prevalence))).toBeLessThanOrEqual(width);
    expect(2 * Z95 * aucStandardError(auc, (n - 1) * prevalence, (n - 1) * (1 - prevalence))).toBeGreaterThan(width);
  });

  it("expects no interval where fewer than one subject of a class is expected", () => {
    expect(expectedWidth(0.8, 10, 0.05)).toBeNull();
    expect(expectedWidth(0.8, 10, 0.5)).toBeGreaterThan(0.4);
  });

  it.each([
    [1, 8, 2],
    [0.78, 6, 29],
    [0, 4, 4],
    [0.5, 10, 90],
  ])("score limits of %f from %i and %i lie z standard errors of themselves away", (auc, events, nonEvents) => {
    const [lower, upper] = scoreLimits(auc, events, nonEvents);
    expect(lower).toBeLessThanOrEqual(auc);
    expect(upper).toBeGreaterThanOrEqual(auc);
    for (const limit of [lower, upper].filter((x) => x > 0 && x < 1))
      expect(Math.abs(auc - limit) / aucStandardError(limit, events, nonEvents)).toBeCloseTo(Z95, 6);
  });

  it("mirror each other when the classes are exchanged", () => {
    const [lower, upper] = scoreLimits(0.8, 12, 12);
    const [mirroredLower, mirroredUpper] = scoreLimits(0.2, 12, 12);
    expect(mirroredLower).toBeCloseTo(1 - upper, 10);
    expect(mirroredUpper).toBeCloseTo(1 - lower, 10);
  });
});
