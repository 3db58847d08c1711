import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { perceptron, perceptronProbabilities } from "./perceptron.ts";

interface Reference {
  x: number[][];
  y: number[];
  units: number;
  decay: number;
  start: number[];
  value: number;
  weights: number[];
  fitted: number[];
}
const r = JSON.parse(readFileSync(new URL("testing/perceptron-reference.json", import.meta.url), "utf8")) as Record<
  "iris" | "birth",
  Reference
>;

describe("a perceptron", () => {
  it.each(["iris", "birth"] as const)(
    "has the minimum, weights and probabilities of nnet from its start: %s",
    (name) => {
      const { x, y, units, decay, start, value, weights, fitted } = r[name];
      const found = perceptron({ columns: x, classes: y }, { units, decay, seed: 1, start, mostSteps: 20_000 });
      if (!found.estimable) throw new Error("not fitted");
      expect(found.isSettled).toBe(true);
      expect(found.value).toBeCloseTo(value, 8);
      const p = perceptronProbabilities(found, x);
      for (const [i, v] of fitted.entries()) expect(p[i]!).toBeCloseTo(v, 5);
      const own = [...found.hidden.flat(), ...found.output];
      for (const [j, v] of weights.entries()) expect(own[j]!).toBeCloseTo(v, 4);
    },
  );

  it("by hand: no unit that turns is the share; one unit, one column", () => {
    // 0.5 + 2 / (1 + exp(-(1 + 3 x))) at x = -1/3: 0.5 + 1 = 1.5 -> 0.81757.
    const model = { hidden: [[1, 3]], output: [0.5, 2] };
    expect(perceptronProbabilities(model, [[-1 / 3]])[0]).toBeCloseTo(1 / (1 + Math.exp(-1.5)), 12);
  });

  it("finds an exclusive or that no line finds, and the same again by its seed", () => {
    const x = [
      [0, 0, 1, 1],
      [0, 1, 0, 1],
    ];
    const of = (seed: number) => {
      const found = perceptron({ columns: x, classes: [0, 1, 1, 0] }, { units: 4, decay: 1e-4, seed });
      if (!found.estimable) throw new Error("not fitted");
      return perceptronProbabilities(found, x);
    };
    expect(of(3)).toEqual(of(3));
    expect(of(3)).not.toEqual(of(4));
    expect([...of(3)].map((v) => Math.round(v))).toEqual([0, 1, 1, 0]);
  });

  it("is not there for one class, and wants a starting weight for each", () => {
    expect(perceptron({ columns: [[1, 2]], classes: [1, 1] }, { units: 1, decay: 0, seed: 1 }).estimable).toBe(false);
    expect(() =>
      perceptron({ columns: [[1, 2]], classes: [0, 1] }, { units: 2, decay: 0, seed: 1, start: [1] }),
    ).toThrow(/1 starting weights are given; 2 units want 7/);
  });
});
