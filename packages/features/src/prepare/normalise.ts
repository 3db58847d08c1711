import { type FeatureConfig, type ReferenceRole, refuse } from "@nadir/domain";
import type { Region, Volume } from "@nadir/imaging";
import { percentile } from "../intensity/order-statistics.ts";
import { type References, referenceValues } from "../modality/references.ts";

/**
 * The map from stored to normalised intensity (radiomics §2.1). A z-score takes mean and population sd over the
 * whole image, the region or a reference mask, bounds at ±clipSigma, times scale; reference tissue divides by
 * the median of a reference mask. Fitted on this image alone. Refuses `FLAT_REFERENCE` when all reference voxels are
 * equal or their median is 0, `REFERENCE_MISSING` when the mask was not given.
 */
export function normalise(
  image: Volume,
  region: Region,
  settings: FeatureConfig["normalisation"],
  references: References = {},
): (stored: number) => number {
  if (settings.method === "none") return (x) => x;
  if (settings.method === "reference-tissue") {
    const median = percentile(tissue(image, references, settings.reference).sort(), 0.5);
    if (median === 0)
      refuse("FLAT_REFERENCE", `The median of the reference mask '${settings.reference}' is 0; it cannot divide.`);
    return (x) => x / median;
  }
  const { over } = settings;
  const fitted =
    typeof over === "object" ? tissue(image, references, over.reference) : referenceIntensities(image, region, over);
  let n = 0;
  let mean = 0;
  let squares = 0;
  // Welford's update keeps its digits when the mean is large against the spread.
  for (const x of fitted) {
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
      `The ${typeof over === "object" ? `reference mask '${over.reference}'` : over} cannot be z-scored: all its voxels are ${mean}. Use normalisation 'none'.`,
    );
  const bound = settings.clipSigma ?? Number.POSITIVE_INFINITY;
  return (x) => Math.min(Math.max((x - mean) / sd, -bound), bound) * settings.scale;
}

function* referenceIntensities({ data, dims }: Volume, region: Region, over: "image" | "roi"): Generator<number> {
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

function tissue(image: Volume, references: References, role: ReferenceRole): Float64Array {
  return (
    referenceValues(image, references, role) ??
    refuse("REFERENCE_MISSING", `The configuration normalises by the reference mask '${role}', which was not given.`, {
      expected: `a mask for the role '${role}'`,
    })
  );
}
