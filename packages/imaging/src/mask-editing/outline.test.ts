import { expect, it } from "vitest";
import { makeVolume } from "../volume.ts";
import { insideOutline } from "./outline.ts";
import { tripleAt } from "./place.ts";

const grid = makeVolume({ data: new Uint8Array(6 * 5 * 4), dims: [6, 5, 4] });
const at = (positions: Iterable<number>) => [...positions].sort((a, b) => a - b).map((p) => tripleAt(p, grid.dims));

it("holds the voxels whose centres it goes around", () => {
  // A square from 0.5 to 3.5: centres 1, 2, 3 along both.
  const square = [
    [0.5, 0.5, 9],
    [3.5, 0.5, 9],
    [3.5, 3.5, 9],
    [0.5, 3.5, 9],
  ] as const;
  expect(at(insideOutline(grid, 2, 1, square))).toEqual([1, 2, 3].flatMap((j) => [1, 2, 3].map((i) => [i, j, 1])));
});

it("takes a notch out, and what lies beyond the image", () => {
  // A V that opens upwards: row 3 is cut at 0.75, 2, 4 … worked out by hand from the edges (0,4)–(2.5,−1), (2.5,−1)–(5,4), (5,4)–(2.5,1.5), (2.5,1.5)–(0,4).
  const v = [
    [0, 4, 0],
    [2.5, -1, 0],
    [5, 4, 0],
    [2.5, 1.5, 0],
  ] as const;
  // Row 3: left arm from 0 + 2.5·(1/5) = 0.5 to the notch's 2.5 − 1.5 = 1; right arm from 4 to 4.5. Centre 1 is its right end: outside; 4 its left end: inside.
  // Row 2: from 1 to 2, and from 3 to 4. Row 1: from 1.5 to 3.5. Row 0: from 2 to 3.
  expect(at(insideOutline(grid, 2, 0, v))).toEqual([
    [2, 0, 0],
    [2, 1, 0],
    [3, 1, 0],
    [1, 2, 0],
    [3, 2, 0],
    [4, 3, 0],
  ]);
});

it("works across every axis; two points enclose nothing", () => {
  const square = [
    [9, 0.5, 0.5],
    [9, 2.5, 0.5],
    [9, 2.5, 2.5],
    [9, 0.5, 2.5],
  ] as const;
  expect(at(insideOutline(grid, 0, 5, square))).toEqual([
    [5, 1, 1],
    [5, 2, 1],
    [5, 1, 2],
    [5, 2, 2],
  ]);
  expect(insideOutline(grid, 0, 5, square.slice(0, 2)).size).toBe(0);
  expect(insideOutline(grid, 0, 6, square).size).toBe(0);
});
