import { type DevelopmentPlan, developmentPlan } from "@nadir/domain";
import { randomSource } from "@nadir/statistics";
import type { Cohort } from "../cohort.ts";

/** A plan of five folds with what a test wants. */
export const plan = (more: object): DevelopmentPlan =>
  developmentPlan.parse({
    schema: "nadir.development-plan/1",
    id: "test",
    outcome: "y",
    outer: { kind: "folds", count: 5 },
    innerFolds: 3,
    seed: 7,
    ...more,
  });
export const lasso = (steps: object[] = [], penalty = 0.05) => ({
  name: "lasso",
  steps,
  model: { kind: "elastic-net", alpha: 1, penalty },
});

/** Subjects with `noise` predictors of nothing; `of` adds what a test plants. Predictors are named x1, x2, … */
export function simulated(
  seed: number,
  n: number,
  noise: number,
  of: (i: number, normal: () => number, y: number) => { y?: number; site?: string; more?: number[] },
): Cohort {
  const random = randomSource(seed);
  const normal = (): number =>
    Math.sqrt(-2 * Math.log(1 - random.uniform())) * Math.cos(2 * Math.PI * random.uniform());
  const rows = Array.from({ length: n }, (_, i) => {
    const coin = random.uniform() < 0.5 ? 1 : 0;
    const { y = coin, site = "", more = [] } = of(i, normal, coin);
    return { y, site, values: [...more, ...Array.from({ length: noise }, normal)] };
  });
  const count = rows[0]!.values.length;
  return {
    subjects: rows.map((_, i) => `P${i}`),
    names: Array.from({ length: count }, (_, j) => `x${j + 1}`),
    columns: Array.from({ length: count }, (_, j) => Float64Array.from(rows, (r) => r.values[j]!)),
    outcome: Uint8Array.from(rows, (r) => r.y),
    sites: rows.map((r) => r.site),
  };
}
