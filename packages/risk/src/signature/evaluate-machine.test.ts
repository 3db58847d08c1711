import { signature } from "@nadir/domain";
import { describe, expect, it } from "vitest";
import { applySignature } from "./apply-signature.ts";

const doc = (model: object, columns: object[] = [{ input: "a" }, { input: "b", centre: 10, scale: 2 }]) => ({
  schema: "nadir.signature/1",
  id: "machine",
  version: "1",
  title: "A test",
  predicts: "response",
  higherMeans: "more likely",
  intendedUse: "test",
  limits: ["test"],
  origin: { kind: "fitted", how: "by hand", trainingSubjectsHash: "0".repeat(64), subjects: 4 },
  inputs: ["a", "b"].map((name) => ({ from: "value", name, label: name, unit: "1" })),
  form: { kind: "machine", columns, model },
});
const score = (model: object, a: number, b: number) =>
  applySignature(signature.parse(doc(model)), { values: { a: { value: a }, b: { value: b } }, regions: {} });
const fork = (column: number, limit: number, left: object, right: object) => ({ column, limit, left, right });
const logistic = (x: number) => 1 / (1 + Math.exp(-x));

describe("a fitted model as a form, by hand", () => {
  const trees = [fork(0, 2, { value: 0.25 }, { value: 0.75 }), fork(1, -0.5, { value: 1 }, { value: 0.5 })];

  it("a forest is the mean of its trees; at the limit it goes right", () => {
    // b = 9 is (9 - 10) / 2 = -0.5.
    expect(score({ kind: "random-forest", trees }, 1, 8).probability).toBe((0.25 + 1) / 2);
    expect(score({ kind: "random-forest", trees }, 2, 9).probability).toBe((0.75 + 0.5) / 2);
  });

  it("boosted trees add to the log odds", () => {
    expect(score({ kind: "gradient-boosting", start: -1, trees }, 3, 12).probability).toBeCloseTo(logistic(0.25), 15);
  });

  it("support vectors: bias + sum of weight × kernel, through the sigmoid", () => {
    const own = {
      supports: [
        [1, 0],
        [0, 2],
      ],
      weights: [0.5, -1],
      bias: 0.3,
      sigmoid: { intercept: 0.1, slope: 2 },
    };
    // At a = 2, b = 14 the columns are 2 and 2: products 2 and 4, squared distances 1 + 4 and 4 + 0.
    const linear = 0.3 + 0.5 * 2 - 4;
    const radial = 0.3 + 0.5 * Math.exp(-0.1 * 5) - Math.exp(-0.1 * 4);
    const kind = "support-vectors";
    expect(score({ kind, kernel: { kind: "linear" }, ...own }, 2, 14).probability).toBeCloseTo(
      logistic(0.1 + 2 * linear),
      14,
    );
    expect(score({ kind, kernel: { kind: "radial", gamma: 0.1 }, ...own }, 2, 14).probability).toBeCloseTo(
      logistic(0.1 + 2 * radial),
      14,
    );
  });

  it("naive Bayes multiplies prior and normal densities", () => {
    const model = {
      kind: "naive-bayes",
      priors: [0.75, 0.25],
      means: [
        [0, 0],
        [2, 1],
      ],
      deviations: [
        [1, 1],
        [2, 1],
      ],
    };
    // At columns 1 and 0: densities up to 1 / (2 pi), class 0 exp(-1/2), class 1 exp(-(1/2)²/2) / 2 × exp(-1/2).
    const [none, one] = [0.75 * Math.exp(-0.5), (0.25 * Math.exp(-0.125) * Math.exp(-0.5)) / 2];
    expect(score(model, 1, 10).probability).toBeCloseTo(one / (none + one), 14);
  });

  it("neighbours: the share of the outcome among the k nearest, a tie at the k-th included", () => {
    const model = {
      kind: "nearest-neighbours",
      k: 2,
      subjects: [
        [0, 0],
        [1, 0],
        [-1, 0],
        [5, 5],
      ],
      classes: [1, 0, 1, 0],
    };
    // From (0, 0): distances 0, 1, 1, 50; the second and third are as far: three count, two with the outcome.
    expect(score(model, 0, 10).probability).toBeCloseTo(2 / 3, 15);
  });

  it("a survival forest: 1 - exp(-mean hazard) by each time", () => {
    const leaf = { times: [3, 6], hazard: [0.1, 0.5] };
    const model = {
      kind: "survival-forest",
      timeUnit: "months",
      times: [2, 6],
      trees: [leaf, { times: [], hazard: [] }],
    };
    const found = score(model, 0, 10);
    expect(found.risks.map((r) => r.risk)).toEqual([-Math.expm1(-0), -Math.expm1(-0.25)]);
    expect(found).toMatchObject({ probability: null, score: -Math.expm1(-0.25), outcomes: null });
  });

  it("an unknown input leaves the score out", () => {
    const found = applySignature(signature.parse(doc({ kind: "random-forest", trees })), {
      values: { a: { value: 1 } },
      regions: {},
    });
    expect(found).toMatchObject({ status: "not-evaluable", probability: null, missing: [{ input: "b" }] });
  });
});

describe("a fitted model that does not hold together", () => {
  const leaf = { value: 1 };
  it.each([
    [{ kind: "random-forest", trees: [fork(2, 0, leaf, leaf)] }, /a tree asks a column that the form does not have/],
    [{ kind: "random-forest", trees: [] }, /trees/],
    [
      { kind: "survival-forest", timeUnit: "days", times: [3], trees: [{ times: [2, 1], hazard: [0.1, 0.2] }] },
      /the times rising/,
    ],
    [
      {
        kind: "support-vectors",
        kernel: { kind: "linear" },
        supports: [[1]],
        weights: [1],
        bias: 0,
        sigmoid: { intercept: 0, slope: 1 },
      },
      /support vectors want one weight each and 2 values/,
    ],
    [
      {
        kind: "naive-bayes",
        priors: [0.5, 0.5],
        means: [[1, 2], [1]],
        deviations: [
          [1, 1],
          [1, 1],
        ],
      },
      /naive Bayes wants 2 means/,
    ],
    [
      { kind: "nearest-neighbours", k: 3, subjects: [[1, 2]], classes: [1] },
      /the 3 nearest of 1 subjects do not exist/,
    ],
    [{ kind: "nearest-neighbours", k: 1, subjects: [[1, 2]], classes: [1, 0] }, /one class each/],
  ])("%j is refused in a sentence", (model, said) => {
    expect(JSON.stringify(signature.safeParse(doc(model)).error?.issues)).toMatch(said);
  });
});
