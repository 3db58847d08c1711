import { fc, test } from "@fast-check/vitest";
import { describe, expect, it } from "vitest";
import { logisticRegression } from "../models/logistic-regression.ts";
import { coxRegression } from "../survival/cox.ts";
import { crossValidateLogistic, nestedCrossValidateLogistic } from "./cross-validation.ts";
import { elasticNetCox, elasticNetLogistic, elasticNetPredictor } from "./elastic-net.ts";

const N = 60;
const row = fc.record({
  a: fc.integer({ min: -5, max: 5 }),
  b: fc.integer({ min: 0, max: 9 }),
  noise: fc.double({ min: -2, max: 2, noNaN: true }),
  y: fc.integer({ min: 0, max: 1 }),
  time: fc.integer({ min: 1, max: 30 }),
});
const rows = fc.array(row, { minLength: N, maxLength: N });
type Row = { a: number; b: number; noise: number; y: number; time: number };
const featuresOf = (data: readonly Row[]) => ({
  a: data.map((r) => r.a),
  // Nearly the same as a, as radiomic features are.
  twin: data.map((r) => 2 * r.a + 0.01 * r.noise),
  b: data.map((r) => r.b),
  noise: data.map((r) => r.noise),
});
const sd = (v: readonly number[]) => {
  const m = v.reduce((s, x) => s + x, 0) / v.length;
  return Math.sqrt(v.reduce((s, x) => s + (x - m) ** 2, 0) / v.length);
};

describe("elastic net", () => {
  test.prop([rows, fc.constantFrom(1, 0.5, 0.1), fc.constantFrom(0.2, 0.05, 0.01)], { seed: 5, numRuns: 40 })(
    "meets the optimality conditions of its objective",
    (data, alpha, lambda) => {
      const features = featuresOf(data);
      const path = elasticNetLogistic({ features, outcome: data.map((r) => r.y) }, { alpha, lambda });
      fc.pre(path.estimable);
      if (!path.estimable) return;
      const fit = path.fits[0]!;
      const residual = Array.from(
        elasticNetPredictor(path, fit, features),
        (eta, i) => data[i]!.y - 1 / (1 + Math.exp(-eta)),
      );
      expect(residual.reduce((s, r) => s + r, 0) / N).toBeCloseTo(0, 9);
      path.features.forEach((name, j) => {
        const column = features[name as keyof typeof features];
        const scale = sd(column);
        const m = column.reduce((s, x) => s + x, 0) / N;
        const pull = column.reduce((s, x, i) => s + ((x - m) / scale) * residual[i]!, 0) / N;
        const b = fit.coefficients[j]! * scale;
        const rest = pull - lambda * (1 - alpha) * b;
        if (b === 0) expect(Math.abs(rest)).toBeLessThanOrEqual(lambda * alpha + 1e-9);
        else expect(rest).toBeCloseTo(lambda * alpha * Math.sign(b), 9);
      });
    },
  );

  test.prop([rows], { seed: 6, numRuns: 15 })("without penalty is plain regression", (data) => {
    const features = { a: data.map((r) => r.a), b: data.map((r) => r.b) };
    const outcome = data.map((r) => r.y);
    const plain = logisticRegression({ outcome, covariates: features });
    const none = elasticNetLogistic({ features, outcome }, { lambda: 0 });
    const cox = coxRegression(
      { time: data.map((r) => r.time), event: outcome, covariates: features },
      { ties: "breslow" },
    );
    const noneCox = elasticNetCox({ features, time: data.map((r) => r.time), event: outcome }, { lambda: 0 });
    fc.pre(plain.estimable && none.estimable && cox.estimable && noneCox.estimable);
    if (!plain.estimable || !none.estimable || !cox.estimable || !noneCox.estimable) return;
    expect(none.fits[0]!.intercept).toBeCloseTo(plain.coefficients[0]!.coefficient, 7);
    expect(none.fits[0]!.coefficients[1]).toBeCloseTo(plain.coefficients[2]!.coefficient, 7);
    expect(none.fits[0]!.devianceExplained).toBeCloseTo(1 - plain.deviance / plain.nullDeviance, 9);
    expect(noneCox.fits[0]!.coefficients[0]).toBeCloseTo(cox.coefficients[0]!.coefficient, 7);
  });

  test.prop([rows], { seed: 7, numRuns: 15 })("does not depend on units, or on a feature that never varies", (data) => {
    const outcome = data.map((r) => r.y);
    const features = featuresOf(data);
    const one = elasticNetLogistic({ features, outcome }, { lambda: 0.03 });
    const other = elasticNetLogistic(
      { features: { ...features, b: features.b.map((v) => 1000 * v + 7), flat: features.b.map(() => 4) }, outcome },
      { lambda: 0.03 },
    );
    fc.pre(one.estimable && other.estimable);
    if (!one.estimable || !other.estimable) return;
    expect(other.fits[0]!.devianceExplained).toBeCloseTo(one.fits[0]!.devianceExplained, 9);
    expect(1000 * other.fits[0]!.coefficients[2]!).toBeCloseTo(one.fits[0]!.coefficients[2]!, 7);
    expect(other.fits[0]!.coefficients[4]).toBe(0);
  });

  // Doubles, a sum of two others, and more columns than subjects: H is singular where they meet.
  test.prop([rows, fc.constantFrom(1, 0.5), fc.constantFrom(0.08, 0.02)], { seed: 8, numRuns: 15 })(
    "meets the optimality conditions where columns repeat, along a whole path",
    (data, alpha, least) => {
      const own = featuresOf(data);
      const features: Record<string, number[]> = {
        ...own,
        double: own.a.map((v) => 3 * v),
        sum: own.a.map((v, i) => v + own.b[i]!),
      };
      for (let k = 0; k < 70; k++)
        features[`wide${k}`] = data.map((r, i) => Math.sin((i + 1) * (k + 3)) + 0.2 * r.a + (k % 3) * r.noise);
      const outcome = data.map((r) => r.y);
      const time = data.map((r) => r.time);
      const lambda = Array.from({ length: 12 }, (_, k) => 0.3 * (least / 0.3) ** (k / 11));
      const logistic = elasticNetLogistic({ features, outcome }, { alpha, lambda });
      const cox = elasticNetCox({ features, time, event: outcome }, { alpha, lambda });
      fc.pre(logistic.estimable && cox.estimable);
      if (!logistic.estimable || !cox.estimable) return;
      const residuals = {
        logistic: (eta: Float64Array) => outcome.map((y, i) => y - 1 / (1 + Math.exp(-eta[i]!))),
        // Event less expected events: weight x sum over event times up to one's own of deaths / weights at risk.
        cox: (eta: Float64Array) =>
          outcome.map((y, i) => {
            let hazard = 0;
            for (let e = 0; e < N; e++)
              if (outcome[e] === 1 && time[e]! <= time[i]!)
                hazard += 1 / time.reduce((s, t, k) => (t >= time[e]! ? s + Math.exp(eta[k]!) : s), 0);
            return y - Math.exp(eta[i]!) * hazard;
          }),
      };
      for (const [kind, path] of Object.entries({ logistic, cox }))
        for (const fit of [path.fits[5]!, path.fits[11]!]) {
          const residual = residuals[kind as keyof typeof residuals](elasticNetPredictor(path, fit, features));
          path.features.forEach((name, j) => {
            const column = features[name]!;
            const scale = sd(column);
            const m = column.reduce((s, x) => s + x, 0) / N;
            const pull = column.reduce((s, x, i) => s + ((x - m) / scale) * residual[i]!, 0) / N;
            const b = fit.coefficients[j]! * scale;
            const rest = pull - fit.lambda * (1 - alpha) * b;
            if (b === 0) expect(Math.abs(rest)).toBeLessThanOrEqual(fit.lambda * alpha + 1e-9);
            else expect(rest).toBeCloseTo(fit.lambda * alpha * Math.sign(b), 9);
          });
        }
    },
  );

  it("selects nothing at a large penalty, and says so when a class is missing", () => {
    const features = { x: [1, 2, 3, 4, 5, 6] };
    const path = elasticNetLogistic({ features, outcome: [0, 1, 0, 1, 1, 0] }, { lambda: [5, 0.001] });
    if (!path.estimable) throw new Error(path.reason);
    expect(path.fits.map((f) => f.selected)).toEqual([[], ["x"]]);
    expect(path.fits[0]!.devianceExplained).toBeCloseTo(0, 12);
    expect(elasticNetLogistic({ features, outcome: [0, 0, 0, 0, 0, 0] }, { lambda: 1 })).toMatchObject({
      estimable: false,
    });
    expect(() => elasticNetLogistic({ features, outcome: [0, 1, 0, 1, 1, 0] }, { lambda: -1 })).toThrow(/lambda is -1/);
  });
});

