import { describe, expect, it } from "vitest";
import { compareMasks } from "./compare-masks.ts";
import type { Triple } from "./triple.ts";
import { makeVolume } from "./volume.ts";

const dims: Triple = [16, 12, 10];
const spacing: Triple = [1, 2, 3];
const box = (min: Triple, size: Triple, label = 1, step = spacing) => {
  const data = new Uint8Array(dims[0] * dims[1] * dims[2]);
  for (let k = 0; k < size[2]; k++)
    for (let j = 0; j < size[1]; j++)
      for (let i = 0; i < size[0]; i++) data[min[0] + i + 16 * (min[1] + j + 12 * (min[2] + k))] = label;
  return makeVolume({ data, dims, spacing: step });
};

describe("two delineations", () => {
  it("that are the same agree wholly", () => {
    const one = box([2, 3, 2], [5, 4, 3]);
    expect(compareMasks(one, one)).toEqual({
      dice: 1,
      jaccard: 1,
      volumesMm3: [360, 360],
      hausdorffMm: 0,
      hausdorff95Mm: 0,
      meanSurfaceMm: 0,
    });
  });

  it("one moved by two of five voxels have three fifths in common", () => {
    // |A| = |B| = 60, in common 3·4·3 = 36: Dice 72/120, Jaccard 36/84.
    const found = compareMasks(box([2, 3, 2], [5, 4, 3]), box([4, 3, 2], [5, 4, 3], 7));
    expect(found.dice).toBeCloseTo(0.6, 12);
    expect(found.jaccard).toBeCloseTo(3 / 7, 12);
    // The left face of A lies 2 mm from the left face of B: the furthest.
    expect(found.hausdorffMm).toBe(2);
  });

  it("of one voxel each lie apart by the distance of their centres", () => {
    // 3 voxels of 1 mm, 2 of 2 mm, none: 5 mm.
    const found = compareMasks(box([2, 3, 2], [1, 1, 1]), box([5, 5, 2], [1, 1, 1]));
    expect(found).toMatchObject({ dice: 0, jaccard: 0, hausdorffMm: 5, hausdorff95Mm: 5, meanSurfaceMm: 5 });
  });

  it("of a row and its half: 95th percentile and mean by hand", () => {
    // A row of 11 voxels along i against its first 6: every voxel is surface. From A: 0 six times, then 1, 2, 3, 4, 5; from B: 0.
    // 95th percentile of 11 values (type 7): place 9.5, between 4 and 5. Mean: 15 / 17.
    const found = compareMasks(box([1, 1, 1], [11, 1, 1]), box([1, 1, 1], [6, 1, 1]));
    expect(found.hausdorffMm).toBe(5);
    expect(found.hausdorff95Mm).toBeCloseTo(4.5, 12);
    expect(found.meanSurfaceMm).toBeCloseTo(15 / 17, 12);
    expect(found.volumesMm3).toEqual([66, 36]);
  });

  it("look at surfaces only: a hole inside is a surface of its own", () => {
    // A block of 5 × 5 × 5 against the same without its middle voxel. The six voxels around the hole are new surface,
    // each one voxel inside the block's own: 1 mm from the face along i where i is theirs, else 1 mm too (i is the nearest way
    // out: 2 voxels of 1 mm against 2 of 2 and of 3 mm). Voxel (1,2,2) of the block lies 1 mm from its face, (3,2,2) too;
    // (2,1,2), (2,3,2): 2 mm along i or along j; (2,2,1), (2,2,3): 2 mm along i.
    const whole = box([2, 2, 2], [5, 5, 5]);
    const data = Uint8Array.from(whole.data);
    data[4 + 16 * (4 + 12 * 4)] = 0;
    const holed = makeVolume({ data, dims, spacing });
    const surface = 125 - 27;
    const found = compareMasks(whole, holed);
    expect(found.hausdorffMm).toBe(2);
    expect(found.meanSurfaceMm).toBeCloseTo((2 * 1 + 4 * 2) / (2 * surface + 6), 12);
    expect(found.dice).toBeCloseTo(248 / 249, 12);
  });

  it("on two grids, and empty ones, are refused in a sentence", () => {
    const one = box([2, 3, 2], [5, 4, 3]);
    expect(() => compareMasks(one, box([2, 3, 2], [5, 4, 3], 1, [1, 1, 1]))).toThrow(
      /lie on different grids \(spacing\)/,
    );
    expect(() => compareMasks(one, box([2, 3, 2], [0, 0, 0]))).toThrow(/The mask is empty/);
  });
});
