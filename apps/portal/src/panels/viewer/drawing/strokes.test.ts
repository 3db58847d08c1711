import { describe, expect, it } from "vitest";
import { fromStretches, inFileOrder, Strokes, stretchesOf } from "./strokes.ts";

/** A grid of 2 × 3 × 4 as the viewer turns it, for a file whose axes run (posterior, left, superior): worked out by hand. */
const turned = {
  // Right is the file's second axis backwards, anterior its first backwards, superior its third.
  dims: [3, 2, 4] as const,
  start: [2 * 2, 1, 0] as const,
  step: [-2, -1, 6] as const,
};

describe("a drawing on the viewer's grid", () => {
  it("lands on the file's own voxels, axes swapped and turned round", () => {
    const drawn = new Uint8Array(24);
    // Viewer voxel (x 0, y 1, z 2): file i = 1 − 1 = 0, j = 2 − 0 = 2, k = 2.
    drawn[0 + 3 * (1 + 2 * 2)] = 1;
    // Viewer voxel (2, 0, 3): file i = 1, j = 0, k = 3.
    drawn[2 + 3 * (0 + 2 * 3)] = 1;
    const file = inFileOrder(drawn, turned);
    const set = [...file.keys()].filter((at) => file[at]);
    expect(set).toEqual([0 + 2 * (2 + 3 * 2), 1 + 2 * (0 + 3 * 3)]);
  });

  it("fills the whole file when everything is drawn", () => {
    expect(inFileOrder(new Uint8Array(24).fill(1), turned)).toEqual(new Uint8Array(24).fill(1));
  });

  it("is not brought over when the viewer's walk does not fit the image", () => {
    expect(() => inFileOrder(new Uint8Array(23), turned)).toThrow("The drawing has 23 voxels, the image 24 (3×2×4).");
    expect(() => inFileOrder(new Uint8Array(24), { ...turned, start: [0, 1, 0] })).toThrow(/leaves the image/);
  });
});

describe("strokes", () => {
  const drawn = (...on: number[]): Uint8Array => Uint8Array.from({ length: 9 }, (_, at) => (on.includes(at) ? 1 : 0));

  it("keep what stands as stretches, and give it back", () => {
    expect(stretchesOf(drawn(0, 1, 4, 8))).toEqual([0, 2, 4, 5, 8, 9]);
    expect(fromStretches([0, 2, 4, 5, 8, 9], 9)).toEqual(drawn(0, 1, 4, 8));
  });

  it("are undone one by one to nothing; clearing is undone too", () => {
    const strokes = new Strokes();
    expect([strokes.add(drawn()), strokes.canUndo]).toEqual([false, false]);
    expect([strokes.add(drawn(1, 2)), strokes.add(drawn(1, 2)), strokes.add(drawn(1, 2, 5))]).toEqual([
      true,
      false,
      true,
    ]);
    strokes.clear();
    expect(strokes.isEmpty).toBe(true);
    strokes.undo();
    expect(strokes.now).toEqual([1, 3, 5, 6]);
    strokes.undo();
    strokes.undo();
    strokes.undo();
    expect([strokes.isEmpty, strokes.canUndo]).toEqual([true, false]);
  });
});
