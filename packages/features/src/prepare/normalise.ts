import { type FeatureConfig, refuse } from "@nadir/domain";
import type { Region, Volume } from "@nadir/imaging";

/**
 * The map from stored to normalised intensity (radiomics §2.1). A z-score takes mean and population sd over the
 * whole image or the region, bounds at ±clipSigma, times scale. Fitted on this image alone.
 * Refuses `FLAT_REFERENCE` when all reference voxels are equal.
 */
export function normalise(
  image: Volume,
  region: Region,
  settings: FeatureConfig["normalisation"],
): (stored: number) => number {
  if (settings.method === "none") return (x) => x;
  let n = 0;
  let mean = 0;
  let squares = 0;
  // Welford's update keeps its digits when the mean is large against the spread.
  for (const x of referenceValues(image, region, settings.over)) {
    if (!Number.isFinite(x)) continue;
    n++;
    const step = x - mean;
    mean += step / n;
    squares += step * (x - mean);
  }
  const sd = Math.sqrt(squares / n);
  if (!(sd > 0))
    refuse(
      "FLAT_REFERENCE",
      `The ${settings.over} cannot be z-scored: all its voxels are ${mean}. Use normalisation 'none'.`,
    );
  const bound = settings.clipSigma ?? Number.POSITIVE_INFINITY;
  return (x) => Math.min(Math.max((x - mean) / sd, -bound), bound) * settings.scale;
}

function* referenceValues({ data, dims }: Volume, region: Region, over: "image" | "roi"): Generator<number> {
  if (over === "image") {
    yield* data;
    return;
  }
  const { min } = region.box;
  for (let p = 0; p < region.bits.length; p++) {
    if (!region.bits[p]) continue;
    const i = p % region.dims[0];
    const j = Math.floor(p / region.dims[0]) % region.dims[1];
    const k = Math.floor(p / (region.dims[0] * region.dims[1]));
    yield data[min[0] + i + dims[0] * (min[1] + j + dims[1] * (min[2] + k))]!;
  }
}
