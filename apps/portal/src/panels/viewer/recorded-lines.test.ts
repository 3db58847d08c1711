import { lengthMm } from "@nadir/domain";
import { affineOf, makeVolume, type Triple, viewerAxes } from "@nadir/imaging";
import { describe, expect, it } from "vitest";
import { Drawing, figuresOf, type Measured } from "./drawing/drawing.ts";
import { isSameLine, linesToKeep, onGrid } from "./recorded-lines.ts";

const IMAGE = "11111111-1111-4111-8111-111111111111";
const [cos, sin] = [Math.cos(0.4), Math.sin(0.4)];
const tilted = affineOf(
  [[cos, sin, 0] as Triple, [-sin, cos, 0] as Triple, [0, 0, 1] as Triple],
  [1, 2, 4],
  [-30, 12, 7],
);
const dims = [10, 12, 14] as const;
const { grid } = new Drawing(
  makeVolume({ data: new Uint8Array(10 * 12 * 14), dims: [...dims], spacing: [1, 2, 4], affine: tilted }),
);
// The file as it is, voxel by voxel.
const axes = viewerAxes({ dims: [...dims], start: [0, 0, 0], step: [1, 10, 120] }, [...dims]);
/** In slice 3 across the file's third axis: 3 and 4 mm make 5 mm, and 4 mm at right angles to it. */
const measured: Measured = {
  kind: "bidimensional",
  axis: 2,
  plane: 0,
  slice: 3,
  line: [
    [1, 1, 3],
    [4, 3, 3],
  ],
  cross: [
    [0, 5, 3],
    [5, 5, 3],
  ],
};

describe("lines that a read keeps", () => {
  it("are from end to end in scanner millimetres, as long as they were shown, the longer first", () => {
    const kept = linesToKeep(grid, measured, IMAGE);
    expect(kept).toMatchObject({ image: IMAGE, plane: "axial" });
    // By hand: the first end lies 1 mm along the first and 2 mm along the second direction, 12 mm up.
    expect(kept.longest[0]).toEqual(
      [-30 + cos - 2 * sin, 12 + sin + 2 * cos, 19].map((x) => Math.round(x * 100) / 100),
    );
    const { longestMm, perpendicularMm } = figuresOf(grid, measured);
    expect(Math.abs(lengthMm(kept.longest) - longestMm)).toBeLessThan(0.02);
    expect(Math.abs(lengthMm(kept.perpendicular!) - perpendicularMm!)).toBeLessThan(0.02);
    const [dot] = [[kept.longest, kept.perpendicular!].map(([a, b]) => a.map((x, c) => b[c]! - x))].map(([u, v]) =>
      u!.reduce((sum, x, c) => sum + x * v![c]!, 0),
    );
    expect(Math.abs(dot!), "at right angles").toBeLessThan(0.1);
    const [short, long] = [
      measured.line,
      [
        [0, 2, 3],
        [9, 9, 3],
      ],
    ] as unknown as [Measured["line"], Measured["line"]];
    const turned = linesToKeep(
      grid,
      {
        ...measured,
        line: short,
        cross: [
          [4, 0, 3],
          [0, 6, 3],
        ],
      },
      IMAGE,
    );
    expect(lengthMm(turned.longest)).toBeGreaterThan(lengthMm(turned.perpendicular!));
    expect(linesToKeep(grid, { ...measured, kind: "ruler", line: long, cross: null }, IMAGE)).not.toHaveProperty(
      "perpendicular",
    );
  });

  it("come back on the slice and in the place where they were drawn, also where the patient lies askew", () => {
    const found = onGrid(grid, axes, linesToKeep(grid, measured, IMAGE));
    expect(found).toMatchObject({ axis: 2, plane: 0, slice: 3 });
    for (const [n, end] of measured.line.entries())
      for (const [c, index] of end.entries()) expect(found.segments[0]![n]![c]).toBeCloseTo(index, 1);
    const sagittal: Measured = {
      ...{ kind: "ruler", axis: 0, plane: 2, slice: 6, cross: null },
      line: [
        [6, 2, 3],
        [6, 9, 11],
      ],
    };
    const back = onGrid(grid, axes, linesToKeep(grid, sagittal, IMAGE));
    expect(back).toMatchObject({ axis: 0, plane: 2, slice: 6 });
  });

  it("are known again by image, plane and ends", () => {
    const kept = linesToKeep(grid, measured, IMAGE);
    expect(isSameLine(kept, linesToKeep(grid, { ...measured, cross: null }, IMAGE))).toBe(true);
    expect(isSameLine(kept, { ...kept, image: "22222222-2222-4222-8222-222222222222" })).toBe(false);
    expect(isSameLine(kept, { ...kept, plane: "coronal" })).toBe(false);
    expect(isSameLine(kept, { ...kept, longest: [kept.longest[1], kept.longest[0]] })).toBe(false);
  });
});
