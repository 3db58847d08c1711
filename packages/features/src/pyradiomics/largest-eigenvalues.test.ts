import { fc, test } from "@fast-check/vitest";
import { describe, expect, it } from "vitest";
import { type SparseSymmetric, secondLargest } from "./largest-eigenvalues.ts";
import { symmetricSpectrum } from "./symmetric-spectrum.ts";

/** By all eigenvalues of the full matrix. */
function byAll({ side, rows, columns, values }: SparseSymmetric): number {
  const full = new Float64Array(side * side);
  for (let e = 0; e < values.length; e++)
    for (const cell of [rows[e]! * side + columns[e]!, columns[e]! * side + rows[e]!]) full[cell] = values[e]!;
  return symmetricSpectrum(full, side)
    .map(Math.abs)
    .sort((a, b) => b - a)[1]!;
}
const sparse = (side: number, entries: readonly (readonly [number, number, number])[]): SparseSymmetric => ({
  side,
  rows: Int32Array.from(entries, ([a]) => a),
  columns: Int32Array.from(entries, ([, b]) => b),
  values: Float64Array.from(entries, ([, , s]) => s),
});
/** A chain of `side` places, each joined with the next: eigenvalues 2 cos(kπ / (side + 1)), in closed form. */
const chain = (side: number, first = 0): [number, number, number][] =>
  Array.from({ length: side - 1 }, (_, n) => [first + n, first + n + 1, 1]);

describe("the second largest eigenvalue of a large sparse matrix", () => {
  it("is that of the closed form: a chain, whose spectrum has equal magnitudes at both ends", () => {
    // 1 and −1 times 2 cos(π / 301): the second largest magnitude is the first one again.
    expect(secondLargest(sparse(300, chain(300)))).toBeCloseTo(2 * Math.cos(Math.PI / 301), 11);
    // With 2 on the diagonal the spectrum is 2 + 2 cos: all positive, and crowded at its end.
    const lifted = [...chain(300), ...Array.from({ length: 300 }, (_, n) => [n, n, 2] as const)];
    expect(secondLargest(sparse(300, lifted))).toBeCloseTo(2 + 2 * Math.cos((2 * Math.PI) / 301), 11);
  });

  it("takes the parts that nothing joins together: two alike, single ones, one that is not connected at all", () => {
    const lift = (first: number, side: number) =>
      Array.from({ length: side }, (_, n) => [first + n, first + n, 2] as const);
    const two = [...chain(200), ...chain(200, 200), ...lift(0, 400)];
    expect(secondLargest(sparse(400, two))).toBeCloseTo(2 + 2 * Math.cos(Math.PI / 201), 11);
    expect(secondLargest(sparse(402, [...two, [400, 400, 5], [401, 401, 4.5]]))).toBe(4.5);
    expect(secondLargest(sparse(402, [...two, [400, 400, 5]]))).toBeCloseTo(2 + 2 * Math.cos(Math.PI / 201), 11);
  });

  test.prop([fc.integer({ min: 1, max: 1e6 }), fc.constantFrom(161, 230, 330), fc.constantFrom(1, 4, 30)], {
    numRuns: 25,
  })("is that of all eigenvalues, for matrices like those of co-occurrence", (seed, side, reach) => {
    let state = seed;
    const next = (): number => {
      state = (state * 48_271) % 2_147_483_647;
      return state / 2_147_483_647;
    };
    const counts = new Map<number, number>();
    for (let n = 0; n < 9 * side; n++) {
      const a = Math.floor(next() * side);
      const b = Math.min(side - 1, Math.max(0, Math.round(a + reach * (next() - 0.5) * 2)));
      const cell = Math.min(a, b) * side + Math.max(a, b);
      counts.set(cell, (counts.get(cell) ?? 0) + 1);
    }
    const marginal = new Float64Array(side);
    for (const [cell, n] of counts) {
      marginal[Math.floor(cell / side)]! += n;
      if (Math.floor(cell / side) !== cell % side) marginal[cell % side]! += n;
    }
    const entries = [...counts].map(([cell, n]): [number, number, number] => {
      const [a, b] = [Math.floor(cell / side), cell % side];
      return [a, b, n / Math.sqrt(marginal[a]! * marginal[b]!)];
    });
    const matrix = sparse(side, entries);
    expect(Math.abs(secondLargest(matrix) - byAll(matrix))).toBeLessThan(1e-11);
  });
});
