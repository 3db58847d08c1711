import { fc, test } from "@fast-check/vitest";
import { describe, expect, it } from "vitest";
import { percentilesOf } from "./order-statistics.ts";

const WANTED = [0, 0.1, 0.25, 0.5, 0.75, 0.9, 1];

/** By the definition: sort all, linear between the neighbours of rank p(N − 1). */
function bySorting(values: Float64Array): number[] {
  const sorted = values.slice().sort();
  return WANTED.map((p) => {
    const rank = p * (sorted.length - 1);
    const low = Math.floor(rank);
    const high = Math.min(low + 1, sorted.length - 1);
    return sorted[low]! + (rank - low) * (sorted[high]! - sorted[low]!);
  });
}
const ends = (values: Float64Array): [number, number] => [Math.min(...values), Math.max(...values)];

describe("percentiles without sorting", () => {
  test.prop([fc.integer({ min: 1, max: 1e6 }), fc.constantFrom("even", "whole", "skewed", "one far away")], {
    numRuns: 20,
  })("are those of the sorted values, to the last bit", (seed, kind) => {
    let state = seed;
    const next = (): number => {
      state = (state * 48_271) % 2_147_483_647;
      return state / 2_147_483_647;
    };
    const values = Float64Array.from({ length: 6000 }, (_, n) =>
      kind === "even"
        ? next() * 2000 - 1000
        : kind === "whole"
          ? Math.floor(next() * 50)
          : kind === "skewed"
            ? Math.exp(30 * next())
            : n === 17
              ? 1e12
              : next(),
    );
    expect(percentilesOf(values, WANTED, ...ends(values))).toEqual(bySorting(values));
  });

  it("of equal values are that value", () => {
    const values = new Float64Array(5000).fill(3.25);
    expect(percentilesOf(values, WANTED, 3.25, 3.25)).toEqual(WANTED.map(() => 3.25));
  });
});
