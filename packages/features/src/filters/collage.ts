import type { Triple } from "@nadir/imaging";
import { type Boundary, convolveSeparable } from "./convolve.ts";
import { eigenvectors } from "./eigenvectors.ts";
import type { Scalars } from "./grid.ts";
import { type HaralickFeature, haralickMap } from "./haralick.ts";
import { meanFilter } from "./spatial.ts";

export interface CollageOptions {
  readonly feature: HaralickFeature;
  /** Radius (voxels) of the window that the dominant gradient is taken over, and of that of the co-occurrences. */
  readonly gradientRadius: number;
  readonly radius: number;
  readonly bins: number;
  /** In the slice, or (in 3D) out of it. */
  readonly angle: "theta" | "phi";
}

/**
 * Co-occurrence of Local Anisotropic Gradient Orientations (CoLlAGe; Prasanna et al., Sci Rep 2016;6:37241): the
 * dominant direction (r_x, r_y, r_z) of the gradients in a window, as the first right singular vector of their matrix;
 * its angle θ = arctan(r_y/r_x), or φ = arctan(r_z/√(r_x² + r_y²)), in `bins` equal bins of (−π/2, π/2]; then a
 * Haralick feature of the bins around every voxel. Where a window has no gradient the angle is 0. The singular vector
 * is an eigenvector of the summed products of the gradients. The paper leaves open the difference quotient (central here, per
 * mm) and the sign of the vector (r_x above 0 here, as θ asks).
 */
export function collage(
  image: Scalars,
  spacing: Triple,
  { feature, gradientRadius, radius, bins, angle }: CollageOptions,
  boundary: Boundary,
  is2d: boolean,
): Float64Array {
  const isFlat = is2d || image.dims[2] === 1;
  const slopes = ([0, 1, 2] as const).map((axis) =>
    isFlat && axis === 2
      ? new Float64Array(image.data.length)
      : convolveSeparable(
          image,
          [0, 1, 2].map((x) => (x === axis ? [0.5, 0, -0.5].map((w) => w / spacing[axis]) : null)),
          boundary,
        ).data,
  );
  const product = (a: number, b: number): Float64Array =>
    meanFilter(
      { data: slopes[a]!.map((x, p) => x * slopes[b]![p]!), dims: image.dims },
      2 * gradientRadius + 1,
      boundary,
      isFlat,
    );
  const [xx, xy, yy] = [product(0, 0), product(0, 1), product(1, 1)];
  const [xz, yz, zz] = isFlat ? [null, null, null] : [product(0, 2), product(1, 2), product(2, 2)];
  const levels = new Uint16Array(image.data.length);
  for (let p = 0; p < levels.length; p++) {
    const radians = xz
      ? angleOf(eigenvectors([xx[p]!, xy[p]!, xz[p]!, yy[p]!, yz![p]!, zz![p]!])[0], angle)
      : Math.atan2(2 * xy[p]!, xx[p]! - yy[p]!) / 2;
    levels[p] = Math.min(bins, Math.max(1, Math.ceil(((radians + Math.PI / 2) / Math.PI) * bins - 1e-9)));
  }
  return haralickMap({ levels, dims: image.dims, count: bins }, { feature, radius }, boundary, isFlat);
}

function angleOf([x, y, z]: Triple, angle: "theta" | "phi"): number {
  if (angle === "theta") return x === 0 && y === 0 ? 0 : x === 0 ? Math.PI / 2 : Math.atan(y / x);
  const flat = Math.hypot(x, y);
  // Of the two opposite directions the one with x above 0 (or y, where x is 0) tells the sign of z.
  const sign = x < 0 || (x === 0 && y < 0) ? -1 : 1;
  return flat === 0 && z === 0 ? 0 : Math.atan2(sign * z, flat);
}
