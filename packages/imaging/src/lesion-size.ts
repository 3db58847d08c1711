import { type InPlaneDiameters, inPlaneDiameters, type SliceDiameters } from "./diameters.ts";
import { maskVolumeMm3 } from "./mask.ts";
import { acquisitionAxis, axialAxis, type Volume } from "./volume.ts";

/** The plane in which diameters are taken: axial, or that of the slices as they were acquired (Eisenhauer 2009 §3.1.2). */
export type SlicePlane = "axial" | "acquisition";

/** A figure, and the slice (0-based along `axis`, in the whole volume) that it comes from. */
export interface SliceFigure {
  readonly value: number;
  readonly slice: number;
}

/** The sizes that response criteria add up, of one region. Lengths in mm, areas in mm², volume in mm³. */
export interface LesionSize {
  readonly plane: SlicePlane;
  /** Array axis that the slices cut across. */
  readonly axis: 0 | 1 | 2;
  /** The slice with the longest diameter, with the diameter at right angles to it and the ends of both. */
  readonly longest: SliceDiameters;
  /** Short axis of a node: the largest perpendicular of any slice (Eisenhauer 2009 §3.1.1). */
  readonly shortAxis: SliceFigure;
  /** Longest × perpendicular in the slice of the longest diameter (Wen 2010). */
  readonly product: SliceFigure;
  /** The largest longest × perpendicular of any slice; differs from `product` where another slice is rounder. */
  readonly largestProduct: SliceFigure;
  readonly volumeMm3: number;
  /** Slices with a voxel of the region. RANO asks for at least two. */
  readonly sliceCount: number;
}

/**
 * Diameters, products and volume of a region of a mask: what a reader measures by hand, derived from the delineation.
 * Refuses what `regionOf` refuses: an empty mask, a label that is not there, several labels and none named.
 */
export function lesionSize(mask: Volume, label?: number | readonly number[], plane: SlicePlane = "axial"): LesionSize {
  const axis = plane === "axial" ? axialAxis(mask) : acquisitionAxis(mask);
  const { slices, longest }: InPlaneDiameters = inPlaneDiameters(mask, label, axis);
  return {
    plane,
    axis,
    longest,
    shortAxis: largest(slices, (s) => s.perpendicularMm),
    product: { value: productOf(longest), slice: longest.slice },
    largestProduct: largest(slices, productOf),
    volumeMm3: maskVolumeMm3(mask, label),
    sliceCount: slices.length,
  };
}

const productOf = (s: SliceDiameters): number => s.longestMm * s.perpendicularMm;

/** The largest figure over the slices; of equal ones (to 1e-9) the lower slice. */
function largest(slices: readonly SliceDiameters[], of: (slice: SliceDiameters) => number): SliceFigure {
  let best: SliceFigure | null = null;
  for (const slice of slices) {
    const value = of(slice);
    if (best === null || value > best.value * (1 + 1e-9)) best = { value, slice: slice.slice };
  }
  return best as SliceFigure;
}
