import { describe, expect, it } from "vitest";
import { inFileOrder, inViewerOrder, viewerAxes } from "./walk.ts";

/** A grid of 2 × 3 × 4 as the viewer turns it, for a file whose axes run (posterior, left, superior): worked out by hand. */
const turned = {
  // Right is the file's second axis backwards, anterior its first backwards, superior its third.
  dims: [3, 2, 4] as const,
  start: [2 * 2, 1, 0] as const,
  step: [-2, -1, 6] as const,
};

describe("a drawing on the viewer's grid", () => {
  it("lands on the file's own voxels, axes swapped and turned round, and is shown where it was", () => {
    const drawn = new Uint8Array(24);
    // Viewer voxel (x 0, y 1, z 2): file i = 1 − 1 = 0, j = 2 − 0 = 2, k = 2.
    drawn[0 + 3 * (1 + 2 * 2)] = 1;
    // Viewer voxel (2, 0, 3): file i = 1, j = 0, k = 3.
    drawn[2 + 3 * (0 + 2 * 3)] = 1;
    const file = inFileOrder(drawn, turned);
    const set = [...file.keys()].filter((at) => file[at]);
    expect(set).toEqual([0 + 2 * (2 + 3 * 2), 1 + 2 * (0 + 3 * 3)]);
    expect(inViewerOrder(file, turned)).toEqual(drawn);
    const { axis, toFile, toViewer } = viewerAxes(turned, [2, 3, 4]);
    expect(axis).toEqual([1, 0, 2]);
    expect([toFile([0, 1, 2]), toFile([2, 0, 3])]).toEqual([
      [0, 2, 2],
      [1, 0, 3],
    ]);
    expect(toViewer([0, 2, 2])).toEqual([0, 1, 2]);
  });

  it("fills the whole file when everything is drawn", () => {
    expect(inFileOrder(new Uint8Array(24).fill(1), turned)).toEqual(new Uint8Array(24).fill(1));
  });

  it("is not brought over when the viewer's walk does not fit the image", () => {
    expect(() => inFileOrder(new Uint8Array(23), turned)).toThrow("The drawing has 23 voxels, the image 24 (3×2×4).");
    expect(() => inFileOrder(new Uint8Array(24), { ...turned, start: [0, 1, 0] })).toThrow(/leaves the image/);
    expect(() => viewerAxes(turned, [3, 2, 4])).toThrow(/walks by -2, -1, 6/);
  });

  it("of a single slice keeps its axes apart", () => {
    const flat = { dims: [3, 1, 4], start: [0, 0, 0], step: [1, 3, 3] } as const;
    expect(viewerAxes(flat, [3, 1, 4]).toFile([2, 0, 3])).toEqual([2, 0, 3]);
  });
});
