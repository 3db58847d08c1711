import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { type Cohort, wholeCohort } from "./cohort.ts";
import { develop } from "./develop.ts";
import {
  fisherCoefficient,
  informationGain,
  mutualInformation,
  probabilityOfError,
  selectClusters,
  selectPoeAcc,
  selectRfe,
  selectVariance,
} from "./select-by-information.ts";
import { lasso, plan, simulated } from "./testing/simulated.ts";

const of = (columns: readonly (readonly number[])[], y: readonly number[]): Cohort => ({
  subjects: y.map((_, i) => `P${i}`),
  names: columns.map((_, j) => `x${j + 1}`),
  columns: columns.map((c) => Float64Array.from(c)),
  outcome: Uint8Array.from(y),
  sites: y.map(() => ""),
});

describe("figures by hand", () => {
  it("information gain: a cut that parts four from four tells one bit; alternating values tell nothing", () => {
    // The price of the cut is (log2 7 + log2(3² - 2) - 2) / 8 = 0.45 bits, less than the bit gained.
    expect(informationGain([1, 2, 3, 4, 5, 6, 7, 8], [0, 0, 0, 0, 1, 1, 1, 1])).toBeCloseTo(1, 12);
    expect(informationGain([1, 2, 3, 4, 5, 6, 7, 8], [0, 1, 0, 1, 0, 1, 0, 1])).toBe(0);
  });

  it("mutual information: halves of 2:0 and 1:1 tell 0.811 - 0.5 bits", () => {
    // H(3/4) = 0.811278; half of the subjects keep one bit.
    expect(mutualInformation([1, 2, 3, 4], [0, 0, 0, 1], 2)).toBeCloseTo(0.811278124459133 - 0.5, 12);
  });

  it("Fisher's coefficient: means 2 and 6, variances 1, equal shares: 16", () => {
    // 2 × 1/2 × 1/2 × 16 / (1 - 1/2) = 16, over a mean variance of 1.
    expect(fisherCoefficient([1, 3, 5, 7], [0, 0, 1, 1])).toBeCloseTo(16, 12);
  });

  it("probability of error: one of four is on the wrong side of the best limit, from either side", () => {
    expect(probabilityOfError([1, 2, 3, 4], [0, 1, 0, 1])).toBe(0.25);
    expect(probabilityOfError([4, 3, 2, 1], [0, 0, 1, 1])).toBe(0);
  });
});

describe("selection", () => {
  it("recursive elimination leaves what R's loop around e1071::svm leaves", () => {
    const file = new URL("../../../statistics/src/classifiers/testing/machines-reference.json", import.meta.url);
    const r = JSON.parse(readFileSync(file, "utf8")) as {
      two: { x: Record<string, number[]>; y: number[] };
      eliminated: number[];
    };
    const t = wholeCohort(of(Object.values(r.two.x), r.two.y));
    for (const count of [3, 2, 1]) {
      const gone = r.eliminated.slice(0, 4 - count);
      expect(selectRfe(t, { count, drop: 0.01, cost: 1 })).toEqual(t.names.filter((_, j) => !gone.includes(j)));
    }
  });

  it("POE + ACC takes the second that is new before the copy of the first", () => {
    // x2 copies x1 (error 0); x3 errs twice but is new.
    const y = [0, 0, 0, 0, 1, 1, 1, 1];
    const t = wholeCohort(
      of(
        [
          [1, 2, 3, 4, 5, 6, 7, 8],
          [1, 2, 3, 4, 5, 6, 7, 9],
          [1, 8, 2, 3, 7, 4, 5, 6],
        ],
        y,
      ),
    );
    expect(selectPoeAcc(t, 2, 0.5)).toEqual(["x1", "x3"]);
    expect(selectPoeAcc(t, 2, 1)).toEqual(["x1", "x2"]);
  });

  it("without the outcome: constants go, and of each cluster its most typical member stays", () => {
    const cohort = simulated(21, 80, 0, (_, normal) => {
      const [a, b] = [normal(), normal()];
      return { more: [a + 0.3 * normal(), a, a + 0.3 * normal(), b, 7] };
    });
    const t = wholeCohort(cohort);
    expect(selectVariance(t, 0)).toEqual(["x1", "x2", "x3", "x4"]);
    const flipped = wholeCohort({ ...cohort, outcome: cohort.outcome.map((y) => 1 - y) });
    expect(selectClusters(t, 0.7)).toEqual(["x2", "x4", "x5"]);
    expect(selectClusters(flipped, 0.7)).toEqual(selectClusters(t, 0.7));
    // Complete linkage: no cluster holds a pair below its limit.
    expect(selectClusters(t, 0.999)).toEqual(["x1", "x2", "x3", "x4", "x5"]);
  });

  const planted = simulated(22, 120, 20, (_, normal, y) => ({ more: [normal() + 1.6 * y, normal() - 1.6 * y] }));
  it.each([
    { kind: "rfe", count: 2 },
    { kind: "information-gain", count: 2 },
    { kind: "mutual-information", count: 2 },
    { kind: "fisher", count: 2 },
    // The planted two correlate through the outcome; with half the weight on that the method takes noise for the second.
    { kind: "poe-acc", count: 2, weight: 0.9 },
  ])("$kind finds the planted two in every part, and noise stays noise", (step) => {
    const answer = develop(planted, plan({ candidates: [lasso([step], 0.01)] }));
    expect(answer.selected.map((s) => [s.predictor, s.times])).toEqual([
      ["x1", 5],
      ["x2", 5],
    ]);
    // The leakage test: chosen inside the folds, noise is worth nothing.
    const noise = develop(
      simulated(23, 100, 150, () => ({})),
      plan({ candidates: [lasso([step], 0.01)] }),
    );
    expect(noise.auc.estimable && Math.abs(noise.auc.auc - 0.5)).toBeLessThan(0.16);
  });

  it("wants gaps filled before, in a sentence", () => {
    const gappy = of([[1, Number.NaN, 3, 4, 5, 6]], [0, 1, 0, 1, 0, 1]);
    expect(() =>
      develop(gappy, plan({ outer: { kind: "folds", count: 2 }, candidates: [lasso([{ kind: "fisher", count: 1 }])] })),
    ).toThrow(/'fisher' compares predictors; put impute-median before it/);
  });
});
