import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { multinomialProbabilities, multinomialRegression } from "../models/multinomial-regression.ts";
import { stepwiseLogistic } from "../models/stepwise-logistic.ts";
import { randomSource } from "../random.ts";
import { concordance } from "../survival/concordance.ts";
import { logRankSplits } from "../survival/log-rank-splits.ts";
import { growSurvivalTree, survivalForest, survivalForestRisks } from "../survival/survival-forest.ts";
import { plattSigmoid } from "./sigmoid.ts";
import {
  calibratedSupportVectors,
  type Kernel,
  supportDecisions,
  supportProbabilities,
  supportVectors,
} from "./support-vectors.ts";

const r = JSON.parse(readFileSync(new URL("testing/machines-reference.json", import.meta.url), "utf8")) as {
  two: { x: Record<string, number[]>; y: number[] };
  linear: { decisions: number[]; supports: number };
  radial: { decisions: number[]; supports: number };
  platt: [number, number];
  lung: { time: number[]; dead: number[]; x: Record<string, number[]> };
  step: Record<"both" | "backward" | "forward", { aic: number; coefficients: Record<string, number> }>;
  multinomial: {
    coefficients: number[][];
    standardErrors: number[][];
    deviance: number;
    probabilities: number[][];
    x: number[][];
    y: number[];
  };
  cuts: { column: string; limit: number; chi: number }[];
  forestC: { mean: number; sd: number };
};
const two = Object.values(r.two.x);
const close = (answer: ArrayLike<number>, reference: readonly number[], digits: number): void => {
  expect(answer).toHaveLength(reference.length);
  for (const [i, v] of Array.from(answer).entries()) expect(v).toBeCloseTo(reference[i]!, digits);
};

describe("support vectors", () => {
  it.each<{ name: "linear" | "radial"; kernel: Kernel; cost: number }>([
    { name: "linear", kernel: { kind: "linear" }, cost: 1 },
    { name: "radial", kernel: { kind: "radial", gamma: 0.5 }, cost: 2 },
  ])("have the decisions of e1071::svm, $name kernel", ({ name, kernel, cost }) => {
    const model = supportVectors(two, r.two.y, { kernel, cost });
    expect(model.estimable).toBe(true);
    if (!model.estimable) return;
    expect(model.weights).toHaveLength(r[name].supports);
    close(supportDecisions(model, two), r[name].decisions, 6);
  });

  it("Platt's sigmoid is the binomial fit to his targets, as R's glm has it", () => {
    const fit = plattSigmoid(r.radial.decisions, r.two.y);
    expect(fit.estimable && [fit.intercept, fit.slope]).toEqual(r.platt.map((v) => expect.closeTo(v, 6)));
  });

  it("probabilities come of decisions about subjects left out: noise has the share of the outcome", () => {
    const random = randomSource(3);
    const noise = Array.from({ length: 6 }, () => Float64Array.from({ length: 60 }, () => random.uniform()));
    const y = Uint8Array.from({ length: 60 }, (_, i) => Number(i % 3 === 0));
    const options = { kernel: { kind: "radial", gamma: 5 } as const, cost: 100, seed: 1 };
    const model = calibratedSupportVectors(noise, y, options);
    expect(model.estimable).toBe(true);
    if (!model.estimable) return;
    // The machine itself parts its own subjects without a fault; the sigmoid knows that this is nothing.
    const decisions = supportDecisions(model, noise);
    expect(Array.from(decisions, (d) => Number(d > 0))).toEqual(Array.from(y));
    const p = supportProbabilities(model, noise);
    const naive = plattSigmoid(decisions, y);
    if (!naive.estimable) throw new Error(naive.reason);
    expect(Math.abs(model.sigmoid.slope)).toBeLessThan(0.4 * naive.slope);
    expect(p.reduce((s, v) => s + v, 0) / 60).toBeLessThan(0.45);
    expect(calibratedSupportVectors(noise, y, options)).toEqual(model);
  });

  it("refuse a cost of nothing, and one outcome has no answer", () => {
    expect(() => supportVectors(two, r.two.y, { kernel: { kind: "linear" }, cost: 0 })).toThrow(/must lie above 0/);
    expect(
      supportVectors(
        two,
        r.two.y.map(() => 1),
        { kernel: { kind: "linear" }, cost: 1 },
      ),
    ).toMatchObject({ estimable: false, reason: expect.stringContaining("both outcomes") });
  });
});

