import { expect, it } from "vitest";
import { makeVolume } from "../volume.ts";
import { grown } from "./grow.ts";
import { tripleAt } from "./place.ts";

/** 5 × 5 × 2 voxels of 1 × 1 × 3 mm: two parts of 100 that touch only at a corner, and a third in the next slice. */
const slice = [
  [100, 100, 0, 0, 0],
  [100, 100, 0, 0, 0],
  [0, 0, 100, 110, 0],
  [0, 0, 100, 300, 0],
  [0, 0, 0, 0, 0],
];
const above = [
  [0, 0, 0, 0, 0],
  [0, 100, 0, 0, 0],
  [0, 0, 0, 0, 0],
  [0, 0, 0, 0, Number.NaN],
  [0, 0, 0, 0, 100],
];
const image = makeVolume({
  data: Float32Array.from([...slice.flat(), ...above.flat()]),
  dims: [5, 5, 2],
  spacing: [1, 1, 3],
});
const at = (positions: Iterable<number>) => [...positions].sort((a, b) => a - b).map((p) => tripleAt(p, image.dims));
const wide = { window: [90, 120], connectivity: 6, radiusMm: 50 } as const;

it("takes what hangs together by faces within the window", () => {
  expect(at(grown(image, [0, 0, 0], wide))).toEqual([
    [0, 0, 0],
    [1, 0, 0],
    [0, 1, 0],
    [1, 1, 0],
    [1, 1, 1],
  ]);
});

it("crosses corners with 26 neighbours, and stops at the window", () => {
  const all = grown(image, [0, 0, 0], { ...wide, connectivity: 26 });
  // Five as before, (2,2), (3,2) and (2,3); 300 is outside the window.
  expect(all.size).toBe(8);
  expect(grown(image, [0, 0, 0], { ...wide, connectivity: 26, window: [90, 300] }).size).toBe(10);
});

it("goes no further than the radius from the seed, in mm", () => {
  // (1,1,0) lies √2 mm away, (1,1,1) further than 3 mm.
  expect(at(grown(image, [0, 0, 0], { ...wide, radiusMm: 1 }))).toEqual([
    [0, 0, 0],
    [1, 0, 0],
    [0, 1, 0],
  ]);
  expect(grown(image, [1, 1, 0], { ...wide, radiusMm: 3 }).size).toBe(5);
  expect(grown(image, [1, 1, 0], { ...wide, radiusMm: 2.9 }).size).toBe(4);
});

it("says what is wrong with a seed or a window", () => {
  expect(() => grown(image, [4, 4, 0], wide)).toThrow("The value where growing begins is 0, outside 90 to 120.");
  expect(() => grown(image, [4, 3, 1], wide)).toThrow(/begins is NaN/);
  expect(() => grown(image, [0, 0, 0], { ...wide, window: [120, 90] })).toThrow(/lower and a higher value/);
  expect(() => grown(image, [0, 0, 0], { ...wide, radiusMm: 0 })).toThrow(/must be above 0/);
});
