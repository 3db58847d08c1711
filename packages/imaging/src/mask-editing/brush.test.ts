import { expect, it } from "vitest";
import { makeVolume } from "../volume.ts";
import { underBrush } from "./brush.ts";
import { tripleAt } from "./place.ts";

/** 9 × 9 × 5 voxels of 1 × 2 × 4 mm. */
const grid = makeVolume({ data: new Uint8Array(405), dims: [9, 9, 5], spacing: [1, 2, 4] });
const at = (positions: Iterable<number>) => [...positions].sort((a, b) => a - b).map((p) => tripleAt(p, grid.dims));

it("of radius 0 is the voxel itself", () => {
  expect(at(underBrush(grid, [4, 4, 2], [4, 4, 2], { radiusMm: 0, across: 2 }))).toEqual([[4, 4, 2]]);
});

it("is a disc in mm, not in voxels: 2 mm reach two voxels along i and one along j, the rim included", () => {
  // i² + (2j)² ≤ 4: j = ±1 leaves i = 0; j = 0 leaves i = −2 … 2.
  expect(at(underBrush(grid, [4, 4, 2], [4, 4, 2], { radiusMm: 2, across: 2 }))).toEqual([
    [4, 3, 2],
    ...[2, 3, 4, 5, 6].map((i) => [i, 4, 2]),
    [4, 5, 2],
  ]);
});

it("across j is a disc in i and k, as a ball reaches all three", () => {
  const disc = at(underBrush(grid, [4, 4, 2], [4, 4, 2], { radiusMm: 4, across: 1 }));
  // i² + (4k)² ≤ 16: k = ±1 leaves i = 0; k = 0 leaves i = −4 … 4.
  expect(disc).toHaveLength(1 + 9 + 1);
  expect(disc.every(([, j]) => j === 4)).toBe(true);
  // i² + (2j)² + (4k)² ≤ 16: k = ±1: 1 each; k = 0: j = 0: 9, j = ±1 (i² ≤ 12): 7 each, j = ±2: 1 each.
  expect(underBrush(grid, [4, 4, 2], [4, 4, 2], { radiusMm: 4, across: "ball" }).size).toBe(2 + 9 + 14 + 2);
});

it("stays inside the image, and leaves no gap on its way", () => {
  expect(underBrush(grid, [0, 0, 0], [0, 0, 0], { radiusMm: 1, across: 2 }).size).toBe(2);
  const way = at(underBrush(grid, [0, 0, 0], [8, 4, 0], { radiusMm: 0, across: 2 }));
  expect(way[0]).toEqual([0, 0, 0]);
  expect(way.at(-1)).toEqual([8, 4, 0]);
  const sorted = way.sort((a, b) => a[0] - b[0] || a[1] - b[1]);
  for (let n = 1; n < sorted.length; n++) {
    expect(sorted[n]![0] - sorted[n - 1]![0]).toBeLessThanOrEqual(1);
    expect(Math.abs(sorted[n]![1] - sorted[n - 1]![1])).toBeLessThanOrEqual(1);
  }
});
