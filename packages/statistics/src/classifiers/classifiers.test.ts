import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { randomSource } from "../random.ts";
import { growTree, treeValue } from "./decision-tree.ts";
import { boostedProbabilities, boostedTrees } from "./gradient-boosting.ts";
import { discriminantPosteriors, linearDiscriminant } from "./linear-discriminant.ts";
import { naiveBayes, naiveBayesPosteriors } from "./naive-bayes.ts";
import { nearestNeighbours, neighbourShares } from "./nearest-neighbours.ts";
import { forestProbabilities, randomForest } from "./random-forest.ts";

const r = JSON.parse(readFileSync(new URL("testing/classifiers-reference.json", import.meta.url), "utf8")) as {
  iris: { x: Record<string, number[]>; y: number[] };
  lda: number[][];
  naiveBayes: number[][];
  knn: { class: number[]; prob: number[] };
  lung: { x: Record<string, number[]>; y: number[] };
  tree: number[];
  boosting: number[];
  forestBrier: { mean: number; sd: number };
};
const iris = Object.values(r.iris.x);
const odd = (v: readonly number[]) => v.filter((_, i) => i % 2 === 0);
const even = (v: readonly number[]) => v.filter((_, i) => i % 2 === 1);
const train = { columns: iris.map(odd), classes: odd(r.iris.y) };
const test = iris.map(even);
const lung = Object.values(r.lung.x);

function expectRows(answer: readonly Float64Array[], reference: readonly (readonly number[])[], digits: number): void {
  expect(answer).toHaveLength(reference.length);
  for (const [i, row] of answer.entries())
    for (const [k, v] of row.entries()) expect(v).toBeCloseTo(reference[i]![k]!, digits);
}

describe("classifiers", () => {
  it("the linear discriminant has the posteriors of MASS::lda", () => {
    const model = linearDiscriminant(train);
    expect(model.estimable).toBe(true);
    if (model.estimable) expectRows(discriminantPosteriors(model, test), r.lda, 10);
  });

  it("naive Bayes has the posteriors of e1071::naiveBayes", () => {
    const model = naiveBayes(train);
    expect(model.estimable).toBe(true);
    if (model.estimable) expectRows(naiveBayesPosteriors(model, test), r.naiveBayes, 9);
  });

  it("nearest neighbours vote as class::knn does", () => {
    const centre = train.columns.map((c) => c.reduce((s, v) => s + v, 0) / c.length);
    const scale = train.columns.map((c, j) =>
      Math.sqrt(c.reduce((s, v) => s + (v - centre[j]!) ** 2, 0) / (c.length - 1)),
    );
    const scaled = (columns: readonly (readonly number[])[]) =>
      columns.map((c, j) => c.map((v) => (v - centre[j]!) / scale[j]!));
    const shares = neighbourShares(nearestNeighbours({ ...train, columns: scaled(train.columns) }, 5), scaled(test));
    for (const [i, row] of shares.entries()) {
      expect(row.indexOf(Math.max(...row))).toBe(r.knn.class[i]);
      expect(Math.max(...row)).toBeCloseTo(r.knn.prob[i]!, 12);
    }
  });

  it("a tree has the leaves of rpart", () => {
    const rows = Int32Array.from(r.lung.y, (_, i) => i);
    const tree = growTree(lung, r.lung.y, rows, { leastToPart: 20, leastInLeaf: 7, depth: 30, leastGain: 0 });
    for (const [i, leaf] of r.tree.entries())
      expect(treeValue(tree, lung, i), `subject ${i + 1}`).toBeCloseTo(leaf, 12);
  });

  it("boosted stumps have the probabilities of gbm", () => {
    const model = boostedTrees(lung, r.lung.y, { seed: 1, rounds: 25, learningRate: 0.1, depth: 1, leastInLeaf: 10 });
    expect(model.estimable).toBe(true);
    if (!model.estimable) return;
    for (const [i, p] of boostedProbabilities(model, lung).entries())
      expect(p, `subject ${i + 1}`).toBeCloseTo(r.boosting[i]!, 6);
  });

  it("a forest predicts out of bag as well as randomForest, and is the same for the same seed", () => {
    const y = r.iris.y.map((k) => (k === 2 ? 1 : 0));
    const forest = randomForest(iris, y, { seed: 1, trees: 200 });
    const brier = forest.outOfBag.reduce((s, p, i) => s + (p - y[i]!) ** 2, 0) / y.length;
    expect(Math.abs(brier - r.forestBrier.mean)).toBeLessThan(4 * r.forestBrier.sd);
    expect(randomForest(iris, y, { seed: 1, trees: 200 }).outOfBag).toEqual(forest.outOfBag);
    expect(
      forestProbabilities(
        forest,
        iris.map((c) => [c[0]!]),
      )[0],
    ).toBeLessThan(0.05);
  });

  it("a forest finds the planted columns, and noise has no importance", () => {
    const random = randomSource(3);
    const columns = Array.from({ length: 12 }, () => Float64Array.from({ length: 160 }, random.uniform));
    const y = Array.from({ length: 160 }, (_, i) =>
      columns[4]![i]! + columns[9]![i]! + 0.2 * random.uniform() > 1.1 ? 1 : 0,
    );
    const { importance } = randomForest(columns, y, { seed: 5, trees: 150 });
    const order = Array.from(importance.keys()).sort((a, b) => importance[b]! - importance[a]!);
    expect(order.slice(0, 2).sort((a, b) => a - b)).toEqual([4, 9]);
    expect(importance[order[2]!]!).toBeLessThan(0.1 * importance[order[1]!]!);
  });
});

describe("what cannot be learnt", () => {
  it("is said, not made up", () => {
    expect(
      linearDiscriminant({
        columns: [
          [1, 2, 3, 4],
          [2, 4, 6, 8],
        ],
        classes: [0, 0, 1, 1],
      }),
    ).toMatchObject({ estimable: false });
    expect(linearDiscriminant({ columns: [[1, 2]], classes: [0, 0] })).toMatchObject({ estimable: false });
    expect(naiveBayes({ columns: [[1, 1, 3, 4]], classes: [0, 0, 1, 1] })).toMatchObject({
      estimable: false,
      reason: expect.stringContaining("constant within a class"),
    });
    expect(
      boostedTrees([[1, 2, 3]], [1, 1, 1], { seed: 1, rounds: 5, learningRate: 0.1, depth: 1, leastInLeaf: 1 }),
    ).toMatchObject({ estimable: false });
  });

  it("or is refused with its place", () => {
    expect(() => nearestNeighbours({ columns: [[1, 2]], classes: [0, 1] }, 3)).toThrow(
      /neighbours is 3.*the 2 subjects/,
    );
    expect(() => linearDiscriminant({ columns: [[1, Number.NaN]], classes: [0, 1] })).toThrow(/Predictor 1, subject 2/);
    expect(() => naiveBayes({ columns: [[1, 2, 3]], classes: [0, 1] })).toThrow(/3 values for 2 subjects/);
    expect(() => naiveBayes({ columns: [[1, 2]], classes: [0, 0.5] })).toThrow(/class 0.5/);
  });
});
