import { signature } from "@nadir/domain";
import { describe, expect, it } from "vitest";
import { applySignature } from "../signature/apply-signature.ts";
import { asSignature } from "./as-signature.ts";
import { develop } from "./develop.ts";
import { predict } from "./predict.ts";
import { plan, simulated } from "./testing/simulated.ts";

const ready = [{ kind: "impute-median" }, { kind: "scale" }];

describe("models of a plan", () => {
  // One predictor tells by its size, two by their product: a line finds the first only.
  const cohort = simulated(31, 200, 2, (_, normal) => {
    const [a, b] = [normal(), normal()];
    return { y: a * b + 0.4 * normal() > 0 ? 1 : 0, more: [a, b] };
  });
  const of = (model: object) => {
    const { auc } = develop(cohort, plan({ candidates: [{ name: "m", steps: ready, model }] }));
    return auc.estimable ? auc.auc : Number.NaN;
  };
  it("a radial machine and a tree find a product that no line finds", () => {
    expect(of({ kind: "support-vectors", kernel: "radial" })).toBeGreaterThan(0.8);
    expect(of({ kind: "decision-tree", depth: 6 })).toBeGreaterThan(0.7);
    expect(of({ kind: "perceptron", units: 4 })).toBeGreaterThan(0.8);
    expect(of({ kind: "symbolic", longest: 3 })).toBeGreaterThan(0.8);
    expect(of({ kind: "support-vectors", kernel: "linear" })).toBeLessThan(0.65);
    expect(of({ kind: "logistic" })).toBeLessThan(0.65);
  });
});

describe("a candidate as a signature", () => {
  const cohort = simulated(32, 150, 4, (i, normal, y) => ({
    more: [3 + normal() + 1.2 * y, i % 9 === 0 ? Number.NaN : 10 * normal() - 9 * y],
  }));
  it.each([
    { kind: "logistic", stepwise: "both" },
    { kind: "linear-discriminant" },
    { kind: "decision-tree" },
    { kind: "elastic-net", alpha: 1, penalty: 0.02 },
    { kind: "random-forest", trees: 12 },
    { kind: "gradient-boosting", rounds: 15, learningRate: 0.1, depth: 2 },
    { kind: "support-vectors", kernel: "radial" },
    { kind: "support-vectors", kernel: "linear" },
    { kind: "naive-bayes" },
    { kind: "nearest-neighbours", k: 7 },
    { kind: "perceptron", units: 2, decay: 0.3 },
    { kind: "symbolic", longest: 3 },
  ])("$kind scores as its model predicts, gaps included", (model) => {
    const wish = plan({ bootstrap: 40, candidates: [{ name: "m", steps: ready, model }] });
    const { final, predictions } = develop(cohort, wish);
    // As a file: what is written is read again.
    const doc = signature.parse(JSON.parse(JSON.stringify(asSignature(final!, wish, cohort, predictions))));
    expect(doc.bootstrap !== undefined).toBe(["logistic", "linear-discriminant", "elastic-net"].includes(model.kind));
    const expected = predict(final!, cohort);
    let inside = 0;
    for (let i = 0; i < 30; i++) {
      const values = Object.fromEntries(
        cohort.names.map((name, j) => {
          const v = cohort.columns[j]![i]!;
          return [name, { value: Number.isNaN(v) ? null : v }];
        }),
      );
      const scored = applySignature(doc, { values, regions: {} });
      expect(scored.probability).toBeCloseTo(expected[i]!, 10);
      if (doc.form.kind === "machine") expect(scored.probability).toBe(expected[i]!);
      const { interval } = scored;
      if (interval && interval.lower <= expected[i]! && expected[i]! <= interval.upper) inside++;
    }
    // Refits lie around the fit (predictors have means of 3 and -4, so that a wrong intercept would show); trees and machines have none.
    expect(inside).toBeGreaterThanOrEqual(doc.bootstrap ? 28 : 0);
    expect(doc.conformal!.with.length + doc.conformal!.without.length).toBe(150);
  });

  it("whose steps harmonise sites has none", () => {
    const cohort = simulated(33, 150, 4, (i) => ({ site: i % 2 === 0 ? "A" : "B" }));
    const steps = [{ kind: "impute-median" }, { kind: "combat" }];
    const wish = plan({ site: "site", candidates: [{ name: "m", steps, model: { kind: "random-forest", trees: 5 } }] });
    expect(asSignature(develop(cohort, wish).final!, wish, cohort)).toBeNull();
  });
});
