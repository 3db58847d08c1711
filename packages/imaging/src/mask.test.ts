import { describe, expect, it } from "vitest";
import { regionOf } from "./mask.ts";
import { makeVolume, type Voxels } from "./volume.ts";

/** The same by looking at every voxel. */
function plainly(data: Voxels, [ni, nj]: readonly [number, number, number], label: number) {
  const at: [number, number, number][] = [];
  data.forEach((x: number, p: number) => {
    if (x === label) at.push([p % ni, Math.floor(p / ni) % nj, Math.floor(p / (ni * nj))]);
  });
  const side = (pick: (...n: number[]) => number) => [0, 1, 2].map((x) => pick(...at.map((v) => v[x]!)));
  return { count: at.length, min: side(Math.min), max: side(Math.max) };
}

describe("the region of a mask", () => {
  const kinds = [Uint8Array, Int16Array, Int32Array, Float32Array, Float64Array] as const;
  it.each(kinds.map((kind) => [kind.name, kind] as const))("is found wherever single voxels lie: %s", (_, Kind) => {
    // Odd sizes, so that neither rows nor the whole are a multiple of what is looked at together.
    for (const dims of [
      [7, 5, 3],
      [64, 9, 2],
      [1, 1, 1],
      [33, 1, 1],
    ] as const) {
      const size = dims[0] * dims[1] * dims[2];
      for (let p = 0; p < size; p++) {
        // Every place once with another label beside it; the view begins somewhere in its memory.
        const before = [0, 3, 4][p % 3]!;
        const data = new Kind(size + before).subarray(before) as Voxels;
        if (p > 0) data[p - 1] = 9;
        data[p] = 2;
        if (p + 40 < size) data[p + 40] = 2;
        const found = regionOf(makeVolume({ data, dims }), 2);
        expect({ count: found.count, ...found.box }).toEqual(plainly(data, dims, 2));
      }
    }
  });
});
