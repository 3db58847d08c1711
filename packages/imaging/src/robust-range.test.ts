import { expect, it } from "vitest";
import { percentileWindow, robustRange } from "./robust-range.ts";
import { makeVolume } from "./volume.ts";

/** A line of 4000 voxels, of which the inner half are numbers 1000 to 2999. */
const line = (value: (at: number) => number) =>
  makeVolume({ data: Float32Array.from({ length: 4000 }, (_, at) => value(at)), dims: [4000, 1, 1] });

it("goes from the 2nd to the 98th percentile of the inner half, to the width of a bin", () => {
  // 2 % of 2000 are 40: from 1040 to 2960 in bins of 2.
  const [low, high] = robustRange(line((at) => (at < 1000 || at >= 3000 ? -9999 : at)))!;
  expect(Math.abs(low - 1040)).toBeLessThanOrEqual(2);
  expect(Math.abs(high - 2960)).toBeLessThanOrEqual(2);
});

it("leaves zeros out where they are more than 60 %, and then begins at zero at most", () => {
  const [low, high] = robustRange(line((at) => (at % 10 < 7 ? 0 : at)))!;
  expect(low).toBe(0);
  // 2 % of the 600 numbers are 12: those that end on 7, 8, 9, down to 2967; a bin is 3 wide.
  expect(Math.abs(high - 2967)).toBeLessThanOrEqual(3);
  // Of 1000 zeros and 1000 numbers none is left out: 2 % are 40, five of each ten, down to 2925.
  const [, withZeros] = robustRange(line((at) => (at % 10 < 5 ? 0 : at)))!;
  expect(Math.abs(withZeros - 2925)).toBeLessThanOrEqual(3);
});

it("is none where all values are alike, and takes no number that is none", () => {
  expect(robustRange(line(() => 7))).toBeNull();
  expect(robustRange(line(() => Number.NaN))).toBeNull();
  const [low, high] = robustRange(line((at) => (at % 2 ? Number.NaN : at)))!;
  expect(low).toBeGreaterThan(1000);
  expect(high).toBeLessThan(3000);
});

it("takes other percentiles of the same voxels: none of the zeros around, each end by itself", () => {
  // Of the 600 numbers that are no zero, those that end on 7, 8, 9: 300 up to 1999, and 60 from 2807 on.
  const sparse = line((at) => (at % 10 < 7 ? 0 : at));
  const [low, high] = percentileWindow(sparse, [50, 90])!;
  expect(Math.abs(low - 1999)).toBeLessThanOrEqual(3);
  expect(Math.abs(high - 2807)).toBeLessThanOrEqual(3);
  // Nothing is cut off at either end.
  const all = percentileWindow(
    line((at) => at),
    [0, 100],
  )!;
  expect(all).toEqual([1000, 2999]);
  expect(
    percentileWindow(
      line(() => 7),
      [0, 100],
    ),
  ).toBeNull();
});
