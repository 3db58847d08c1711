import { describe, expect, it } from "vitest";
import { normalQuantile } from "../distributions.ts";
import { linearRegression } from "../models/linear-regression.ts";
import { poolRubin } from "../pooling/rubin.ts";
import { randomSource } from "../random.ts";
import { applyImputation, fitImputation, type IncompleteColumns } from "./chained-equations.ts";

/** y = 2 x + noise, and y goes missing where x is large: complete cases alone see a truncated mean of y. */
function planted(n: number, seed: number) {
  const r = randomSource(seed);
  const normal = () => normalQuantile(r.uniform() || 0.5);
  const x = Array.from({ length: n }, normal);
  const full = x.map((v) => 2 * v + 0.5 * normal());
  const y = full.map((v, i) => (r.uniform() < (x[i]! > 0 ? 0.6 : 0.05) ? null : v));
  return { x, y, full };
}

const average = (values: ArrayLike<number>) => Array.from(values).reduce((s, v) => s + v, 0) / values.length;

describe("chained equations", () => {
  const data = planted(800, 3);
  const fitted = fitImputation({ x: data.x, y: data.y }, { imputations: 10, iterations: 5, seed: 9 });
  if (!fitted.estimable) throw new Error(fitted.reason);

  it("gives back what was missing at random: the planted mean and slope, where complete cases are off", () => {
    const complete = data.y.filter((v): v is number => v !== null);
    const truth = average(data.full);
    const imputed = average(fitted.completed.map((c) => average(c["y"]!)));
    expect(Math.abs(average(complete) - truth)).toBeGreaterThan(0.4);
    expect(Math.abs(imputed - truth)).toBeLessThan(0.1);
    const slopes = fitted.completed.map((c) => {
      const fit = linearRegression(c["y"]!, { x: c["x"]! });
      if (!fit.estimable) throw new Error(fit.reason);
      return fit.coefficients[1]!;
    });
    const pooled = poolRubin(
      slopes.map((s) => s.coefficient),
      slopes.map((s) => s.variance),
    );
    if (!pooled.estimable) throw new Error(pooled.reason);
    expect(pooled.interval.lower).toBeLessThan(2);
    expect(pooled.interval.upper).toBeGreaterThan(2);
  });

  it("imputes only values that somebody had, and touches no known one", () => {
    const known = new Set(data.y.filter((v) => v !== null));
    for (const c of fitted.completed)
      data.y.forEach((v, i) => {
        if (v === null) expect(known.has(c["y"]![i]!)).toBe(true);
        else expect(c["y"]![i]).toBe(v);
      });
  });

  it("is the same for one seed, and another for another", () => {
    const again = (seed: number) => fitImputation({ x: data.x, y: data.y }, { imputations: 2, iterations: 2, seed });
    expect(JSON.stringify(again(4))).toBe(JSON.stringify(again(4)));
    expect(JSON.stringify(again(4))).not.toBe(JSON.stringify(again(5)));
  });

  it("completes a new subject by the frozen equations alone", () => {
    const rows = applyImputation(fitted, { x: 1, y: null }, 17);
    expect(rows).toHaveLength(10);
    expect(applyImputation(fitted, { x: 1, y: null }, 17)).toEqual(rows);
    // y = 2 x + noise of 0.5 at x = 1.
    expect(Math.abs(average(rows.map((r) => r["y"]!)) - 2)).toBeLessThan(0.6);
    expect(() => applyImputation(fitted, { x: null, y: 1 }, 1)).toThrow(/no equation/);
  });

  it("asks for at least 20 imputations, and as many as the percentage that is incomplete", () => {
    const few: IncompleteColumns = { a: [1, 2, 3, 4, 5, 6, 7, 8, 9, null], b: [2, 1, 4, 3, 6, 5, 8, 7, 10, 9] };
    const plan = fitImputation(few, { iterations: 1 });
    expect(plan.estimable && plan.chains.length).toBe(20);
    const half: IncompleteColumns = {
      a: [1, 2, 3, 4, 5, null, null, null, null, null],
      b: [2, 1, 4, 3, 6, 5, 8, 7, 10, 9],
    };
    const more = fitImputation(half, { iterations: 1 });
    expect(more.estimable && more.chains.length).toBe(50);
  });

  it("says why an equation cannot stand", () => {
    expect(fitImputation({ a: [1, null, null, null], b: [1, 2, 3, 4] })).toMatchObject({
      estimable: false,
      reason: expect.stringContaining("'a' has 1 known"),
    });
    expect(fitImputation({ a: [1, 2, 3, 4, null], b: [1, 1, 1, 1, 1] })).toMatchObject({
      estimable: false,
      reason: expect.stringContaining("collinear"),
    });
  });
});
