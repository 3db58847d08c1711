import { type PyradiomicsSetting, refuse } from "@nadir/domain";
import type { Volume } from "@nadir/imaging";
import type { ImageGrid } from "./image-grid.ts";

/**
 * PyRadiomics' normalisation: z-score over the whole image with the sample sd (n − 1), values beyond ±removeOutliers
 * set to that bound, times normalizeScale. Refuses `FLAT_REFERENCE`.
 */
export function normalisedImage(image: Volume, setting: PyradiomicsSetting): ImageGrid {
  const { data, dims, spacing } = image;
  if (!setting.normalize) return { data, dims, spacing };
  let mean = 0;
  for (let n = 0; n < data.length; n++) mean += data[n]!;
  mean /= data.length;
  let squares = 0;
  for (let n = 0; n < data.length; n++) squares += (data[n]! - mean) ** 2;
  const sd = Math.sqrt(squares / (data.length - 1));
  if (!(sd > 0))
    refuse("FLAT_REFERENCE", `The image cannot be normalised: all its voxels are ${mean}. Set normalize to false.`);
  const bound = setting.removeOutliers ?? Number.POSITIVE_INFINITY;
  const out = Float64Array.from(
    data,
    (x) => Math.min(Math.max((x - mean) / sd, -bound), bound) * setting.normalizeScale,
  );
  return { data: out, dims, spacing };
}
