import { type LineMm, lengthMm, type MeasuredLines } from "@nadir/domain";
import { type Geometry, invert, type Line, toWorld, type ViewerAxes } from "@nadir/imaging";
import { createContext } from "react";
import { linesOf, type Measured } from "./drawing/drawing.ts";
import { PLANES } from "./view-address.ts";

/** Lines that a read holds, as the viewers show them over the image on which they were drawn. */
export interface RecordedLine {
  readonly key: string;
  readonly lesion: string;
  /** The lesion, and whose lines they are where several readers' are shown: `T1`, `Reader 2, T1`. */
  readonly words: string;
  readonly colour: string;
  /** Told from another reader's without colour too. */
  readonly isDashed: boolean;
  readonly lines: MeasuredLines;
  /** The sizes that the read states of them, mm. */
  readonly longestMm: number | null;
  readonly shortMm: number | null;
}

export const RecordedLinesContext = createContext<readonly RecordedLine[]>([]);

/** On the dark ground of an image; loose lines are yellow. */
export const LINE_COLOURS = { own: "#7fe7c4", "reader-1": "#6fd3ff", "reader-2": "#ff9fd6" } as const;

/** A line is kept to a hundredth of a millimetre. */
const hundredths = (point: readonly number[]): [number, number, number] =>
  [0, 1, 2].map((c) => Math.round(point[c]! * 100) / 100 + 0) as [number, number, number];

/** What was drawn on an image as a read keeps it: from end to end in scanner millimetres, the longer diameter first. */
export function linesToKeep(grid: Geometry, measured: Measured, image: string): MeasuredLines {
  const [longest, perpendicular] = linesOf(grid, measured)
    .map((line) => line.map((end) => hundredths(toWorld(grid.affine, ...end))) as unknown as LineMm)
    .sort((a, b) => lengthMm(b) - lengthMm(a));
  return {
    image,
    plane: PLANES[measured.plane] as MeasuredLines["plane"],
    longest: longest!,
    ...(perpendicular ? { perpendicular } : {}),
  };
}

/** Whether two hold the same longest diameter, of the same slice of the same image. */
export const isSameLine = (a: MeasuredLines, b: MeasuredLines): boolean =>
  a.image === b.image && a.plane === b.plane && a.longest.flat().join() === b.longest.flat().join();

/** Lines on an image's grid, and the file's axis and slice that they lie in. */
export interface LinesOnGrid {
  readonly axis: 0 | 1 | 2;
  /** NiiVue's number of the plane. */
  readonly plane: number;
  readonly slice: number;
  readonly segments: readonly Line[];
}

export function onGrid(grid: Geometry, axes: ViewerAxes, lines: MeasuredLines): LinesOnGrid {
  const back = invert(grid.affine);
  const plane = PLANES.indexOf(lines.plane);
  const axis = axes.axis[2 - plane]!;
  const segments = [lines.longest, ...(lines.perpendicular ? [lines.perpendicular] : [])].map(
    (line) => line.map((end) => toWorld(back, ...end)) as unknown as Line,
  );
  return { axis, plane, slice: Math.round(segments[0]![0][axis]), segments };
}
