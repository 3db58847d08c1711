import type { Triple } from "@nadir/imaging";
import type { ImageFilter } from "./apply.ts";
import { waveletFilters } from "./wavelet-coefficients.ts";

/**
 * How many voxels around it, along each axis, decide a voxel's response: with that margin a cut-out has the response
 * of the whole image, voxel by voxel. Null where the whole image does (frequency domain, periodic boundary).
 */
export function reachOf(filter: ImageFilter, spacing: Triple): Triple | null {
  if (filter.boundary === "periodize" || ("riesz" in filter && filter.riesz)) return null;
  const flat = (n: number): Triple => [n, n, filter.is2d ? 0 : n];
  switch (filter.kind) {
    case "mean":
      return flat(Math.ceil(filter.support / 2));
    case "log":
      return spacing.map((mm, x) =>
        filter.is2d && x === 2 ? 0 : Math.ceil((filter.cutoff * filter.sigmaMm) / mm) + 1,
      ) as unknown as Triple;
    case "gradient":
    case "sobel":
      return flat(1);
    case "collage":
      return flat(1 + filter.gradientRadius + filter.radius);
    case "haralick":
      // The levels count from the least intensity of the whole image.
      return null;
    case "lbp":
      return flat(Math.ceil(filter.radius) + 1);
    case "laws":
      return flat(LONGEST_LAWS + (filter.energyDistance ?? 0));
    case "wavelet":
      // Filters are stretched by 2 from one level to the next: together 2^level − 1 lengths.
      return flat(waveletFilters(filter.wavelet).low.length * (2 ** filter.level - 1));
    case "gabor": {
      const mm = Math.min(...spacing.slice(0, filter.isOrthogonal ? 3 : 2));
      const wide = Math.ceil(((4 * filter.sigmaMm) / mm) * Math.max(1, 1 / filter.gamma)) + 1;
      return [wide, wide, filter.isOrthogonal ? wide : 0];
    }
    default:
      return null;
  }
}
const LONGEST_LAWS = 2;
