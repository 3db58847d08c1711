import { makeVolume } from "@nadir/imaging";
import { describe, expect, it } from "vitest";
import { Drawing, figuresOf, linesOf, type Measured } from "./drawing.ts";

const { grid } = new Drawing(makeVolume({ data: new Uint8Array(1000), dims: [10, 10, 10], spacing: [1, 2, 4] }));
const measured = (more: Partial<Measured>): Measured => ({
  kind: "bidimensional",
  axis: 2,
  plane: 0,
  slice: 3,
  // 3 mm and 4 mm: 5 mm.
  line: [
    [1, 1, 3],
    [4, 3, 3],
  ],
  cross: null,
  ...more,
});

describe("what was measured", () => {
  it("is a length until the second diameter is drawn", () => {
    expect(figuresOf(grid, measured({ kind: "ruler" }))).toEqual({
      longestMm: 5,
      perpendicularMm: null,
      productMm2: null,
    });
    expect(figuresOf(grid, measured({}))).toMatchObject({ longestMm: 5, productMm2: null });
    expect(linesOf(grid, measured({}))).toHaveLength(1);
  });

  it("then has the share at right angles to it, and their product", () => {
    // (5, 0) mm: its share across (3, 4)/5 is 4.
    const both = measured({
      cross: [
        [0, 5, 3],
        [5, 5, 3],
      ],
    });
    expect(figuresOf(grid, both).perpendicularMm).toBeCloseTo(4, 12);
    expect(figuresOf(grid, both).productMm2).toBeCloseTo(20, 12);
    const [, cross] = linesOf(grid, both);
    expect(cross![0][0]).toBeCloseTo(0.9, 12);
  });
});
