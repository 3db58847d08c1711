import { fc, test } from "@fast-check/vitest";
import { describe, expect, it } from "vitest";
import { updatableFactor } from "./updatable-factor.ts";

describe("a factor that follows its matrix", () => {
  test.prop(
    [
      fc.array(fc.double({ min: -2, max: 2, noNaN: true }), { minLength: 48, maxLength: 48 }),
      fc.integer({ min: 0, max: 4 }),
    ],
    { seed: 11, numRuns: 60 },
  )("solves the system of whoever is in, after joining and leaving", (values, leaves) => {
    // Gram of 6 columns of 8 values, with a ridge: positive definite.
    const columns = Array.from({ length: 6 }, (_, j) => values.slice(8 * j, 8 * j + 8));
    const entry = (a: number, b: number) => columns[a]!.reduce((s, v, i) => s + v * columns[b]![i]!, a === b ? 1 : 0);
    const factor = updatableFactor();
    const inside = [3, 0, 5, 1, 4];
    expect(factor.load(Float64Array.from([entry(3, 3), entry(3, 0), entry(0, 3), entry(0, 0)]), 2)).toBe(true);
    for (let m = 2; m < 5; m++)
      expect(factor.append(Float64Array.from(inside.slice(0, m + 1), (j) => entry(inside[m]!, j)))).toBe(true);
    factor.remove(leaves);
    inside.splice(leaves, 1);
    const wanted = [1, -2, 0.5, 3];
    const right = Float64Array.from(inside, (a) => inside.reduce((s, b, k) => s + entry(a, b) * wanted[k]!, 0));
    factor.solve(right);
    wanted.forEach((v, k) => {
      expect(right[k]).toBeCloseTo(v, 9);
    });
  });

  it("refuses a column that is another's double, and stays as it was", () => {
    const factor = updatableFactor();
    expect(factor.append(Float64Array.of(4))).toBe(true);
    expect(factor.append(Float64Array.of(8, 16))).toBe(false);
    expect(factor.size()).toBe(1);
    expect(factor.load(Float64Array.of(4, 8, 8, 16), 2)).toBe(false);
  });
});
