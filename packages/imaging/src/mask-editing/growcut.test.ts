import { expect, it } from "vitest";
import type { Triple } from "../triple.ts";
import { makeVolume } from "../volume.ts";
import { growCut } from "./growcut.ts";

const row = (...values: number[]) => makeVolume({ data: Float32Array.from(values), dims: [values.length, 1, 1] });
const drawn = (length: number, ...on: number[]) => Uint8Array.from({ length }, (_, p) => (on.includes(p) ? 1 : 0));
const sorted = (found: Set<number>) => [...found].sort((a, b) => a - b);

it("follows the strengths along a row, by hand", () => {
  // Seed 0; further than 5 mm: place 6. Range 100. From the left: 1, .9, .8·.9 = .72, then a step of 60: .288, .288, .288.
  // From the right: 1 · .9 = .9 at 5, .9 at 4, .9 at 3, then the step of 60: .36 at 2, so .72 holds it.
  expect(sorted(growCut(row(100, 90, 70, 10, 10, 10, 0), drawn(7, 0), 5))).toEqual([0, 1, 2]);
});

it("gives a draw to what is around", () => {
  // Flat: both sides reach places 2 and 3 with 1; place 0 lies behind the drawn one, which nobody takes.
  expect(sorted(growCut(row(5, 5, 5, 5, 5), drawn(5, 1), 2))).toEqual([0, 1]);
  // A ramp of equal steps of ¼ from 0 to 100; seeds at 0 and 4: ¾ and ⁹⁄₁₆ from either side, a draw in the middle.
  expect(sorted(growCut(row(0, 25, 50, 75, 100), drawn(5, 0), 3.5))).toEqual([0, 1]);
});

it("finds a ball and a box of another value exactly, from a few voxels of each, whatever the spacing", () => {
  const dims: Triple = [20, 18, 14];
  const isBall = (i: number, j: number, k: number) => (i - 9) ** 2 + (j - 8) ** 2 + (2 * (k - 6)) ** 2 <= 25;
  const isBox = (i: number, j: number, k: number) => i >= 6 && i < 13 && j >= 5 && j < 11 && k >= 4 && k < 9;
  for (const shape of [isBall, isBox]) {
    const inside = Uint8Array.from({ length: 5040 }, (_, p) =>
      shape(p % 20, Math.floor(p / 20) % 18, Math.floor(p / 360)) ? 1 : 0,
    );
    const image = makeVolume({
      data: Float32Array.from(inside, (bit, p) => (bit ? 80 : 20) + (p % 5)),
      dims,
      spacing: [1, 1, 2],
    });
    const seed = drawn(5040, 9 + 20 * (8 + 18 * 6), 10 + 20 * (8 + 18 * 6));
    expect(growCut(image, seed, 8)).toEqual(new Set([...inside.keys()].filter((p) => inside[p])));
  }
});

it("is stopped by what is no number", () => {
  expect(sorted(growCut(row(9, 9, Number.NaN, 9, 0, 0), drawn(6, 0), 4))).toEqual([0, 1]);
});

it("says why it cannot grow", () => {
  expect(() => growCut(row(1, 2, 3), drawn(3), 1)).toThrow(/The mask is empty/);
  expect(() => growCut(row(1, 2, 3), drawn(3, 1), 1)).toThrow(/No voxel of the image lies further than 1 mm/);
  expect(() => growCut(row(1, 2, 3), drawn(3, 1), 0)).toThrow(/must be above 0/);
});
