import { type ReferenceRole, refuse } from "@nadir/domain";
import { requireSameGeometry, type Volume } from "@nadir/imaging";

/** Reference masks by role, on the image's grid; every voxel that is not 0 belongs. */
export type References = Readonly<Partial<Record<ReferenceRole, Volume>>>;

/**
 * Intensities of the image inside a reference mask, as stored; null when the mask was not given.
 * Refuses `GEOMETRY_MISMATCH`, `EMPTY_REFERENCE`, `NON_FINITE_REFERENCE`.
 */
export function referenceValues(image: Volume, references: References, role: ReferenceRole): Float64Array | null {
  const mask = references[role];
  if (!mask) return null;
  requireSameGeometry(image, mask);
  const out = new Float64Array(referenceVoxels(mask, role));
  for (let p = 0, n = 0; p < mask.data.length; p++) if (mask.data[p]) out[n++] = image.data[p]!;
  const broken = out.reduce((sum, x) => sum + (Number.isFinite(x) ? 0 : 1), 0);
  if (broken > 0)
    refuse(
      "NON_FINITE_REFERENCE",
      `${broken} voxel(s) of the reference mask '${role}' are NaN or infinite in the image.`,
    );
  return out;
}

/** Voxels of a reference mask. Refuses `EMPTY_REFERENCE`. */
export function referenceVoxels(mask: Volume, role: ReferenceRole): number {
  let count = 0;
  for (let p = 0; p < mask.data.length; p++) if (mask.data[p]) count++;
  if (count === 0) refuse("EMPTY_REFERENCE", `The reference mask '${role}' is empty; it must mark some tissue.`);
  return count;
}

export const meanOf = (values: Float64Array): number => values.reduce((a, x) => a + x, 0) / values.length;
