import { readNiftiHeader } from "./nifti-header.ts";
import { rawVoxels, rescale } from "./raw-voxels.ts";
import { makeVolume, type Volume } from "./volume.ts";

/**
 * A volume from the decompressed bytes of a single-file NIfTI-1 or NIfTI-2 image, stored scaling applied.
 * An unscaled image keeps its storage type (and may be a view on `bytes`); a scaled one becomes float64.
 * Refuses what `readNiftiHeader`, `rawVoxels` and `makeVolume` refuse.
 */
export function readNifti(bytes: Uint8Array): Volume {
  const header = readNiftiHeader(bytes);
  const count = header.dims[0] * header.dims[1] * header.dims[2];
  const stored = rawVoxels(bytes, header.dataOffset, count, header.type, header.littleEndian);
  return makeVolume({
    data: rescale(stored, header.slope, header.intercept),
    dims: header.dims,
    spacing: header.spacing,
    affine: header.affine,
    description: header.description,
  });
}
