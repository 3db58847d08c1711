import { describe, expect, it } from "vitest";
import {
  coxSnellFromC,
  developmentSizeBinary,
  developmentSizeContinuous,
  developmentSizeSurvival,
  largestCoxSnellBinary,
} from "./development.ts";
import { expectation, linearPredictorGrid } from "./linear-predictor.ts";
import { expectedClassification, validationSizeBinary } from "./validation.ts";

const expit = (x: number) => 1 / (1 + Math.exp(-x));

describe("size to develop", () => {
  it("gives the published example of Riley 2020: 623, 662 and 221, so 662", () => {
    const size = developmentSizeBinary({ parameters: 24, expected: { coxSnell: 0.288 }, prevalence: 0.174 });
    expect([size.shrinkage.n, size.optimism.n, size.precision.n, size.n]).toEqual([623, 662, 221, 662]);
  });

  it("takes Nagelkerke's R² as a share of the largest", () => {
    const share = 0.288 / largestCoxSnellBinary(0.174);
    const size = developmentSizeBinary({ parameters: 24, expected: { nagelkerke: share }, prevalence: 0.174 });
    expect(size.n).toBe(662);
  });

  it("asks for as many subjects as a risk within 0.05 takes, where the other criteria ask for less", () => {
    const size = developmentSizeSurvival({
      parameters: 1,
      expected: { coxSnell: 0.4 },
      rate: 0.3,
      timePoint: 2,
      meanFollowUp: 2,
    });
    expect(size.n).toBe(size.precision.n);
    expect(size.risk.upper - size.risk.value).toBeLessThanOrEqual(0.05);
    const oneFewer = 0.3 + 1.96 * Math.sqrt(0.3 / (2 * (size.n - 1)));
    expect(1 - Math.exp(-oneFewer * 2) - size.risk.value).toBeGreaterThan(0.05);
  });

  it("goes on until the mean is precise enough", () => {
    const input = { parameters: 10, rSquared: 0.3, mean: 1, standardDeviation: 4 };
    const loose = developmentSizeContinuous({ ...input, margin: 2 });
    const tight = developmentSizeContinuous({ ...input, margin: 1.1 });
    expect(loose.mean.n).toBe(Math.max(loose.shrinkage.n, loose.optimism.n, loose.precision.n));
    expect(tight.n).toBeGreaterThan(4000);
    expect(tight.shrinkage.shrinkage).toBeGreaterThanOrEqual(0.9);
  });

  it("finds the R² of 0.288 from the C-statistic of 0.89 of the same example", () => {
    expect(coxSnellFromC(0.89, 0.174)).toBeCloseTo(0.288, 2);
    expect(coxSnellFromC(0.500001, 0.3)).toBeCloseTo(0, 8);
  });

  it("refuses an R² above its largest value", () => {
    expect(() => developmentSizeBinary({ parameters: 3, expected: { coxSnell: 0.7 }, prevalence: 0.174 })).toThrow(
      /Cox–Snell R²/,
    );
  });
});

describe("size to validate", () => {
  const linearPredictor = { normal: { mean: -1, standardDeviation: 1.2 } };

  it("gives intervals as wide as asked for, with no subject to spare", () => {
    const size = validationSizeBinary({ prevalence: 0.3, cStatistic: 0.78, linearPredictor });
    const width = (n: number) => {
      const c = 0.78;
      const inner = 1 + (n / 2 - 1) * ((1 - c) / (2 - c)) + ((n / 2 - 1) * c) / (1 + c);
      return 2 * 1.96 * Math.sqrt((c * (1 - c) * inner) / (n * n * 0.3 * 0.7));
    };
    expect(width(size.cStatistic.n)).toBeLessThanOrEqual(0.1);
    expect(width(size.cStatistic.n - 1)).toBeGreaterThan(0.1);
    const se = Math.sqrt(0.7 / (0.3 * size.observedExpected.n));
    expect(Math.exp(1.96 * se) - Math.exp(-1.96 * se)).toBeLessThanOrEqual(0.2);
    expect(size.netBenefit).toBeNull();
  });

  it("integrates: uniform risks have the moments of a beta distribution", () => {
    const uniform = linearPredictorGrid({ beta: { a: 1, b: 1 } });
    expect(expectation(uniform, expit)).toBeCloseTo(1 / 2, 10);
    expect(expectation(uniform, (x) => expit(x) * expit(-x))).toBeCloseTo(1 / 6, 10);
    const at = expectedClassification({ beta: { a: 1, b: 1 } }, 0.25);
    expect(at.sensitivity).toBeCloseTo(1 - 0.25 ** 2, 3);
    expect(at.specificity).toBeCloseTo(1 - 0.75 ** 2, 3);
  });

  it("places two normal classes so that the mean risk is the prevalence", () => {
    expect(expectation(linearPredictorGrid({ cStatistic: 0.8, prevalence: 0.1 }), expit)).toBeCloseTo(0.1, 9);
  });

  it("refuses a threshold that is no risk", () => {
    expect(() => validationSizeBinary({ prevalence: 0.3, cStatistic: 0.7, linearPredictor, threshold: 1 })).toThrow(
      /threshold is 1/,
    );
  });
});
