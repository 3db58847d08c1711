import { expect, it } from "vitest";
import { makeVolume } from "../volume.ts";
import { betweenSlices } from "./interpolate.ts";
import { tripleAt } from "./place.ts";

const grid = (dims: readonly [number, number, number], spacing: readonly [number, number, number] = [1, 1, 5]) =>
  makeVolume({ data: new Uint8Array(dims[0] * dims[1] * dims[2]), dims, spacing });

it("is half-way between a narrow and a broad outline", () => {
  const g = grid([11, 1, 3]);
  const bits = new Uint8Array(33);
  for (const i of [4, 5, 6]) bits[i] = 1;
  for (const i of [2, 3, 4, 5, 6, 7, 8]) bits[22 + i] = 1;
  // Place 3: −1 below and +2 above, mean ½: inside. Place 2: −2 and +1, mean −½: outside. In the second direction the row's
  // own width bounds the distance to 1 everywhere: place 4 is +1 and +1.
  expect([...betweenSlices(bits, g, 2)].map((p) => p - 11)).toEqual([3, 4, 5, 6, 7]);
});

it("weighs by how near the drawn slices are", () => {
  const g = grid([13, 1, 4]);
  const bits = new Uint8Array(52);
  bits[6] = 1;
  for (let i = 0; i < 13; i++) bits[39 + i] = 1;
  // The row is 1 voxel high: inside distances are 1. Place 6 ± n is −n in the lower slice and 1 in the upper one.
  // A third of the way: −2n/3 + 1/3 ≥ 0 for n ≤ ½: place 6 only. Two thirds: −n/3 + 2/3 ≥ 0 for n ≤ 2.
  const filled = [...betweenSlices(bits, g, 2)].map((p) => tripleAt(p, g.dims));
  expect(filled).toEqual([[6, 0, 1], ...[4, 5, 6, 7, 8].map((i) => [i, 0, 2])]);
});

it("measures distances in mm in the plane", () => {
  // Slices across i, 4 mm along j and 1 mm along k. Lower: k = 5; upper: k = 1 … 9, both at j = 1 of 3.
  const g = grid([3, 3, 11], [2, 4, 1]);
  const bits = new Uint8Array(99);
  const put = (i: number, k: number) => {
    bits[i + 3 * (1 + 3 * k)] = 1;
  };
  put(0, 5);
  for (let k = 1; k <= 9; k++) put(2, k);
  // Place k = 5 ± n: −n below (+1 for n = 0) and min(5 − n, 4) above: −n + 5 − n ≥ 0 for n ≤ 2.
  // Beside it, j = 0: the nearest inside is 4 mm away or more in both: outside.
  const filled = [...betweenSlices(bits, g, 0)].map((p) => tripleAt(p, g.dims));
  expect(filled).toEqual([3, 4, 5, 6, 7].map((k) => [1, 1, k]));
});

it("leaves drawn neighbours, single slices and outlines apart as they are", () => {
  const g = grid([12, 1, 3]);
  const bits = new Uint8Array(36);
  expect(betweenSlices(bits, g, 2).size).toBe(0);
  bits[2] = 1;
  expect(betweenSlices(bits, g, 2).size).toBe(0);
  bits[24 + 9] = 1;
  expect(betweenSlices(bits, g, 2).size).toBe(0);
  bits[24 + 9] = 0;
  bits[12 + 3] = 1;
  expect(betweenSlices(bits, g, 2).size).toBe(0);
});

it("takes a whole slice in: its border counts as the image's edge", () => {
  const g = grid([3, 3, 3]);
  const bits = new Uint8Array(27).fill(1, 0, 9).fill(1, 18, 27);
  expect(betweenSlices(bits, g, 2)).toEqual(new Set([9, 10, 11, 12, 13, 14, 15, 16, 17]));
});
