import type { FeatureWarning, FusionSettings } from "@nadir/domain";
import { type Volume, withData } from "@nadir/imaging";
import { onImageGrid } from "./maps.ts";

const scaled = (x: number, [low, high]: readonly [number, number]): number =>
  Math.min(1, Math.max(0, (x - low) / (high - low)));

/**
 * Image (PET in SUV) and map (CT in HU) as one image without unit, 0 … 1: each clamped to its window and scaled, then
 * joined voxel by voxel on the image's grid; NaN where the map has no voxel. Fusion of PET with anatomical images for
 * radiomics: Vallières et al., Phys Med Biol 2015;60:5471 (there by wavelets; here in the image itself).
 */
export function fuse(image: Volume, map: Volume, settings: FusionSettings, warnings: FeatureWarning[] = []): Volume {
  const other = onImageGrid(image, map, "ct", warnings).data;
  const { method, weight, imageWindow, mapWindow } = settings;
  const fused = Float64Array.from(image.data, (x, p) => {
    const [a, b] = [scaled(x, imageWindow), scaled(other[p]!, mapWindow)];
    return method === "weighted" ? weight * a + (1 - weight) * b : method === "product" ? a * b : Math.max(a, b);
  });
  return withData(image, fused);
}
