import type { DrawingTool } from "@nadir/domain";
import {
  type Bidimensional,
  bidimensional,
  type Geometry,
  type Line,
  MaskEdit,
  rulerMm,
  toWorld,
} from "@nadir/imaging";

/** A line or a pair of lines that was measured in one slice; indices are the file's. */
export interface Measured {
  readonly kind: "ruler" | "bidimensional";
  /** The file's axis that the slice cuts across, and NiiVue's number of the plane. */
  readonly axis: 0 | 1 | 2;
  readonly plane: number;
  readonly slice: number;
  readonly line: Line;
  /** Of a bidimensional measurement, once its second line is drawn. */
  readonly cross: Line | null;
}

export interface Figures {
  readonly longestMm: number;
  readonly perpendicularMm: number | null;
  readonly productMm2: number | null;
}

/** What one image's drawing holds: the mask under the pen, the lines, and what it was drawn with. Kept while others are looked at. */
export class Drawing {
  readonly mask: MaskEdit;
  lines: readonly Measured[] = [];
  readonly tools = new Set<DrawingTool>();
  /** The recorded version whose voxels these are; null once they differ. */
  savedAs: string | null = null;
  /** How often the mask was changed, and up to which change the draft on the server is the same. */
  changes = 0;
  kept = 0;
  /** The draft on the server that this drawing came from or became; null where there was none. */
  draft: string | null = null;

  constructor(readonly grid: Geometry) {
    this.mask = new MaskEdit(grid);
  }
}

/** The figures of a measurement, mm; `null` where the second line is yet to come. */
export function figuresOf(grid: Geometry, { kind, line, cross, axis }: Measured): Figures {
  if (kind === "ruler" || cross === null)
    return { longestMm: rulerMm(grid, line), perpendicularMm: null, productMm2: null };
  const found: Bidimensional = bidimensional(grid, axis, line, cross);
  return { longestMm: found.longestMm, perpendicularMm: found.perpendicularMm, productMm2: found.productMm2 };
}

/** The middle of the long line in scanner millimetres. */
export function middleMm(grid: Geometry, { line: [from, to] }: Measured): [number, number, number] {
  const [i, j, k] = [0, 1, 2].map((c) => (from[c]! + to[c]!) / 2) as [number, number, number];
  return toWorld(grid.affine, i, j, k) as [number, number, number];
}

/** The lines as they are drawn: the second one turned to the right angle. */
export function linesOf(grid: Geometry, { line, cross, axis }: Measured): readonly Line[] {
  if (cross === null || rulerMm(grid, line) === 0) return [line];
  return [line, bidimensional(grid, axis, line, cross).perpendicular];
}