describe("cross-validation", () => {
  // A feature that decides and one that does not; folds in turn.
  const x = Array.from({ length: N }, (_, i) => ((i * 37) % N) - N / 2);
  const noise = Array.from({ length: N }, (_, i) => ((i * 23 + 7) % 13) - 6);
  const outcome = x.map((v, i) => (v + 3 * noise[(i * 5) % N]! > 0 ? 1 : 0));
  const folds = x.map((_, i) => i % 5);
  const lambda = [0.5, 0.2, 0.1, 0.05, 0.01];

  it("never lets a fold see itself: changing the outcome of a fold leaves its own predictions", () => {
    const inner = folds.map((f) => (f + 1) % 3);
    const turned = outcome.map((v, i) => (folds[i] === 2 ? 1 - v : v));
    const run = (y: readonly number[]) => {
      const r = nestedCrossValidateLogistic({ features: { x, noise }, outcome: y }, { lambda, outer: folds, inner });
      if (!r.estimable) throw new Error(r.reason);
      return r;
    };
    const [one, other] = [run(outcome), run(turned)];
    folds.forEach((f, i) => {
      if (f === 2) expect(other.predictions[i]).toBe(one.predictions[i]);
    });
    expect(other.predictions).not.toEqual(one.predictions);
    expect(one.selectionFrequency["x"]).toBe(5);
    expect(one.pooledAuc).toBeGreaterThan(0.7);
  });

  it("takes the largest of penalties whose models are the same", () => {
    const coin = x.map((_, i) => (Math.floor(i / 5) % 2 === 0 ? 1 : 0));
    const cv = crossValidateLogistic({ features: { noise }, outcome: coin }, { lambda: [2, 1, 0.9], folds });
    if (!cv.estimable) throw new Error(cv.reason);
    expect(cv.lambdaMin).toBe(2);
    expect(cv.auc).toEqual([0.5, 0.5, 0.5]);
  });

  it("needs two folds", () => {
    expect(crossValidateLogistic({ features: { x }, outcome }, { lambda, folds: x.map(() => 1) })).toMatchObject({
      estimable: false,
    });
  });
});
