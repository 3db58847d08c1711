import { fc, test } from "@fast-check/vitest";
import { describe, expect, it } from "vitest";
import { randomSource } from "../random.ts";
import { binaryCalibration } from "./binary-calibration.ts";
import { hosmerLemeshow } from "./hosmer-lemeshow.ts";
import { netBenefit, netBenefitSurvival } from "./net-benefit.ts";
import { smoothCalibration } from "./smooth-calibration.ts";
import { horizonCalibration } from "./survival-calibration.ts";

/** Predictions with outcomes drawn from them: calibrated by construction. */
function calibrated(n: number, seed: number) {
  const rng = randomSource(seed);
  const p = Array.from({ length: n }, () => 0.05 + 0.9 * rng.uniform());
  return { p, y: p.map((v) => (rng.uniform() < v ? 1 : 0)) };
}

describe("calibration of probabilities", () => {
  it("finds intercept 0 and slope 1 where outcomes are drawn from the predictions", () => {
    const { p, y } = calibrated(6000, 5);
    const r = binaryCalibration(p, y);
    if (!r.estimable) throw new Error(r.reason);
    for (const [interval, truth] of [
      [r.inTheLarge.interval, 0],
      [r.slope.interval, 1],
      [r.slope.profileInterval!, 1],
      [r.observedExpected.interval, 1],
    ] as const) {
      expect(interval.lower).toBeLessThan(truth);
      expect(interval.upper).toBeGreaterThan(truth);
    }
    const smooth = smoothCalibration(p, y);
    expect(smooth.estimable && smooth.ici).toBeLessThan(0.03);
  });

  it("tells calibration-in-the-large from the intercept of the free slope", () => {
    const { p, y } = calibrated(400, 6);
    const squeezed = p.map((v) => 0.5 + (v - 0.5) / 3);
    const r = binaryCalibration(squeezed, y);
    if (!r.estimable) throw new Error(r.reason);
    expect(r.slope.slope).toBeGreaterThan(1.5);
    expect(Math.abs(r.inTheLarge.intercept - r.slope.freeIntercept)).toBeGreaterThan(1e-4);
  });

  it("says why not, and refuses what is no probability", () => {
    expect(binaryCalibration([0.2, 0.3], [0, 0])).toMatchObject({ estimable: false });
    expect(() => binaryCalibration([0.2, 1.3], [0, 1])).toThrow(/value 2 is 1.3/);
    expect(smoothCalibration([0.2, 0.2, 0.4], [0, 1, 1])).toMatchObject({ estimable: false });
    expect(hosmerLemeshow([0.1, 0.1, 0.1], [0, 1, 0])).toMatchObject({ estimable: false });
    expect(binaryCalibration([0, 0.5, 1, 0.4, 0.6], [0, 1, 1, 1, 0])).toMatchObject({ clipped: 2 });
  });
});

describe("net benefit", () => {
  const rows = fc
    .array(fc.record({ p: fc.double({ min: 0, max: 1, noNaN: true }), y: fc.boolean() }), {
      minLength: 3,
      maxLength: 40,
    })
    .filter((r) => r.some((x) => x.y));
  test.prop([rows], { seed: 61 })(
    "of treating all tends to the prevalence as the threshold goes to 0, as does the model's",
    (data) => {
      const r = netBenefit(
        data.map((d) => d.p),
        data.map((d) => d.y),
        [0, 1e-12, 0.3],
      );
      if (!r.estimable) throw new Error(r.reason);
      const prevalence = data.filter((d) => d.y).length / data.length;
      expect(r.points[0]!.all).toBeCloseTo(prevalence, 12);
      expect(r.points[0]!.model).toBeCloseTo(prevalence, 12);
      expect(r.points[1]!.all).toBeCloseTo(prevalence, 9);
      expect(r.points[2]!.model).toBeLessThanOrEqual(prevalence + 1e-12);
    },
  );

  test.prop([rows], { seed: 62 })("without censoring is the same by survival as by counting", (data) => {
    const p = data.map((d) => d.p);
    const plain = netBenefit(
      p,
      data.map((d) => d.y),
      [0.1, 0.5],
    );
    const censored = netBenefitSurvival(
      { time: data.map((d) => (d.y ? 1 : 9)), event: data.map((d) => d.y), risk: p },
      5,
      [0.1, 0.5],
    );
    if (!plain.estimable || !censored.estimable) throw new Error("not estimable");
    plain.points.forEach((x, i) => {
      expect(censored.points[i]!.model).toBeCloseTo(x.model, 12);
    });
  });

  it("refuses a threshold that is no probability", () => {
    expect(() => netBenefit([0.1], [1], [1])).toThrow(/threshold 1/);
  });
});

describe("calibration at a horizon", () => {
  it("compares observed with expected risk", () => {
    const time = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10];
    const r = horizonCalibration({ time, event: time.map(() => 1), risk: time.map(() => 0.25) }, 5);
    expect(r).toMatchObject({
      observedRisk: expect.closeTo(0.5, 12),
      meanPrediction: 0.25,
      smooth: { estimable: false },
    });
    expect(horizonCalibration({ time, event: time.map(() => 0), risk: time.map(() => 0.25) }, 5)).toMatchObject({
      estimable: false,
    });
  });
});
