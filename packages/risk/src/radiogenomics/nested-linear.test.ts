import { randomSource } from "@nadir/statistics";
import { expect, it } from "vitest";
import { nestedLinear } from "./nested-linear.ts";

const normals = (seed: number) => {
  const random = randomSource(seed);
  return () => Math.sqrt(-2 * Math.log(1 - random.uniform())) * Math.cos(2 * Math.PI * random.uniform());
};
const cohort = (seed: number, n: number, p: number, truth: (x: readonly Float64Array[], i: number) => number) => {
  const normal = normals(seed);
  const columns = Array.from({ length: p }, () => Float64Array.from({ length: n }, normal));
  return {
    names: columns.map((_, j) => `f${j}`),
    columns,
    outcome: Float64Array.from({ length: n }, (_, i) => truth(columns, i) + normal()),
  };
};

it("foretells no noise: over twelve cohorts R² of subjects left out is 0 or less on average; a fold that leaks fits it", () => {
  const found = Array.from(
    { length: 12 },
    (_, k) =>
      nestedLinear(
        cohort(k + 1, 40, 60, () => 0),
        { folds: 5, seed: k + 1 },
      ).rSquared,
  );
  // One cohort of forty may seem to foretell by chance; that is what the permutation test is for.
  expect(found.reduce((s, v) => s + v, 0) / found.length).toBeLessThanOrEqual(0);
});
it("an outlier of one subject is not foretold from itself", () => {
  const of = cohort(3, 40, 60, () => 0);
  of.outcome[7] = 50;
  const { predictions } = nestedLinear(of, { folds: 5, seed: 1 });
  expect(Math.abs(predictions[7]!)).toBeLessThan(15);
});
it("finds what is planted, fills gaps from the training subjects, and gives the same answer again", () => {
  const of = cohort(5, 100, 20, (x, i) => 2 * x[0]![i]! - 2 * x[1]![i]!);
  of.columns[0]![3] = Number.NaN;
  const found = nestedLinear(of, { folds: 5, seed: 1 });
  // The noise has variance 1 of 9: at best 8 / 9.
  expect(found.rSquared).toBeGreaterThan(0.75);
  expect([found.used.get("f0"), found.used.get("f1")]).toEqual([5, 5]);
  expect(nestedLinear(of, { folds: 5, seed: 1 }).predictions).toEqual(found.predictions);
});
it("refuses too few subjects for the folds, and an outcome that does not vary", () => {
  const of = cohort(1, 12, 3, () => 0);
  expect(() => nestedLinear(of, { folds: 5, seed: 1 })).toThrow(/12 subjects are too few for 5 folds/);
  expect(() => nestedLinear({ ...of, outcome: of.outcome.fill(1) }, { folds: 3, seed: 1 })).toThrow(/same value/);
});