describe("regression", () => {
  it.each(["both", "backward", "forward"] as const)("stepwise, %s, ends where R's step does", (direction) => {
    const fit = stepwiseLogistic({ outcome: r.lung.dead, covariates: r.lung.x }, { direction });
    expect(fit.estimable).toBe(true);
    if (!fit.estimable) return;
    const reference = r.step[direction];
    expect(fit.criterion).toBeCloseTo(reference.aic, 8);
    expect(Object.fromEntries(fit.fit.coefficients.map((c) => [c.name, c.coefficient]))).toEqual(
      Object.fromEntries(Object.entries(reference.coefficients).map(([k, v]) => [k, expect.closeTo(v, 6)])),
    );
  });

  it("multinomial has the coefficients, errors and probabilities of nnet::multinom", () => {
    const { x, y, ...reference } = r.multinomial;
    const fit = multinomialRegression({ columns: x, classes: y });
    expect(fit.estimable).toBe(true);
    if (!fit.estimable) return;
    expect(fit.deviance).toBeCloseTo(reference.deviance, 8);
    for (const k of [0, 1]) {
      close(fit.coefficients[k]!, reference.coefficients[k]!, 4);
      close(fit.standardErrors[k]!, reference.standardErrors[k]!, 4);
    }
    const p = multinomialProbabilities(fit, x);
    for (const [k, i] of [0, 59, 119].entries()) close(p[i]!, reference.probabilities[k]!, 4);
  });

  it("multinomial says so where a column parts the classes", () => {
    expect(
      multinomialRegression({ columns: [[1, 2, 3, 11, 12, 13, 21, 22, 23]], classes: [0, 0, 0, 1, 1, 1, 2, 2, 2] }),
    ).toMatchObject({ estimable: false });
  });
});

describe("a survival forest", () => {
  const columns = Object.values(r.lung.x);
  const names = Object.keys(r.lung.x);
  const input = { time: r.lung.time, event: r.lung.dead };
  const data = { time: Float64Array.from(r.lung.time), event: Uint8Array.from(r.lung.dead) };
  const all = Int32Array.from(r.lung.time.keys());

  it("takes the cut of each column with the greatest chi-square of R's survdiff", () => {
    const splits = logRankSplits(data, all);
    for (const { column, limit, chi } of r.cuts)
      expect(splits.best(r.lung.x[column]!, 8)).toEqual({ limit, chiSquare: expect.closeTo(chi, 8) });
    const tree = growSurvivalTree(columns, data, all, { leastInLeaf: 8, depth: 1 });
    const best = r.cuts.reduce((a, b) => (b.chi > a.chi ? b : a));
    expect("column" in tree && [names[tree.column], tree.limit]).toEqual([best.column, best.limit]);
  });

  it("predicts out of bag as well as ranger, and is the same for the same seed", () => {
    const of = (seed: number) => survivalForest(columns, input, { seed, trees: 300 });
    const forest = of(5);
    expect(forest.estimable).toBe(true);
    if (!forest.estimable) return;
    const c = concordance({ ...input, score: forest.outOfBag });
    // ranger's own nodes stop at 15 before a split, ours at 8 after it: three of its deviations and a hundredth.
    expect(c.estimable && Math.abs(c.c - r.forestC.mean)).toBeLessThan(3 * r.forestC.sd + 0.01);
    expect(of(5)).toEqual(forest);
    const risks = [180, 365, 730].map((by) => survivalForestRisks(forest, columns, by));
    for (let i = 0; i < all.length; i++) {
      expect(risks[0]![i]).toBeLessThanOrEqual(risks[1]![i]!);
      expect(risks[1]![i]).toBeLessThanOrEqual(risks[2]![i]!);
    }
  });

  it("finds a planted column among noise, and a leaf is Nelson–Aalen by hand", () => {
    // Four subjects in one leaf: deaths at 1 (of 4) and 3 (of 2): 1/4, 1/4 + 1/2.
    const leaf = growSurvivalTree(
      [[1, 1, 1, 1]],
      { time: Float64Array.of(1, 2, 3, 4), event: Uint8Array.of(1, 0, 1, 0) },
      Int32Array.of(0, 1, 2, 3),
      { leastInLeaf: 1 },
    );
    expect(leaf).toEqual({ n: 4, times: [1, 3], hazard: [0.25, 0.75] });
    const random = randomSource(9);
    const n = 120;
    const x = Array.from({ length: 5 }, () => Float64Array.from({ length: n }, () => random.uniform()));
    const time = Float64Array.from({ length: n }, (_, i) => -Math.log(1 - random.uniform()) / Math.exp(4 * x[2]![i]!));
    const forest = survivalForest(x, { time, event: new Uint8Array(n).fill(1) }, { seed: 1, trees: 100 });
    if (!forest.estimable) throw new Error(forest.reason);
    const first = forest.trees.map((t) => ("column" in t ? t.column : -1));
    expect(first.filter((c) => c === 2).length).toBeGreaterThan(50);
    const c = concordance({ time, event: new Uint8Array(n).fill(1), score: forest.outOfBag });
    expect(c.estimable && c.c - 5 * c.standardError).toBeGreaterThan(0.5);
  });

  it("without events there is none", () => {
    expect(survivalForest(columns, { time: input.time, event: input.event.map(() => 0) }, { seed: 1 })).toMatchObject({
      estimable: false,
      reason: expect.stringContaining("needs events"),
    });
  });
});
