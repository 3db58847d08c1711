import type { Triple } from "@nadir/imaging";
import { axesOf, type Boundary, convolveSeparable } from "./convolve.ts";
import type { Scalars } from "./grid.ts";

/** Central difference and the smoothing across it; as convolution kernels, so the difference stands reversed. */
const DIFFERENCE = [0.5, 0, -0.5] as const;
const SMOOTHING = [0.25, 0.5, 0.25] as const;

/**
 * Magnitude of the gradient, intensity per mm: central differences along each axis, for `sobel` smoothed by [1 2 1]/4
 * along the others (Sobel & Feldman, 1968, with weights of sum 1, so that a ramp answers with its slope).
 */
export function edgeStrength(
  source: Scalars,
  spacing: Triple,
  kind: "gradient" | "sobel",
  boundary: Boundary,
  is2d: boolean,
): Float64Array {
  const out = new Float64Array(source.data.length);
  for (const axis of axesOf(is2d)) {
    const kernels = axesOf(is2d).map((x) =>
      x === axis ? DIFFERENCE.map((w) => w / spacing[axis]) : kind === "sobel" ? SMOOTHING : null,
    );
    const slope = convolveSeparable(source, kernels, boundary).data;
    for (let p = 0; p < out.length; p++) out[p]! += slope[p]! ** 2;
  }
  for (let p = 0; p < out.length; p++) out[p] = Math.sqrt(out[p]!);
  return out;
}
