import { expect, it } from "vitest";
import { affineOf } from "./affine.ts";
import { bidimensional, rulerMm } from "./ruler.ts";
import type { Triple } from "./triple.ts";
import { makeVolume } from "./volume.ts";

const [c, s] = [Math.cos(Math.PI / 6), Math.sin(Math.PI / 6)];
/** Voxels of 1 × 2 × 4 mm, the first two axes turned by 30° in the axial plane, the third downwards. */
const grid = makeVolume({
  data: new Uint8Array(1000),
  dims: [10, 10, 10],
  affine: affineOf(
    [
      [c, s, 0],
      [-s, c, 0],
      [0, 0, -1],
    ] as const,
    [1, 2, 4],
    [7, -3, 50],
  ),
});

it.each<[Triple, Triple, number]>([
  [[0, 0, 0], [3, 0, 0], 3],
  // 3 voxels of 1 mm and 2 of 2 mm: 3, 4, 5.
  [[1, 1, 2], [4, 3, 2], 5],
  // 2 mm, 2 · 2 mm, 1 · 4 mm: √(4 + 16 + 16) = 6.
  [[0, 0, 0], [2, 2, 1], 6],
  [[0.5, 0.25, 0], [0.5, 0.25, 0], 0],
])("a ruler from %j to %j is %f mm long", (from, to, mm) => {
  expect(rulerMm(grid, [from, to])).toBeCloseTo(mm, 12);
});

it("the perpendicular is what of the second line lies at right angles to the first, in mm", () => {
  // First: (3, 4) mm, length 5. Second: voxels (0, 5) → (5, 5), (5, 0) mm: its share along (−4, 3)/5 is −4.
  const found = bidimensional(
    grid,
    2,
    [
      [1, 1, 3],
      [4, 3, 3],
    ],
    [
      [0, 5, 3],
      [5, 5, 3],
    ],
  );
  expect(found.longestMm).toBeCloseTo(5, 12);
  expect(found.perpendicularMm).toBeCloseTo(4, 12);
  expect(found.productMm2).toBeCloseTo(20, 12);
  // About the middle (2.5, 5): 2 mm each way along (−4, 3)/5 mm, that is (1.6, 1.2) mm: 1.6 and 0.6 voxels.
  const [from, to] = found.perpendicular;
  expect([from, to].map((at) => at.map((n) => Number(n.toFixed(9))))).toEqual([
    [0.9, 5.6, 3],
    [4.1, 4.4, 3],
  ]);
  expect(rulerMm(grid, found.perpendicular)).toBeCloseTo(4, 12);
});

it("the longer of the two is the longest diameter, whichever was drawn first", () => {
  const found = bidimensional(
    grid,
    1,
    [
      [2, 4, 2],
      [4, 4, 2],
    ],
    [
      [3, 4, 1],
      [3, 4, 3],
    ],
  );
  expect([found.longestMm, found.perpendicularMm]).toEqual([8, 2]);
});

it("says so when the lines lie in two slices, or the first has no length", () => {
  expect(() =>
    bidimensional(
      grid,
      2,
      [
        [1, 1, 3],
        [4, 3, 3],
      ],
      [
        [0, 5, 4],
        [5, 5, 4],
      ],
    ),
  ).toThrow("Both diameters must lie in one slice; these lie in slices 3, 3, 4, 4.");
  expect(() =>
    bidimensional(
      grid,
      2,
      [
        [1, 1, 3],
        [1, 1, 3],
      ],
      [
        [0, 5, 3],
        [5, 5, 3],
      ],
    ),
  ).toThrow(/has no length/);
});
